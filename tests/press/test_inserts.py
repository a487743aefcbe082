"""Related pieces inside a body: cards that say what their pieces say now."""

from __future__ import annotations

import re

import pytest

from building import edit, make_article, make_picture
from editions import assert_idle_is_idle, assert_incremental_equals_full, assert_no_dead_links, read_edition
from masthead.newsroom.models import SectionPage
from masthead.press.actions import print_waiting


def card_on(address: str) -> str:
    page = read_edition()[address.strip("/") + "/index.html"].decode()
    found = re.search(r'<aside class="related">(.*?)</aside>', page, re.DOTALL)
    return found[1] if found else ""


@pytest.mark.django_db
def test_a_related_piece_is_a_card_that_follows_its_piece(news: SectionPage) -> None:
    other = make_article(news, "The other", lead_image=make_picture())
    make_article(news, "The piece", body=[("paragraph", "<p>Words.</p>"), ("related", other)])
    print_waiting()
    card = card_on("/news/the-piece/")
    assert "The other" in card
    assert 'href="/news/the-other/"' in card
    assert "<img" in card
    edit(other, title="Renamed", slug="renamed", lead_image=None)
    print_waiting()
    card = card_on("/news/the-piece/")
    assert "Renamed" in card
    assert 'href="/news/renamed/"' in card
    assert "<img" not in card
    assert_no_dead_links()
    assert_idle_is_idle()
    assert_incremental_equals_full()
    other.unpublish()
    print_waiting()
    assert card_on("/news/the-piece/") == ""
    assert_incremental_equals_full()


@pytest.mark.django_db
def test_a_feed_carries_the_link_alone(news: SectionPage) -> None:
    other = make_article(news, "The other", lead_image=make_picture())
    make_article(news, "The piece", body=[("related", other)])
    print_waiting()
    feed = read_edition()["feed.json"].decode()
    assert re.search(r'<a class=\\"related-card\\" href=\\"[^"]+/news/the-other/\\">The other</a>', feed)
