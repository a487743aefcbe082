"""What the newsroom keeps to itself stays there, whatever is printed and however."""

from __future__ import annotations

import json
from datetime import timedelta
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Comment, Page, PageViewRestriction

from building import (
    edit,
    make_article,
    make_contributor,
    make_picture,
    make_section,
    make_standing,
    make_topic,
)
from editions import assert_incremental_equals_full, printed_media, read_edition
from masthead.newsroom.models import (
    BylineEntry,
    HomePage,
    Identity,
    LeadStory,
    Menus,
    Picture,
    ReaderComment,
    SectionPage,
)
from masthead.press.actions import print_all, print_waiting
from masthead.press.models import Plate, PrintedMedia
from searching import bring_up_to_date, found

SECRET = "Zwetschgenkuchen"
SLUG = SECRET.lower()


def secret_fields(number: int) -> dict[str, Any]:
    """Return an article's words, each with the secret."""
    return {
        "title": f"{SECRET} {number}",
        "slug": f"{SLUG}-{number}",
        "standfirst": SECRET,
        "body": [("paragraph", f"<p>{SECRET}</p>"), ("html", f"<b>{SECRET}</b>")],
        "seo_title": SECRET,
        "search_description": SECRET,
        "social_title": SECRET,
        "lead_caption": SECRET,
        "source_outlet": SECRET,
    }


def secret_picture(number: int, **fields: Any) -> Picture:
    return make_picture(
        SECRET, file_name=f"{SLUG}-{number}.png", description=f"It shows {SECRET}", caption=SECRET, credit=SECRET,
        color=f"#{number:02x}4020", **fields,
    )  # fmt: skip


@pytest.fixture
def open_article(news: SectionPage) -> Any:
    return make_article(
        news, "An open piece", slug="open", byline=[make_contributor("Ada")], topics=[make_topic("Ports")]
    )


def plant_drafts(news: SectionPage, open_article: Any) -> None:
    person, topic = (
        make_contributor(SECRET, note=SECRET, portrait=secret_picture(1)),
        make_topic(SECRET, description=SECRET),
    )
    image = secret_picture(2)
    draft = make_article(
        news, is_published=False, byline=[person], topics=[topic], lead_image=image, **secret_fields(1)
    )
    make_section(news, SECRET, slug=f"{SLUG}-desk", description=SECRET).unpublish()
    make_section(news.get_parent(), f"{SECRET} desk", slug=f"{SLUG}-never").unpublish()
    # A draft of a piece that is live as something else, and one that waits for its day.
    later = timezone.now() + timedelta(days=3)
    body = [("image", {"image": image, "caption": SECRET, "alt_text": SECRET}), ("related", draft)]
    fields = secret_fields(2) | {"body": body, "byline": [BylineEntry(contributor=person)], "topics": [topic]}
    edit(open_article, is_published=False, **fields)
    scheduled = make_article(news, is_published=False, byline=[person], topics=[topic], **secret_fields(3))
    edit(scheduled, go_live_at=later)
    live = make_article(news, "Live and scheduled to change", slug="both")
    edit(live, go_live_at=later, **secret_fields(4))


def plant_private(news: SectionPage) -> None:
    person, topic = make_contributor(f"{SECRET} Smith"), make_topic(f"{SECRET} matters")
    closed = make_section(news.get_parent(), f"{SECRET} club", slug=f"{SLUG}-club", description=SECRET)
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    make_article(closed, byline=[person], topics=[topic], lead_image=secret_picture(3), **secret_fields(5))
    alone = make_article(news, is_published=False, byline=[person], **secret_fields(6))
    PageViewRestriction.objects.create(page=alone, restriction_type="password", password=SECRET)
    alone.get_latest_revision().publish()
    standing = make_standing(news.get_parent(), SECRET, slug=f"{SLUG}-standing", standfirst=SECRET)
    PageViewRestriction.objects.create(page=standing, restriction_type="login")
    make_standing(standing, f"{SECRET} child", slug=f"{SLUG}-child")


