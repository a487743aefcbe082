"""Telling delivery what stands in print: rows that it takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from .engine.ledger import Line, Outcome
from .engine.sheet import Spec
from .models import Plate, PrintedEvent

__all__ = [
    "FRESH_FOR",
    "forget_printed",
    "mark_printed_taken",
    "note_fresh",
    "note_printed",
    "waiting_printed",
]

# A piece shown longer ago is no news, even where it is printed for the first time.
FRESH_FOR = timedelta(days=2)
_BATCH = 500
# What delivery tells readers of.
_TOLD = ("article", "letter")


def note_printed(outcomes: Iterable[Outcome], known: Mapping[Spec, Line]) -> None:
    """Tell what became of articles and letters, in the transaction that writes it into the ledger.

    Args:
        outcomes: what became of sheets of any kind.
        known: what the ledger held of them before.
    """
    told = [
        PrintedEvent(
            kind=one.spec.kind, thing_id=int(one.spec.args), address=one.address or known[one.spec].address,
            change=_change(one, is_known=one.spec in known),
        )
        for one in outcomes
        if one.spec.kind in _TOLD and _is_news(one, known)
    ]  # fmt: skip
    if told:
        PrintedEvent.objects.bulk_create(told)


def _is_news(outcome: Outcome, known: Mapping[Spec, Line]) -> bool:
    return outcome.is_written or (outcome.address is None and not outcome.error and outcome.spec in known)


def _change(outcome: Outcome, *, is_known: bool) -> PrintedEvent.Change:
    if outcome.address is None:
        return PrintedEvent.Change.WITHDRAWN
    return PrintedEvent.Change.AGAIN if is_known else PrintedEvent.Change.NEW


def note_fresh() -> None:
    """Tell of the fresh articles and letters of which nothing was told yet, once a whole edition was printed.

    The many others of a new edition are no news to anybody.
    """
    told = PrintedEvent.objects.filter(kind__in=_TOLD, change=PrintedEvent.Change.NEW)
    fresh = Plate.objects.filter(kind__in=_TOLD, shown_at__gt=timezone.now() - FRESH_FOR)
    PrintedEvent.objects.bulk_create(
        [
            PrintedEvent(kind=kind, thing_id=thing_id, address=address, change=PrintedEvent.Change.NEW)
            for kind, thing_id, address in fresh.exclude(thing_id__in=told.values("thing_id"))
            .order_by("shown_at", "thing_id")
            .values_list("kind", "thing_id", "address")
        ],
        batch_size=_BATCH,
    )


def waiting_printed(limit: int) -> list[PrintedEvent]:
    """Return the oldest events that delivery has not taken, ``limit`` at most."""
    return list(PrintedEvent.objects.all().waiting()[:limit])


def mark_printed_taken(events: Sequence[PrintedEvent]) -> None:
    """Note that delivery has taken these events; part of delivery's own transaction."""
    now = timezone.now()
    for start in range(0, len(events), _BATCH):
        part = [event.pk for event in events[start : start + _BATCH]]
        PrintedEvent.objects.filter(pk__in=part).update(taken_at=now)


def forget_printed(*, before: datetime) -> int:
    """Delete the events that were taken before a moment; return how many."""
    return PrintedEvent.objects.filter(taken_at__lt=before).delete()[0]
