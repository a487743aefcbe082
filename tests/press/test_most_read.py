"""What is read most, printed: pieces in order, counts where the editors want them, never an empty hole."""

from __future__ import annotations

import re

import pytest

from building import edit, make_article, make_section, open_test_publication
from editions import (
    assert_full_print_writes_nothing,
    assert_idle_is_idle,
    assert_incremental_equals_full,
    read_edition,
    stamps,
)
from masthead.newsroom.models import ArticlePage, Counting
from masthead.press.actions import print_waiting, set_ranking

PAGE, PART = "most-read/index.html", "_parts/most-read.en.html"


@pytest.fixture
def pieces(db: None, data_path: object) -> list[ArticlePage]:
    section = make_section(open_test_publication(), "News")
    made = [make_article(section, f"Piece number {one}") for one in range(14)]
    print_waiting()
    return made


def shown(name: str) -> list[str]:
    html = read_edition()[name].decode()
    return re.findall(r">(Piece number \d+)<", html.partition("<main")[2].partition("</main>")[0])


def rank(name: str, pieces: list[ArticlePage], *, first: int = 100) -> bool:
    return set_ranking(name=name, pieces=[(one.pk, first - place) for place, one in enumerate(pieces)])


def titles(pieces: list[ArticlePage]) -> list[str]:
    return [one.title for one in pieces]


def test_before_anything_is_read_the_newest_stand_there(pieces: list[ArticlePage]) -> None:
    newest = titles(pieces[::-1])
    assert shown(PAGE) == newest[:8]
    assert shown(PART) == newest[:5]
    assert b"Too little has been read" in read_edition()[PAGE]


def test_page_and_part_show_the_ranking_in_order(pieces: list[ArticlePage]) -> None:
    assert rank("day", pieces[3:5])
    assert rank("week", pieces[:12])
    report = print_waiting()
    assert report.written == 2
    assert shown(PAGE) == titles(pieces[3:5] + pieces[:10])
    assert shown(PART) == titles(pieces[:5])
    assert not re.search(rb"Read \d+ times", read_edition()[PAGE] + read_edition()[PART])
    assert_incremental_equals_full()
    assert_idle_is_idle()
    assert_full_print_writes_nothing()


def test_what_the_week_lacks_comes_from_the_month_and_then_from_what_is_new(
    pieces: list[ArticlePage],
) -> None:
    rank("week", pieces[2:4])
    rank("month", pieces[3:6])
    print_waiting()
    assert shown(PART) == titles([*pieces[2:6], pieces[13]])


def test_the_same_ranking_and_other_counts_print_nothing(pieces: list[ArticlePage]) -> None:
    rank("week", pieces[:12])
    print_waiting()
    before = stamps()
    assert not rank("week", pieces[:12])
    assert rank("week", pieces[:12], first=500)
    assert print_waiting().printed == 0
    assert stamps() == before


def test_counts_stand_beside_the_pieces_where_editors_want_them(pieces: list[ArticlePage]) -> None:
    rank("week", pieces[:12])
    setting = Counting.load()
    setting.counts_are_shown = True
    setting.save()
    print_waiting()
    assert b"Read 100 times" in read_edition()[PAGE]
    assert b"Read 96 times" in read_edition()[PART]
    rank("week", pieces[:12], first=1500)
    print_waiting()
    assert b"Read 1,500 times" in read_edition()[PAGE]
    assert_incremental_equals_full()


def test_a_withdrawn_or_renamed_piece_is_so_in_the_lists_too(pieces: list[ArticlePage]) -> None:
    rank("week", pieces[:12])
    print_waiting()
    pieces[0].unpublish()
    edit(pieces[1], title="Piece number 77")
    print_waiting()
    assert shown(PART) == ["Piece number 77", *titles(pieces[2:6])]
    assert_incremental_equals_full()


def test_once_the_lists_are_full_a_new_piece_does_not_reprint_them(pieces: list[ArticlePage]) -> None:
    rank("week", pieces[:12])
    print_waiting()
    before = stamps()
    make_article(pieces[0].get_parent(), "Piece number 50")
    print_waiting()
    after = stamps()
    assert [after[f"{name}.gz"] for name in (PAGE, PART)] == [before[f"{name}.gz"] for name in (PAGE, PART)]
