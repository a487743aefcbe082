"""The verbs of telling: take what was printed, decide who hears of it, and change one's mind."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from masthead.press.models import Plate, PrintedEvent
from masthead.press.printed import FRESH_FOR, forget_printed, mark_printed_taken, waiting_printed

from .conf import delivery_conf
from .errors import RefusedError
from .models import Telling
from .ways import tell_takers, ways

__all__ = ["forget_old", "plan_due", "stop_telling", "take_printed", "tell_again"]

_BATCH = 200
_KEPT_FOR = timedelta(days=400)
_EVENTS_KEPT_FOR = timedelta(days=30)
_WITHDRAWN = "The piece was withdrawn."
_BY_CHOICE = "An editor chose to tell nobody."
# What an editor can choose for a piece.
_SKIP, _BREAKING = "skip", "breaking"


def take_printed() -> int:
    """Take a batch of printed events and decide what is told; return how many were taken.

    Events and decisions are one transaction: a kill leaves both or none.
    """
    # Looking takes no lock.
    events = waiting_printed(_BATCH)
    if not events:
        return 0
    with transaction.atomic():
        articles = [event for event in events if event.kind == "article"]
        _decide(event.thing_id for event in articles if event.change == PrintedEvent.Change.NEW)
        for event in articles:
            if event.change == PrintedEvent.Change.WITHDRAWN:
                _drop_all(event.thing_id)
        tell_takers(events)
        mark_printed_taken(events)
    return len(events)


def _decide(article_ids: Iterable[int]) -> None:
    wanted = sorted(set(article_ids))
    known = set(Telling.objects.filter(article_id__in=wanted).values_list("article_id", flat=True))
    now = timezone.now()
    fresh = Plate.objects.filter(kind="article", thing_id__in=wanted, shown_at__gt=now - FRESH_FOR)
    for plate in fresh.exclude(thing_id__in=known).order_by("shown_at", "thing_id"):
        choice = json.loads(plate.body).get("telling", "")
        Telling.objects.create(
            article_id=plate.thing_id,
            title=json.loads(plate.card)["title"],
            is_breaking=choice == _BREAKING,
            state=Telling.State.SKIPPED if choice == _SKIP else Telling.State.DUE,
            reason=_BY_CHOICE if choice == _SKIP else "",
            due_at=_due_at(now, is_breaking=choice == _BREAKING),
        )


def _due_at(now: datetime, *, is_breaking: bool) -> datetime:
    return now if is_breaking else now + timedelta(seconds=delivery_conf().tell_after_s)


def plan_due() -> int:
    """Write the notices of the tellings that are due, each in one transaction; return how many tellings.

    A piece that is no longer in print is not told.
    """
    count = 0
    for telling in Telling.objects.due(timezone.now()):
        with transaction.atomic():
            mine = Telling.objects.select_for_update().filter(pk=telling.pk, state=Telling.State.DUE).first()
            if mine is None:
                continue
            if Plate.objects.filter(kind="article", thing_id=mine.article_id).exists():
                for way in ways():
                    way.plan(mine)
                mine.state, mine.told_at = Telling.State.TOLD, timezone.now()
            else:
                mine.state, mine.reason = Telling.State.SKIPPED, _WITHDRAWN
            mine.save(update_fields=["state", "told_at", "reason"])
            count += 1
    return count


def stop_telling(telling: Telling, *, reason: str) -> int:
    """Tell nobody who was not told yet; return how many notices are skipped."""
    with transaction.atomic():
        Telling.objects.filter(pk=telling.pk, state=Telling.State.DUE).update(
            state=Telling.State.SKIPPED, reason=reason
        )
        return sum(way.drop(telling, reason) for way in ways())


def _drop_all(article_id: int) -> None:
    for telling in Telling.objects.filter(
        article_id=article_id, created_at__gt=timezone.now() - FRESH_FOR * 2
    ):
        stop_telling(telling, reason=_WITHDRAWN)


def tell_again(*, article_id: int, is_breaking: bool = False) -> Telling:
    """Let readers be told of a piece, once more or for the first time.

    Raises:
        RefusedError: the piece is not in print, or is about to be told already.
    """
    with transaction.atomic():
        plate = Plate.objects.filter(kind="article", thing_id=article_id).first()
        if plate is None:
            raise RefusedError(
                "piece", "This piece is not in print, so nobody can be told of it. Publish it first.", 404
            )
        before = Telling.objects.filter(article_id=article_id)
        if before.filter(state=Telling.State.DUE).exists():
            raise RefusedError("due", "Readers are about to be told of this piece already.", 409)
        last = before.aggregate(last=Max("number"))["last"] or 0
        return Telling.objects.create(
            article_id=article_id, number=last + 1, title=json.loads(plate.card)["title"],
            is_breaking=is_breaking, due_at=timezone.now(),
        )  # fmt: skip


def forget_old() -> int:
    """Delete notices and tellings that are long settled; return how many rows."""
    before = timezone.now() - _KEPT_FOR
    count = sum(way.forget(before) for way in ways())
    count += Telling.objects.filter(created_at__lt=before).delete()[0]
    return count + forget_printed(before=timezone.now() - _EVENTS_KEPT_FOR)
