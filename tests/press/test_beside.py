"""Before and after: each piece leads to its neighbours in its section, and to no others."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from building import edit, make_article, make_section
from editions import assert_idle_is_idle, assert_incremental_equals_full, read_edition
from masthead.newsroom.models import HomePage, SectionPage
from masthead.press.actions import print_waiting

START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


def beside(address: str) -> dict[str, str]:
    """Return where a piece leads before and after it."""
    page = read_edition()[address.strip("/") + "/index.html"].decode()
    links = re.findall(r'class="beside-(\w+)" href="([^"]+)"', page)
    return dict(links)


@pytest.fixture
def pieces(news: SectionPage) -> list[Any]:
    made = [make_article(news, f"Piece {n}", published_at=START + timedelta(days=n)) for n in (1, 3, 5)]
    print_waiting()
    return made


@pytest.mark.django_db
@pytest.mark.usefixtures("pieces")
def test_a_piece_leads_to_the_one_before_and_the_one_after_in_its_section() -> None:
    assert beside("/news/piece-1/") == {"next": "/news/piece-3/"}
    assert beside("/news/piece-3/") == {"previous": "/news/piece-1/", "next": "/news/piece-5/"}
    assert beside("/news/piece-5/") == {"previous": "/news/piece-3/"}


@pytest.mark.django_db
@pytest.mark.usefixtures("pieces")
def test_a_piece_that_comes_between_two_is_named_by_both(news: SectionPage) -> None:
    make_article(news, "Piece 4", published_at=START + timedelta(days=4))
    print_waiting()
    assert beside("/news/piece-3/")["next"] == beside("/news/piece-5/")["previous"] == "/news/piece-4/"
    assert_incremental_equals_full()


@pytest.mark.django_db
def test_a_piece_that_goes_or_moves_is_named_no_more(pieces: list[Any], home: HomePage) -> None:
    pieces[1].unpublish()
    print_waiting()
    assert beside("/news/piece-1/") == {"next": "/news/piece-5/"}
    edit(pieces[2], published_at=START)
    print_waiting()
    assert beside("/news/piece-1/") == {"previous": "/news/piece-5/"}
    pieces[2].move(make_section(home, "Culture"), pos="last-child")
    print_waiting()
    assert beside("/news/piece-1/") == {}
    assert_incremental_equals_full()


@pytest.mark.django_db
def test_a_new_headline_is_told_by_the_neighbours(pieces: list[Any]) -> None:
    edit(pieces[1], title="Renamed")
    print_waiting()
    files = read_edition()
    assert all(b"Renamed" in files[f"news/piece-{n}/index.html"] for n in (1, 5))


@pytest.mark.django_db
def test_a_publish_prints_the_page_before_those_that_lead_to_it(pieces: list[Any], news: SectionPage) -> None:
    fresh = make_article(news, "Fresh", published_at=START + timedelta(days=9))
    moments = []

    def look(done: int, total: int) -> None:
        files = read_edition()
        named = b"/news/fresh/" in files["news/piece-5/index.html"]
        moments.append((named, "news/fresh/index.html" in files))

    print_waiting(look)
    fresh.unpublish()
    print_waiting(look)
    assert (True, False) not in moments
    assert_idle_is_idle()
