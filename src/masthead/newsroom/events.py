"""Writing event rows, and waking whoever waits for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from .models import Event

__all__ = ["mark_taken", "note_followers", "on_event", "record_event", "record_events", "waiting_events"]

_listeners: list[Callable[[], None]] = []


def on_event(wake: Callable[[], None]) -> None:
    """Call ``wake`` in this process after every commit that wrote an event."""
    _listeners.append(wake)


def _wake() -> None:
    for listener in _listeners:
        listener()


def record_event(kind: Event.Kind, subject: Event.Subject, subject_id: int = 0, **detail: Any) -> Event:
    """Write one event row in the current transaction, and wake the press after its commit."""
    event = Event.objects.create(kind=kind, subject=subject, subject_id=subject_id, detail=detail)
    transaction.on_commit(_wake)
    return event


def record_events(kind: Event.Kind, subject: Event.Subject, subject_ids: Iterable[int]) -> None:
    """Write one event row for each of many subjects."""
    Event.objects.bulk_create(
        [Event(kind=kind, subject=subject, subject_id=subject_id) for subject_id in subject_ids],
        batch_size=500,
    )
    transaction.on_commit(_wake)


def waiting_events(limit: int) -> list[Event]:
    """Return the oldest events that the press has not taken, ``limit`` at most."""
    return list(Event.objects.all().waiting()[:limit])


def note_followers(subjects: Iterable[tuple[str, int]]) -> list[Event]:
    """Write rows for what has to be looked at because of something else; in the press's own transaction."""
    return Event.objects.bulk_create(
        [
            Event(kind=Event.Kind.CHANGED, subject=kind, subject_id=thing_id)
            for kind, thing_id in sorted(subjects)
        ],
        batch_size=500,
    )


def mark_taken(events: Iterable[Event]) -> None:
    """Note that the press has taken these events; part of the press's own transaction."""
    numbers, now = [event.pk for event in events], timezone.now()
    # A query takes only so many parameters.
    for start in range(0, len(numbers), 1000):
        Event.objects.filter(pk__in=numbers[start : start + 1000]).update(taken_at=now)
