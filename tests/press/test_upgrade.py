"""Plates that an older version composed: an upgrade composes them anew, once, and prints what that changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from building import edit, make_article, make_contributor, make_topic
from editions import (
    assert_idle_is_idle,
    assert_incremental_equals_full,
    assert_plates_are_the_live_pages,
    dump_plates,
)
from masthead.newsroom.models import Event, HomePage, SectionPage
from masthead.press import actions
from masthead.press.actions import print_all, print_waiting, sweep
from masthead.press.conf import composing_code
from masthead.press.models import Pending, Plate, PressState
from masthead.press.plates import reconcile
from masthead.press.plates.composed import as_json, hash_of


def be_composed_by_older_code(kind: str, lacking: str) -> None:
    """Leave the state that an older version leaves: plates without a field, and its name for its code."""
    for plate in Plate.objects.filter(kind=kind):
        for aspect in ("card", "body"):
            fields = json.loads(getattr(plate, aspect))
            fields.pop(lacking, None)
            setattr(plate, aspect, as_json(fields))
            setattr(plate, f"{aspect}_hash", hash_of(as_json(fields)))
        plate.save()
    PressState.objects.filter(name="composed_by").update(value="en UTC")


def publish(news: SectionPage) -> None:
    ada, ports = make_contributor("Ada"), make_topic("Ports")
    for number in range(7):
        make_article(news, f"Piece {number}", byline=[ada], topics=[ports])
    print_waiting()


LACKING = [
    ("article", "translations"),
    ("article", "latest_at"),
    ("section", "children"),
    ("home", "blocks"),
    ("contributor", "title"),
    ("contributor", "name"),
    ("topic", "description"),
    ("frame", "settings"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "lacking"), LACKING)
@pytest.mark.parametrize("is_swept", [True, False])
def test_plates_without_a_field_are_composed_anew_before_anything_is_printed(
    news: SectionPage, kind: str, lacking: str, is_swept: bool
) -> None:
    publish(news)
    before = dump_plates()
    be_composed_by_older_code(kind, lacking)
    edit(HomePage.objects.get(), title="Anew")
    edit(news, title="News anew")
    if is_swept:
        sweep()
    assert print_waiting().failed == 0
    assert dump_plates()["plates"].keys() == before["plates"].keys()
    assert_plates_are_the_live_pages()
    assert_incremental_equals_full()
    assert_idle_is_idle()
    assert sweep() == 0


@pytest.mark.django_db
def test_an_upgrade_that_composes_the_same_prints_nothing(news: SectionPage) -> None:
    publish(news)
    PressState.objects.filter(name="composed_by").update(value="en UTC older")
    assert sweep() > 7
    assert Pending.objects.count() == 0
    assert_idle_is_idle()
    assert sweep() == 0


@pytest.mark.django_db
def test_the_first_print_reads_each_piece_once(news: SectionPage) -> None:
    for number in range(7):
        make_article(news, f"Piece {number}")
    with CaptureQueriesContext(connection) as asked:
        print_waiting()
    bodies = [one["sql"] for one in asked if '"newsroom_articlepage"."body"' in one["sql"]]
    assert len(bodies) == 1
    assert Event.objects.waiting().count() == 0
    assert_plates_are_the_live_pages()


class Killed(BaseException):
    """The end of a process, as the transactions see it."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("press", [sweep, print_waiting, print_all])
def test_a_kill_between_two_steps_of_it_begins_again(
    news: SectionPage, monkeypatch: pytest.MonkeyPatch, press: Any
) -> None:
    publish(news)
    be_composed_by_older_code("article", "translations")
    monkeypatch.setattr(reconcile, "_STEP", 2)
    steps = iter(range(99))

    def die_in_the_third_step(changes: Any) -> None:
        if next(steps) == 2:
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(actions, "note_pieces", die_in_the_third_step)
        with pytest.raises(Killed):
            press()
    assert PressState.objects.get(name="composed_by").value == "en UTC"
    assert print_waiting().failed == 0
    assert_plates_are_the_live_pages()
    assert_incremental_equals_full()
    assert_idle_is_idle()
    assert sweep() == 0


def test_whatever_changes_in_the_code_that_composes_is_noticed(tmp_path: Path) -> None:
    room = tmp_path / "press"
    source = room / "plates" / "pages.py"
    source.parent.mkdir(parents=True)
    source.write_text("one")
    before = composing_code(room)
    assert composing_code(room) == before
    source.write_text("two")
    assert composing_code(room) != before
