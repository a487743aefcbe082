"""Readers are told of a piece once it stands in print: once, unless an editor says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from building import edit, make_article, make_section, open_test_publication
from masthead.delivery import ways as ways_module
from masthead.delivery.errors import RefusedError
from masthead.delivery.models import Telling
from masthead.delivery.telling import forget_old, plan_due, stop_telling, take_printed, tell_again
from masthead.delivery.ways import Marks, on_kind, register_way
from masthead.newsroom.models import SectionPage
from masthead.press.actions import print_all, print_waiting
from masthead.press.models import PrintedEvent

pytestmark = pytest.mark.django_db


@dataclass
class Notebook:
    """A way of telling that writes down of what it was asked to tell."""

    name: str = "notebook"
    label: str = "notebooks"
    told: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    def receivers(self) -> int:
        return 1

    def reach(self, marks: Marks, *, is_breaking: bool) -> int:
        return 1

    def counts(self, telling_ids: Sequence[int]) -> dict[int, dict[str, int]]:
        return {}

    def troubles(self, since: datetime) -> dict[str, int]:
        return {}

    def plan(self, telling: Telling) -> int:
        self.told.append(telling.title)
        return 1

    def drop(self, telling: Telling, reason: str) -> int:
        self.dropped.append(telling.title)
        return 1

    def forget(self, before: object) -> int:
        return 0


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> Notebook:
    monkeypatch.setattr(ways_module, "_ways", {})
    way = Notebook()
    register_way(way)
    return way


@pytest.fixture
def news(data_path: Path) -> SectionPage:
    home = open_test_publication()
    section = make_section(home, "News")
    print_waiting()
    return section


def tell() -> None:
    """Print what waits, and tell it as soon as it may be told."""
    print_waiting()
    while take_printed():
        continue
    with time_machine.travel(timezone.now() + timedelta(seconds=settings.MASTHEAD["TELL_AFTER_S"])):
        plan_due()


def test_a_new_piece_is_told_once_however_often_it_is_printed(notebook: Notebook, news: SectionPage) -> None:
    piece = make_article(news, "Bridge opens")
    tell()
    edit(piece, title="Bridge opens at last")
    tell()
    print_all()
    tell()
    assert notebook.told == ["Bridge opens"]
    assert [one.state for one in Telling.objects.all()] == [Telling.State.TOLD]


def test_nobody_is_told_before_the_piece_is_in_print_or_before_its_time(
    notebook: Notebook, news: SectionPage
) -> None:
    make_article(news, "Bridge opens")
    assert take_printed() == 0
    print_waiting()
    take_printed()
    assert plan_due() == 0
    assert not notebook.told


def test_breaking_news_is_told_at_once(notebook: Notebook, news: SectionPage) -> None:
    make_article(news, "Bridge falls", telling="breaking")
    print_waiting()
    take_printed()
    plan_due()
    assert notebook.told == ["Bridge falls"]
    assert Telling.objects.get().is_breaking


def test_an_editor_can_choose_that_nobody_is_told(notebook: Notebook, news: SectionPage) -> None:
    make_article(news, "A small note", telling="skip")
    tell()
    assert not notebook.told
    assert Telling.objects.get().reason == "An editor chose to tell nobody."


def test_old_pieces_are_no_news_when_they_are_printed_first(notebook: Notebook, news: SectionPage) -> None:
    make_article(news, "From the archive", published_at=timezone.now() - timedelta(days=30))
    tell()
    assert not Telling.objects.exists()


def test_a_fresh_piece_that_is_printed_first_with_the_whole_edition_is_told(
    notebook: Notebook, news: SectionPage
) -> None:
    make_article(news, "Bridge opens")
    make_article(news, "From the archive", published_at=timezone.now() - timedelta(days=30))
    print_all()
    tell()
    assert notebook.told == ["Bridge opens"]


def test_a_piece_withdrawn_before_its_time_is_not_told(notebook: Notebook, news: SectionPage) -> None:
    piece = make_article(news, "Too early")
    print_waiting()
    take_printed()
    piece.unpublish()
    tell()
    assert not notebook.told
    assert Telling.objects.get().reason == "The piece was withdrawn."
    assert notebook.dropped == ["Too early"]


def test_what_was_told_is_told_again_when_an_editor_wants(notebook: Notebook, news: SectionPage) -> None:
    piece = make_article(news, "Bridge opens")
    tell()
    tell_again(article_id=piece.pk)
    plan_due()
    assert notebook.told == ["Bridge opens"] * 2
    assert [one.number for one in Telling.objects.order_by("number")] == [1, 2]


def test_telling_again_is_refused_where_it_makes_no_sense(notebook: Notebook, news: SectionPage) -> None:
    draft = make_article(news, "Not yet", is_published=False)
    with pytest.raises(RefusedError, match="not in print"):
        tell_again(article_id=draft.pk)
    piece = make_article(news, "Bridge opens")
    print_waiting()
    take_printed()
    with pytest.raises(RefusedError, match="about to be told"):
        tell_again(article_id=piece.pk)


def test_an_editor_can_stop_what_is_about_to_be_told(notebook: Notebook, news: SectionPage) -> None:
    make_article(news, "Bridge opens")
    print_waiting()
    take_printed()
    stop_telling(Telling.objects.get(), reason="Stopped by Ada.")
    tell()
    assert not notebook.told


def test_events_are_forgotten_when_they_are_old_and_taken(notebook: Notebook, news: SectionPage) -> None:
    make_article(news, "Bridge opens")
    tell()
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        forget_old()
    assert not PrintedEvent.objects.exists()
    assert Telling.objects.exists()


def test_what_is_no_article_is_handed_to_whoever_takes_it_and_told_to_nobody_else(
    notebook: Notebook, news: SectionPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ways_module, "_takers", [])
    piece = make_article(news, "Bridge opens")
    print_waiting()
    taken: list[int] = []
    on_kind("letter", lambda events: taken.extend(event.thing_id for event in events))
    PrintedEvent.objects.all().delete()
    PrintedEvent.objects.create(kind="letter", thing_id=piece.pk, address="/letters/1/", change="new")
    tell()
    assert taken == [piece.pk]
    assert not Telling.objects.exists()
