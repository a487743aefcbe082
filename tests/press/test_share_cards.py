"""Social cards: every page that is shared has an image, and each image that a page names is there."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from building import edit, identify, make_article, make_picture, make_section
from editions import assert_idle_is_idle, assert_incremental_equals_full, moved_entry, read_edition
from masthead.newsroom.models import HomePage, SectionPage
from masthead.press.actions import print_waiting
from masthead.press.conf import press_conf
from masthead.press.share_cards import CARD_SIZE, draw_card
from masthead.press.theme import load_theme


def card_of(address: str) -> str:
    html = read_edition()[f"{address.strip('/')}/index.html".lstrip("/")].decode()
    named = re.search(r'property="og:image" content="https?://[^/]+([^"]+)"', html)
    assert named is not None
    return named[1]


@pytest.mark.django_db
def test_a_piece_without_a_picture_is_shared_with_its_sections_card(
    home: HomePage, news: SectionPage
) -> None:
    make_article(news, "Words alone")
    make_article(news, "With a picture", lead_image=make_picture())
    print_waiting()
    assert card_of("/news/words-alone/") == card_of("/news/") == "/news/card.png"
    assert card_of("/") == "/card.png"
    assert card_of("/news/with-a-picture/").endswith(".jpg")
    for name in ("news/card.png", "card.png"):
        assert Image.open(io.BytesIO(read_edition()[name])).size == CARD_SIZE
    assert_incremental_equals_full()


@pytest.mark.django_db
def test_a_card_follows_its_section_and_the_name_of_the_publication(
    home: HomePage, news: SectionPage
) -> None:
    make_article(news, "Words alone")
    print_waiting()
    before = read_edition()["news/card.png"]
    edit(news, title="Dispatches", slug="dispatches")
    print_waiting()
    edition = read_edition()
    assert edition["dispatches/card.png"] != before
    assert "news/card.png" not in edition
    assert moved_entry(edition, "/news/card.png") == (301, "/dispatches/card.png")
    identify(name="The Other Courier")
    print_waiting()
    assert read_edition()["dispatches/card.png"] != edition["dispatches/card.png"]
    assert_incremental_equals_full()
    assert_idle_is_idle()


@pytest.mark.django_db
def test_a_publish_draws_no_card(home: HomePage, news: SectionPage) -> None:
    make_section(home, "Culture")
    make_article(news, "One")
    print_waiting()
    before = read_edition()["news/card.png"]
    report_before = print_waiting()
    assert report_before.printed == 0
    make_article(news, "Two")
    print_waiting()
    assert read_edition()["news/card.png"] == before


@pytest.mark.parametrize(
    ("title", "is_rtl"),
    [("", False), ("Word " * 60, False), ("Ə" * 400, False), ("دفتر دستور", True), ("漢字 😀", False)],
)
def test_any_title_makes_a_card(title: str, is_rtl: bool) -> None:
    theme = load_theme(press_conf().theme_paths)
    assert Image.open(io.BytesIO(draw_card(theme, title, "The Courier", is_rtl=is_rtl))).size == CARD_SIZE