def plant_private_media(news: SectionPage) -> None:
    """Put images and files of a private collection everywhere that a public page could show them."""
    collection = Collection.get_first_root_node().add_child(name=SECRET).add_child(name=f"{SECRET} below")
    CollectionViewRestriction.objects.create(collection=collection.get_parent(), restriction_type="login")
    image = secret_picture(4, collection=collection)
    document = get_document_model().objects.create(
        title=SECRET, collection=collection, file=ContentFile(SECRET.encode(), name=f"{SLUG}.txt")
    )
    block = {"image": image, "caption": "", "alt_text": ""}
    body = [
        ("image", block),
        ("gallery", {"images": [block]}),
        ("media", {"file": document, "kind": "file", "caption": ""}),
        ("paragraph", f'<p><a linktype="document" id="{document.pk}">the file</a></p>'),
    ]
    person = make_contributor("Portrayed", portrait=image)
    make_article(
        news, "Shows", slug="shows", body=body, lead_image=image, social_image=image, byline=[person]
    )
    identity = Identity.load()
    identity.logo = image
    identity.save()


def plant_links(news: SectionPage, open_article: Any) -> None:
    """Let public things point at what is not public."""
    hidden = make_article(news, is_published=False, **secret_fields(7))
    Redirect.objects.create(old_path=f"/{SLUG}", redirect_page=hidden)
    Redirect.objects.create(old_path="/plain", redirect_page=hidden)
    body = [("related", hidden), ("paragraph", f'<p><a linktype="page" id="{hidden.pk}">there</a></p>')]
    make_article(news, "Links", slug="links", body=body)
    edit(HomePage.objects.get(), lead_stories=[LeadStory(article=hidden), LeadStory(article=open_article)])
    menus = Menus.load()
    for menu in ("header", "small", "footer", "utility"):
        child = {"label": SECRET, "page": hidden, "url": ""}
        open_item = {"label": "Open", "page": open_article, "url": "", "children": [child]}
        setattr(menus, menu, [("item", child | {"children": []}), ("item", open_item)])
    menus.save()


def plant_words_about_pages(open_article: Any) -> None:
    editor = get_user_model().objects.create_user(SLUG, f"editor@{SLUG}.example", "x", first_name=SECRET)
    Comment.objects.create(page=open_article, user=editor, text=SECRET, contentpath="body")
    said = {"page": open_article, "author_email": f"reader@{SLUG}.example", "written_at": timezone.now()}
    shown = ReaderComment.objects.create(author_name="Reader", body="<p>Shown</p>", **said)
    hidden = ReaderComment.objects.create(
        author_name=SECRET,
        author_url=f"https://{SLUG}.example/",
        body=f"<p>{SECRET}</p>",
        is_shown=False,
        **said,
    )
    ReaderComment.objects.create(author_name="Second", body="<p>Answer</p>", parent=hidden, **said)
    ReaderComment.objects.create(
        author_name=SECRET, body=f"<p>{SECRET}</p>", parent=shown, is_shown=False, **said
    )


def assert_secret_is_kept(data_path: Path) -> None:
    word = SLUG.encode()
    for name, content in read_edition().items():
        assert SLUG not in name.lower()
        assert word not in content.lower(), f"{name} tells the secret"
    assert [name for name in printed_media() if SLUG in name.lower()] == []
    for folder in (data_path / "edition", data_path / "media" / "printed"):
        for path in folder.rglob("*"):
            assert SLUG not in path.name.lower()
            assert not path.is_file() or word not in path.read_bytes().lower()
    for plate in Plate.objects.all():
        assert SLUG not in f"{plate.card} {plate.body} {plate.address}".lower()


@pytest.fixture
def secrets(news: SectionPage, open_article: Any, data_path: Path) -> Path:
    """Plant the secret in everything that readers may not see; return the data folder."""
    plant_drafts(news, open_article)
    plant_private(news)
    plant_private_media(news)
    plant_links(news, open_article)
    plant_words_about_pages(open_article)
    return data_path


@pytest.mark.django_db
def test_what_is_not_public_is_nowhere_in_print(secrets: Path) -> None:
    assert print_waiting().failed == 0
    assert_secret_is_kept(secrets)
    assert "news/open/index.html" in read_edition()
    assert_incremental_equals_full()
    assert print_all().failed == 0
    assert_secret_is_kept(secrets)


@pytest.mark.django_db
def test_what_is_planted_after_the_first_print_does_not_leave_either(
    news: SectionPage, open_article: Any, data_path: Path
) -> None:
    print_waiting()
    plant_drafts(news, open_article)
    plant_private(news)
    plant_private_media(news)
    plant_links(news, open_article)
    plant_words_about_pages(open_article)
    print_waiting()
    assert_secret_is_kept(data_path)


