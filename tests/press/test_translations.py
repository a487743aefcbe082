"""A piece in several languages: each leads to the others, whatever is published, withdrawn or moved."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from building import edit, make_article, make_section
from editions import assert_incremental_equals_full, assert_plates_are_the_live_pages, read_edition
from masthead.newsroom.models import ArticlePage, HomePage, SectionPage
from masthead.press.actions import print_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def boat(news: SectionPage) -> ArticlePage:
    return make_article(news, "The boat")


def translate(original: ArticlePage, title: str, language: str, **fields: Any) -> ArticlePage:
    return make_article(original.get_parent(), title, language=language, translation_of=original, **fields)


def switch(name: str) -> dict[str, str]:
    """Return language → address, as the switch on a page leads."""
    page = read_edition()[f"news/{name}/index.html"].decode()
    nav = re.search(r'<nav class="languages".*?</nav>', page, re.S)
    links = re.findall(r'href="([^"]+)" rel="alternate" hreflang="([^"]+)"', nav[0]) if nav else []
    return {language: address for address, language in links}


def alternates(name: str) -> dict[str, str]:
    """Return language → address, as the head of a page says."""
    page = read_edition()[f"news/{name}/index.html"].decode()
    links = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="[^/]+//[^/]+([^"]+)">', page)
    return dict(links)


def test_each_language_leads_to_all_others(boat: ArticlePage) -> None:
    translate(boat, "Le bateau", "fr")
    translate(ArticlePage.objects.get(slug="le-bateau"), "Лодка", "ru", slug="lodka")
    print_waiting()
    assert switch("the-boat") == {"fr": "/news/le-bateau/", "ru": "/news/lodka/"}
    assert switch("lodka") == {"fr": "/news/le-bateau/", "en": "/news/the-boat/"}
    page = read_edition()["news/the-boat/index.html"].decode()
    assert '<a href="/news/lodka/" rel="alternate" hreflang="ru" lang="ru" dir="ltr">Русский</a>' in page
    assert alternates("le-bateau") == {
        "en": "/news/the-boat/",
        "fr": "/news/le-bateau/",
        "ru": "/news/lodka/",
        "x-default": "/news/the-boat/",
    }
    sitemap = next(text for name, text in read_edition().items() if re.match(r"sitemaps/2", name)).decode()
    assert sitemap.count('hreflang="x-default"') == 3
    assert_incremental_equals_full()


def test_a_piece_in_one_language_has_no_switch(boat: ArticlePage) -> None:
    print_waiting()
    assert (switch("the-boat"), alternates("the-boat")) == ({}, {})
    assert b"xhtml" not in b"".join(text for name, text in read_edition().items() if "sitemaps" in name)


def test_a_draft_is_named_by_nobody_until_it_is_published(boat: ArticlePage) -> None:
    french = translate(boat, "Le bateau", "fr", is_published=False)
    print_waiting()
    assert switch("the-boat") == {}
    french.get_latest_revision().publish()
    print_waiting()
    assert switch("the-boat") == {"fr": "/news/le-bateau/"}


def test_withdrawing_moving_and_deleting_one_reprints_the_others(home: HomePage, boat: ArticlePage) -> None:
    french = translate(boat, "Le bateau", "fr")
    russian = translate(boat, "Лодка", "ru", slug="lodka")
    print_waiting()
    french.move(make_section(home, "Culture"), pos="last-child")
    print_waiting()
    assert switch("lodka")["fr"] == "/culture/le-bateau/"
    boat.unpublish()
    print_waiting()
    assert switch("lodka") == {"fr": "/culture/le-bateau/"}, "both translate a piece that is withdrawn"
    boat.delete()
    print_waiting()
    assert switch("lodka") == {}, "nothing says any more that these two are the same piece"
    assert_plates_are_the_live_pages()
    assert_incremental_equals_full()
    assert ArticlePage.objects.get(pk=russian.pk).translation_of is None


def test_a_piece_that_leaves_its_group_is_let_go_by_all(boat: ArticlePage) -> None:
    french = translate(boat, "Le bateau", "fr")
    translate(french, "Лодка", "ru", slug="lodka")
    print_waiting()
    edit(french, translation_of=None)
    print_waiting()
    assert switch("the-boat") == {}
    assert switch("lodka") == {"fr": "/news/le-bateau/"}
    assert_incremental_equals_full()


def test_a_piece_is_no_translation_of_itself(boat: ArticlePage) -> None:
    with pytest.raises(ValidationError, match="cannot be a translation of itself"):
        edit(boat, translation_of=boat)


def test_a_piece_is_no_translation_of_its_own_translation(boat: ArticlePage) -> None:
    french = translate(boat, "Le bateau", "fr")
    with pytest.raises(ValidationError, match="is a translation of this piece already"):
        edit(boat, translation_of=french)


def test_a_group_has_one_piece_in_each_language(boat: ArticlePage) -> None:
    french = translate(boat, "Le bateau", "fr")
    with pytest.raises(ValidationError, match="“Le bateau” is in the same language"):
        translate(boat, "La barque", "fr")
    with pytest.raises(ValidationError, match="“The boat” is in the same language"):
        translate(french, "The other boat", "")


def test_a_piece_whose_original_is_elsewhere_names_no_others_to_machines(boat: ArticlePage) -> None:
    translate(boat, "Le bateau", "fr", source_address="https://elsewhere.example/", source_canonical="source")
    print_waiting()
    assert switch("le-bateau") == {"en": "/news/the-boat/"}
    assert alternates("le-bateau") == {}
