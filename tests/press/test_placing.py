"""Where an editor puts things reaches readers as classes, and nothing where nothing was chosen."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.cache import cache

from building import edit, make_article, make_picture, picture_file
from masthead.newsroom.models import Picture, SectionPage
from masthead.press.actions import print_waiting
from masthead.press.models import Plate


def printed(news: SectionPage, *body: tuple[str, Any]) -> str:
    page = make_article(news, body=list(body))
    print_waiting()
    return html_of(page)


def html_of(page: Any) -> str:
    html: str = json.loads(Plate.objects.get(kind="article", thing_id=page.pk).body)["html"]
    return html


def large_picture() -> Picture:
    cache.clear()
    picture = Picture(
        title="Wide", description="A wide field", file=picture_file("wide.png", size=(900, 300))
    )
    picture._set_image_file_metadata()
    picture.save()
    return picture


def shown(picture: Picture, **choices: str) -> dict[str, Any]:
    return {"image": picture, "caption": "", "alt_text": ""} | choices


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["left", "right", "center", "wide", "full"])
def test_a_picture_stands_where_the_editor_put_it(news: SectionPage, place: str) -> None:
    page = make_article(news, body=[("image", shown(large_picture()))])
    print_waiting()
    assert '<figure class="picture">' in html_of(page)
    edit(page, body=[("image", shown(Picture.objects.get(), placement=place))])
    print_waiting()
    assert f'<figure class="picture placed-{place}">' in html_of(page)


@pytest.mark.django_db
def test_a_small_picture_says_so(news: SectionPage) -> None:
    assert '<figure class="picture small">' in printed(news, ("image", shown(make_picture())))


@pytest.mark.django_db
def test_a_gallery_has_the_columns_that_were_chosen(news: SectionPage) -> None:
    images = [shown(make_picture()), shown(large_picture())]
    assert '<div class="gallery">' in printed(news, ("gallery", {"images": images}))
    chosen = {"images": images, "columns": "5", "placement": "wide"}
    page = make_article(news, "Other", body=[("gallery", chosen)])
    print_waiting()
    assert '<div class="gallery columns columns-5 placed-wide">' in html_of(page)


@pytest.mark.django_db
def test_lines_are_aligned_as_chosen(news: SectionPage) -> None:
    html = printed(
        news,
        ("paragraph", '<p class="text-center">Middle</p>'),
        ("heading", {"text": "Head", "level": "3", "alignment": "right"}),
        ("quote", {"text": "<p>Said</p>", "attribution": "", "alignment": "center"}),
        ("table", {"caption": "", "table": {"data": [["a", "1"]], "cell": [{"row": 0, "col": 1, "className": "htRight"}]}}),
    )  # fmt: skip
    assert '<p class="text-center">Middle</p>' in html
    assert '<h3 class="text-right">Head</h3>' in html
    assert '<blockquote class="quote text-center">' in html
    assert '<td>a</td><td class="text-right">1</td>' in html


@pytest.mark.django_db
def test_a_choice_that_is_none_changes_nothing(news: SectionPage) -> None:
    html = printed(news, ("heading", {"text": "Head", "level": "2", "alignment": '"><script>'}))
    assert "<h2>Head</h2>" in html


@pytest.mark.django_db
def test_captions_hold_links_and_emphasis_and_nothing_else(news: SectionPage) -> None:
    caption = '<p>By <a href="https://x.example/">Ada</a></p><p><i>for</i> <script>x()</script><img src=x onerror=y()>us</p>'
    html = printed(news, ("image", shown(large_picture()) | {"caption": caption}))
    assert 'By <a href="https://x.example/" rel="noopener">Ada</a> <i>for</i> us</span>' in html
    assert "onerror" not in html
    assert "script" not in html


@pytest.mark.django_db
def test_a_caption_links_to_no_draft(news: SectionPage) -> None:
    draft = make_article(news, "Hidden", is_published=False)
    caption = f'<p>See <a linktype="page" id="{draft.pk}">this</a></p>'
    html = printed(news, ("image", shown(large_picture()) | {"caption": caption}))
    assert "this</a>" in html
    assert "href" not in html