@pytest.mark.django_db
def test_what_was_public_and_is_withdrawn_leaves_nothing_but_its_address(
    news: SectionPage, open_article: Any, data_path: Path
) -> None:
    person, image = make_contributor(SECRET, slug="withdrawn"), secret_picture(9)
    fields = secret_fields(8) | {"slug": "withdrawn"}
    withdrawn = make_article(news, byline=[person], lead_image=image, **fields)
    body = [("related", withdrawn)]
    make_article(news, "Names it", slug="names-it", body=body)
    print_waiting()
    with pytest.raises(AssertionError, match="tells the secret"):
        assert_secret_is_kept(data_path)
    assert PrintedMedia.objects.exists()
    withdrawn.unpublish()
    print_waiting()
    assert_secret_is_kept(data_path)
    assert printed_media() == set()


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["collection closed", "moved into a closed one", "closed above"])
def test_an_image_that_becomes_private_leaves_the_edition(
    news: SectionPage, data_path: Path, how: str
) -> None:
    outer = Collection.get_first_root_node().add_child(name="Outer")
    inner = outer.add_child(name="Inner")
    image = secret_picture(10, collection=inner)
    make_article(news, "Shows", slug="shows", lead_image=image)
    print_waiting()
    assert printed_media()
    if how == "moved into a closed one":
        closed = Collection.get_first_root_node().add_child(name="Closed")
        CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
        image.collection = closed
        image.save()
    else:
        collection = inner if how == "collection closed" else outer
        CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    print_waiting()
    assert_secret_is_kept(data_path)
    assert printed_media() == set()
    assert_incremental_equals_full()


@pytest.mark.django_db
def test_strangers_reach_nothing_of_it_through_the_newsroom(secrets: Path, client: Client) -> None:
    print_waiting()
    for page in Page.objects.all():
        answer = client.get(f"/doors/locked/{page.pk}/")
        assert SLUG.encode() not in answer.content.lower()
        answer = client.post(
            f"/doors/locked/{page.pk}/", {"password": "guess"}, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert SLUG.encode() not in answer.content.lower()
    picture = Picture.objects.get(file__contains=f"{SLUG}-4")
    document = get_document_model().objects.get(title=SECRET)
    for address in (
        picture.file.url,
        document.url,
        "/newsroom/",
        "/newsroom/pages/",
        f"/doors/{SLUG}/",
    ):
        answer = client.get(address)
        assert answer.status_code in (301, 302, 401, 403, 404), address
        content = getattr(answer, "content", b"")
        assert SLUG.encode() not in content.lower().replace(address.lower().encode(), b"")


@pytest.mark.django_db
def test_the_search_finds_nothing_of_it(secrets: Path, open_article: Any, client: Client) -> None:
    bring_up_to_date()
    word = SLUG.encode()
    for path in (secrets / "search").rglob("*"):
        assert not path.is_file() or word not in path.read_bytes().lower()
    assert found("open") == [("article", open_article.pk)]
    for text in (SLUG, SLUG[:6], f"{SLUG}x", f'"{SLUG}"', f"{SLUG} open"):
        for address in ("/search/", "/doors/suggest"):
            answer = client.get(address, {"q": text})
            assert answer.status_code == 200
            said = answer.content.decode().lower()
            for echo in (quote_plus(text), escape(text), json.dumps(text)[1:-1]):
                said = said.replace(echo.lower(), "")
            assert SLUG[:8] not in said, text


@pytest.mark.django_db
def test_the_search_forgets_what_is_withdrawn(news: SectionPage, open_article: Any, client: Client) -> None:
    withdrawn = make_article(news, **secret_fields(8))
    bring_up_to_date()
    assert found(SECRET) == [("article", withdrawn.pk)]
    withdrawn.unpublish()
    # At once, though the index does not know yet.
    print_waiting()
    for _ in range(2):
        assert client.get("/doors/suggest", {"q": SLUG[:6]}).json()["results"] == []
        assert b"/news/" + SLUG.encode() not in client.get("/search/", {"q": SECRET}).content
        bring_up_to_date()
    assert found(SECRET) == []
