"""A setting that changed reaches every sheet that depends on it, at the next print."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from building import make_article, make_contributor, make_topic
from editions import (
    assert_idle_is_idle,
    assert_incremental_equals_full,
    assert_plates_are_the_live_pages,
    read_edition,
)
from masthead.newsroom.models import SectionPage
from masthead.press.actions import print_waiting
from masthead.press.indexnow import indexnow_key


@pytest.fixture
def printed(news: SectionPage) -> Iterator[None]:
    """Print a piece of the last hour of a month."""
    make_article(
        news, "Piece", slug="piece", body=[("paragraph", "<p>All of it.</p>")],
        byline=[make_contributor("Ada")], topics=[make_topic("Ports")],
        published_at=datetime(2026, 10, 31, 23, 30, tzinfo=UTC),
    )  # fmt: skip
    print_waiting()
    yield
    assert_plates_are_the_live_pages()
    assert_incremental_equals_full()
    assert_idle_is_idle()


def set_to(settings: Any, **values: Any) -> None:
    settings.MASTHEAD = {**settings.MASTHEAD, **values}


@pytest.mark.django_db
@pytest.mark.usefixtures("printed")
def test_feeds_follow_whether_they_hold_the_whole_text(settings: Any) -> None:
    feeds = [name for name in read_edition() if name.endswith(("feed.xml", "atom.xml", "feed.json"))]
    full = [name for name in feeds if b"All of it." in read_edition()[name]]
    assert len(full) == 12
    set_to(settings, FEED_FULL_TEXT=False)
    print_waiting()
    assert not [name for name in feeds if b"All of it." in read_edition()[name]]


@pytest.mark.django_db
@pytest.mark.usefixtures("printed")
def test_every_sheet_follows_the_address_of_the_site(settings: Any) -> None:
    old = settings.MASTHEAD["SITE_URL"].encode()
    assert [name for name, text in read_edition().items() if old in text]
    set_to(settings, SITE_URL="https://elsewhere.example")
    print_waiting()
    files = read_edition()
    assert not [name for name, text in files.items() if old in text]
    assert b"https://elsewhere.example/news/piece/" in files["sitemaps/2026-10-1.xml"]


@pytest.mark.django_db
@pytest.mark.usefixtures("printed")
def test_dates_and_archives_follow_the_time_zone(settings: Any) -> None:
    assert "archive/2026/10/index.html" in read_edition()
    set_to(settings, TIME_ZONE="Asia/Baku")
    print_waiting()
    files = read_edition()
    assert "archive/2026/11/index.html" in files
    assert "archive/2026/10/index.html" not in files
    assert b"2026-11-01T03:30:00+04:00" in files["news/piece/index.html"]


@pytest.mark.django_db
@pytest.mark.usefixtures("printed")
def test_pieces_without_a_language_of_their_own_follow_that_of_the_site(settings: Any) -> None:
    set_to(settings, LANGUAGE="fr")
    print_waiting()
    assert b'"inLanguage": "fr"' in read_edition()["news/piece/index.html"]


@pytest.mark.django_db
@pytest.mark.usefixtures("printed")
def test_hubs_named_later_are_in_every_feed_and_the_key_is_in_print(settings: Any) -> None:
    hub = "https://hub.example/"
    set_to(settings, WEBSUB_HUBS=(hub,), INDEXNOW_URLS=("https://index.example/",))
    print_waiting()
    files = read_edition()
    feeds = [name for name in files if name.endswith(("feed.xml", "atom.xml", "feed.json"))]
    assert not [name for name in feeds if hub.encode() not in files[name]]
    assert f"{indexnow_key()}.txt" in files
