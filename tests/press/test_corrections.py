"""Corrections: on the piece, on one page and in a feed, and nowhere when there is none."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest

from building import edit, make_article, make_section, make_standing
from editions import (
    answer,
    assert_full_print_writes_nothing,
    assert_idle_is_idle,
    assert_incremental_equals_full,
    assert_ledger_names_the_files,
    assert_no_dead_links,
    read_edition,
    stamps,
)
from masthead.newsroom.models import Correction, HomePage, SectionPage
from masthead.press.actions import print_waiting

MAY = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
JUNE = datetime(2026, 6, 7, 9, 0, tzinfo=UTC)
LAST_YEAR = datetime(2025, 2, 3, 9, 0, tzinfo=UTC)


def correct(piece: Any, *corrections: tuple[datetime, str]) -> Any:
    return edit(piece, corrections=[Correction(corrected_at=at, text=text) for at, text in corrections])


def page(address: str) -> str:
    return read_edition()[address.strip("/") + "/index.html"].decode()


@pytest.fixture
def piece(news: SectionPage) -> Any:
    made = make_article(news, "The tide", published_at=LAST_YEAR)
    make_article(news, "Another")
    print_waiting()
    return made


@pytest.mark.django_db
def test_without_a_correction_there_is_no_page_and_no_feed(piece: Any) -> None:
    assert not [name for name in read_edition() if name.startswith("corrections/")]
    assert "/corrections/" not in page("/archive/")


@pytest.mark.django_db
def test_a_correction_stands_on_the_piece_on_its_page_and_in_the_feeds(piece: Any) -> None:
    correct(piece, (MAY, "The tide rises 4 metres, not <4> fathoms."))
    print_waiting()
    for address in ("/news/the-tide/", "/corrections/", "/corrections/2026/"):
        assert "The tide rises 4 metres, not &lt;4&gt; fathoms." in page(address), address
        assert "4 May 2026" in page(address)
    files = read_edition()
    rss = ElementTree.fromstring(files["corrections/feed.xml"])
    assert rss.findtext(".//item/title") == "Correction: The tide"
    assert rss.findtext(".//item/description") == "The tide rises 4 metres, not <4> fathoms."
    assert json.loads(files["corrections/feed.json"])["items"][0]["date_published"].startswith("2026-05-04")
    ElementTree.fromstring(files["corrections/atom.xml"])
    assert "/corrections/" in page("/archive/")
    assert b"/corrections/" in files["sitemaps/pages.xml"]
    assert_no_dead_links()
    assert_incremental_equals_full()
    assert_idle_is_idle()


@pytest.mark.django_db
def test_the_piece_is_marked_as_updated_by_its_newest_correction(piece: Any) -> None:
    correct(piece, (MAY, "First."), (JUNE, "Second."))
    print_waiting()
    text = page("/news/the-tide/")
    assert "Updated 7 June 2026" in text
    graph = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)[0])["@graph"]
    data = next(one for one in graph if one["@type"].endswith("NewsArticle"))
    assert data["dateModified"].startswith("2026-06-07")
    assert [one["text"] for one in data["correction"]] == ["Second.", "First."]
    assert {one["@type"] for one in data["correction"]} == {"CorrectionComment"}


@pytest.mark.django_db
def test_a_later_update_counts_more_than_an_earlier_correction(piece: Any) -> None:
    edit(piece, updated_at=JUNE, corrections=[Correction(corrected_at=MAY, text="First.")])
    print_waiting()
    assert "Updated 7 June 2026" in page("/news/the-tide/")


@pytest.mark.django_db
def test_a_correction_in_a_draft_is_nowhere(piece: Any) -> None:
    edit(piece, corrections=[Correction(corrected_at=MAY, text="Secret.")], is_published=False)
    print_waiting()
    assert not any(b"Secret." in content for content in read_edition().values())


@pytest.mark.django_db
def test_what_is_withdrawn_leaves_the_corrections_page_and_the_last_one_ends_it(
    piece: Any, news: SectionPage
) -> None:
    other = make_article(news, "The rain")
    correct(piece, (LAST_YEAR, "Tide."))
    correct(other, (MAY, "Rain."))
    print_waiting()
    assert re.findall(r'<h2><a href="([^"]+)"', page("/corrections/")) == [
        "/news/the-rain/",
        "/news/the-tide/",
    ]
    other.unpublish()
    print_waiting()
    assert re.findall(r'<h2><a href="([^"]+)"', page("/corrections/")) == ["/news/the-tide/"]
    assert answer(read_edition(), "/corrections/2026/") == 410
    correct(piece)
    print_waiting()
    files = read_edition()
    assert [
        answer(files, one) for one in ("/corrections/", "/corrections/2025/", "/corrections/feed.xml")
    ] == [410] * 3
    assert_no_dead_links()
    assert_incremental_equals_full()
    assert_ledger_names_the_files()
    correct(piece, (MAY, "Tide again."))
    print_waiting()
    assert answer(read_edition(), "/corrections/") == 200
    assert_incremental_equals_full()


@pytest.mark.django_db
def test_a_standing_page_at_that_address_gives_its_words_and_shows_them(piece: Any, home: HomePage) -> None:
    correct(piece, (MAY, "The tide."))
    print_waiting()
    policy = make_standing(home, "Corrections", body=[("paragraph", "<p>Our policy.</p>")])
    print_waiting()
    text = page("/corrections/")
    assert "Our policy." in text
    assert "The tide." in text
    assert_incremental_equals_full()
    assert_ledger_names_the_files()
    policy.unpublish()
    print_waiting()
    assert "Our policy." not in page("/corrections/")
    assert "The tide." in page("/corrections/")
    assert_incremental_equals_full()
    assert_full_print_writes_nothing()


@pytest.mark.django_db
def test_no_section_may_stand_where_corrections_do(home: HomePage) -> None:
    section = make_section(home, "Culture")
    section.slug = "corrections"
    with pytest.raises(Exception, match="address of the site itself"):
        section.full_clean()


@pytest.mark.django_db
def test_a_correction_writes_few_files(piece: Any) -> None:
    correct(piece, (MAY, "First."))
    print_waiting()
    before = stamps()
    correct(piece, (MAY, "First."), (JUNE, "Second."))
    print_waiting()
    after = stamps()
    assert len([name for name in after if before.get(name) != after[name]]) <= 40
