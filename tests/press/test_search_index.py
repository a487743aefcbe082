"""The index holds what is in print, and nothing else, whatever happens to it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import PageViewRestriction

from building import edit, make_article, make_contributor, make_section, make_standing, make_topic
from masthead.newsroom.models import BylineEntry, SectionPage
from masthead.press.actions import print_waiting
from masthead.press.models import Plate, SearchWaiting
from masthead.press.search.feeding import feed_index, rebuild_index
from masthead.press.search.finding import IndexClosedError, Question, find
from masthead.press.search.questions import Narrowing
from searching import assert_index_is_the_plates, bring_up_to_date, found, held

pytestmark = pytest.mark.django_db


@pytest.fixture
def piece(news: SectionPage) -> Any:
    """Publish a piece and enter it."""
    piece = make_article(
        news,
        "The harbour wakes",
        standfirst="Cranes move early",
        body="<p>The first <em>ship</em> is late.</p>",
        byline=[make_contributor("Ada Lovelace")],
        topics=[make_topic("Ports")],
    )
    bring_up_to_date()
    return piece


@pytest.mark.parametrize("text", ["harbour", "cranes", "ship", "ships", "Harbours early", "HARBOUR"])
def test_a_piece_is_found_by_its_title_standfirst_and_body(piece: Any, text: str) -> None:
    assert found(text) == [("article", piece.pk)]
    assert found("submarine") == []


def test_a_standing_page_is_found(piece: Any, news: SectionPage) -> None:
    page = make_standing(news.get_parent(), "Who we are", standfirst="A lighthouse of opinion")
    bring_up_to_date()
    assert found("lighthouse") == [("standing", page.pk)]


def test_a_draft_is_not_found_and_a_published_edit_is(piece: Any) -> None:
    edit(piece, title="The submarine wakes", is_published=False)
    bring_up_to_date()
    assert found("submarine") == []
    edit(piece, title="The submarine wakes")
    bring_up_to_date()
    assert found("submarine") == [("article", piece.pk)]
    assert found("harbour") == []
    assert_index_is_the_plates()


@pytest.mark.parametrize("how", ["unpublished", "deleted", "restricted", "section restricted"])
def test_what_is_not_public_any_more_is_not_found(piece: Any, news: SectionPage, how: str) -> None:
    if how == "unpublished":
        piece.unpublish()
    elif how == "deleted":
        piece.delete()
    else:
        page = piece if how == "restricted" else news
        PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    bring_up_to_date()
    assert found("harbour") == []
    assert found("lovelace") == []
    assert_index_is_the_plates()


def test_a_piece_that_moved_is_found_in_its_new_sections_and_those_above(
    piece: Any, news: SectionPage
) -> None:
    economy = make_section(news, "Economy")
    culture = make_section(news.get_parent(), "Culture")
    piece.move(SectionPage.objects.get(pk=economy.pk), pos="last-child")
    bring_up_to_date()
    for section, is_in in ((news, True), (economy, True), (culture, False)):
        hits = found("harbour", narrowing=Narrowing(section=section.pk))
        assert hits == ([("article", piece.pk)] if is_in else [])
    SectionPage.objects.get(pk=economy.pk).move(SectionPage.objects.get(pk=culture.pk), pos="last-child")
    bring_up_to_date()
    assert found("harbour", narrowing=Narrowing(section=news.pk)) == []
    assert found("harbour", narrowing=Narrowing(section=culture.pk)) == [("article", piece.pk)]
    assert_index_is_the_plates()


def test_pieces_are_found_by_the_names_of_who_wrote_them_and_what_they_are_about(piece: Any) -> None:
    for text in ("lovelace", "Ada Lovelace ship", "ports", "news cranes"):
        assert found(text) == [("article", piece.pk)], text


def test_a_new_name_of_a_contributor_counts_at_once_for_all_pieces(piece: Any) -> None:
    person = piece.byline.first().contributor
    person.name = "Grace Hopper"
    person.save()
    bring_up_to_date()
    assert found("hopper") == [("article", piece.pk)]
    assert found("lovelace") == []
    assert [hit.kind for hit in find(Question("grace hopper")).places] == ["contributor"]
    assert_index_is_the_plates()


def test_a_byline_that_changed_counts(piece: Any) -> None:
    edit(piece, byline=[BylineEntry(contributor=make_contributor("Grace Hopper"))])
    bring_up_to_date()
    assert found("hopper") == [("article", piece.pk)]
    assert found("lovelace") == []


def test_entering_again_changes_nothing(piece: Any) -> None:
    before = held()
    SearchWaiting.objects.create(kind="article", thing_id=piece.pk)
    SearchWaiting.objects.create(kind="article", thing_id=10**9)
    assert feed_index().entered == 2
    assert held() == before
    assert feed_index().entered == 0


def test_an_index_made_anew_is_what_feeding_made(piece: Any, news: SectionPage) -> None:
    for number in range(5):
        make_article(news, f"Piece {number}", slug=f"piece-{number}")
        bring_up_to_date()
    edit(piece, title="Renamed")
    bring_up_to_date()
    before = held()
    report = rebuild_index()
    assert report.is_rebuilt
    assert report.documents == len(before)
    assert held() == before
    assert_index_is_the_plates()


def test_while_an_index_is_made_anew_the_one_before_is_asked(piece: Any) -> None:
    answers = []

    def look(done: int, total: int) -> None:
        answers.append((done, total, found("harbour")))

    rebuild_index(look)
    count = Plate.objects.filter(kind__in=["article", "section", "contributor", "topic"]).count()
    assert answers == [(done, count, [("article", piece.pk)]) for done in (0, count)]


def test_what_changes_while_an_index_is_made_anew_is_in_it(piece: Any) -> None:
    def change(done: int, total: int) -> None:
        if done:
            edit(piece, title="The submarine wakes")
            print_waiting()

    rebuild_index(change)
    feed_index()
    assert found("submarine") == [("article", piece.pk)]
    assert_index_is_the_plates()


def spoil(folder: Path, how: str) -> None:
    """Do to an index what disks and versions do."""
    current = (folder / "current").resolve()
    if how == "gone":
        shutil.rmtree(folder)
    elif how == "emptied":
        shutil.rmtree(current)
    elif how == "torn":
        (current / "meta.json").write_text('{"segments": [', encoding="utf-8")
    elif how == "a file is missing":
        next(current.glob("*.term")).unlink()
    elif how == "another version":
        (current / "masthead.json").write_text('{"schema": 0}', encoding="utf-8")


@pytest.mark.parametrize("how", ["gone", "emptied", "torn", "a file is missing", "another version"])
def test_an_index_that_cannot_be_used_is_made_anew_by_itself(piece: Any, data_path: Path, how: str) -> None:
    spoil(data_path / "search", how)
    report = feed_index(is_checked=True)
    assert report.is_rebuilt
    assert found("harbour") == [("article", piece.pk)]
    assert_index_is_the_plates()


@pytest.mark.parametrize("how", ["gone", "emptied", "torn"])
def test_who_asks_an_index_that_broke_has_it_made_anew(piece: Any, data_path: Path, how: str) -> None:
    spoil(data_path / "search", how)
    with pytest.raises(IndexClosedError):
        find(Question("harbour"))
    assert feed_index().is_rebuilt
    assert found("harbour") == [("article", piece.pk)]


@pytest.mark.parametrize("is_waiting", [True, False])
def test_an_index_from_a_backup_is_brought_up_to_date(piece: Any, data_path: Path, is_waiting: bool) -> None:
    shutil.copytree(data_path / "search", data_path / "backup", symlinks=True)
    edit(piece, title="The submarine wakes")
    bring_up_to_date()
    if is_waiting:
        piece.unpublish()
        print_waiting()
    shutil.rmtree(data_path / "search")
    (data_path / "backup").rename(data_path / "search")
    assert feed_index(is_checked=True).is_rebuilt
    assert found("submarine") == ([] if is_waiting else [("article", piece.pk)])
    assert_index_is_the_plates()


def test_an_index_of_another_database_is_made_anew(piece: Any) -> None:
    Plate.objects.filter(kind="article").delete()
    assert feed_index(is_checked=True).is_rebuilt
    assert found("harbour") == []


def test_only_one_index_is_kept(piece: Any, data_path: Path) -> None:
    rebuild_index()
    rebuild_index()
    assert len(list((data_path / "search").glob("index-*"))) == 1
