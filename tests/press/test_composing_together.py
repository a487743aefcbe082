"""Composing many articles at once leaves the rows, and names the changes, that one by one does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from building import edit, make_article, make_contributor, make_section, make_topic
from masthead.newsroom.models import HomePage
from masthead.press.models import Entry, Moved, Plate, Use
from masthead.press.plates import reconcile
from masthead.press.plates.reconcile import Reconciler, stale_subjects

FIRST = datetime(2026, 9, 20, 12, tzinfo=UTC)
ONE_BY_ONE, TOGETHER = 10_000, 1


def compose(subjects: Iterable[reconcile.Subject]) -> tuple[set[str], set[str]]:
    """Compose subjects and what follows; return the keys and the listings that changed."""
    reconciler = Reconciler("theme")
    reconciler.add(subjects)
    keys: set[str] = set()
    listings: set[str] = set()
    while reconciler.is_waiting:
        for change in reconciler.step():
            keys |= change.keys
            listings |= change.listings
    return keys, listings


def rows() -> list[Any]:
    """Return everything that composing keeps, without the numbers of rows."""
    plates = Plate.objects.order_by("kind", "thing_id").values_list(
        "kind",
        "thing_id",
        "language",
        "address",
        "shown_at",
        "card",
        "body",
        "card_hash",
        "body_hash",
        "revision_id",
    )
    entries = Entry.objects.order_by("listing", "article_id").values_list(
        "listing", "group", "shown_at", "article_id", "plate__thing_id"
    )
    uses = Use.objects.order_by("plate__kind", "plate__thing_id", "used_kind", "used_id").values_list(
        "plate__kind", "plate__thing_id", "used_kind", "used_id"
    )
    moved = Moved.objects.order_by("key", "origin").values_list(
        "key", "shard", "origin", "kind", "thing_id", "target"
    )
    return [list(found) for found in (plates, entries, uses, moved)]


def undone(subjects: Iterable[reconcile.Subject]) -> tuple[Any, Any]:
    """Compose, look, and take it back."""
    with transaction.atomic():
        changed = compose(subjects)
        found = rows()
        transaction.set_rollback(True)
    return changed, found


@pytest.fixture
def newsroom(home: HomePage) -> list[Any]:
    """Return 75 pieces in two sections and three months, some of which lead to others."""
    news = make_section(home)
    sections = [news, make_section(news, "Harbour"), make_section(home, "Weather")]
    people = [make_contributor(name) for name in ("Ada Writer", "Ben Writer", "Cleo Writer")]
    topics = [make_topic(title) for title in ("Boats", "Rain", "Ropes", "Tides")]
    pieces: list[Any] = []
    for number in range(75):
        link = (
            f'<a linktype="page" id="{pieces[number // 2].pk}">before</a>' if number % 5 == 4 else "nothing"
        )
        pieces.append(
            make_article(
                sections[number % 3],
                f"Piece {number}",
                body=f"<p>See {link}.</p>",
                published_at=FIRST + timedelta(hours=29 * number),
                byline=[people[number % 3]],
                topics=[topics[number % 4], topics[(number + 1) % 4]],
            )
        )
    return pieces


def test_many_new_pieces_leave_the_same_rows_and_changes(
    newsroom: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    compose([("article", piece.pk) for piece in newsroom[::3]])
    waiting = [one for one in stale_subjects() if one[0] == "article"]
    assert len(waiting) == 50

    monkeypatch.setattr(reconcile, "_TOGETHER_FROM", ONE_BY_ONE)
    alone = undone(waiting)
    monkeypatch.setattr(reconcile, "_TOGETHER_FROM", TOGETHER)

    assert undone(waiting) == alone


def test_pieces_that_changed_went_or_stayed_leave_the_same_rows_and_changes(
    newsroom: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    compose([("frame", 0), *stale_subjects()])
    for piece in newsroom[:6]:
        edit(piece, title=f"{piece.title}, again", slug=f"{piece.slug}-again")
    for piece in newsroom[6:9]:
        piece.unpublish()
    edit(newsroom[9], published_at=FIRST - timedelta(days=40))
    subjects = [("article", piece.pk) for piece in newsroom[:20]]

    monkeypatch.setattr(reconcile, "_TOGETHER_FROM", ONE_BY_ONE)
    alone = undone(subjects)
    monkeypatch.setattr(reconcile, "_TOGETHER_FROM", TOGETHER)

    assert undone(subjects) == alone


def test_composing_together_asks_few_questions(newsroom: list[Any]) -> None:
    with CaptureQueriesContext(connection) as asked:
        reconciler = Reconciler("theme", are_keys_wanted=False)
        reconciler.add([("article", piece.pk) for piece in newsroom])
        reconciler.step()

    # One by one it is 26 for each piece.
    assert len(asked) < 2 * len(newsroom)
