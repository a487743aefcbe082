"""Who hears of a piece: the devices that chose its section, its contributors, its topics, or everything."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from django.db.models import Q

from masthead.delivery.models import Choice
from masthead.delivery.ways import Marks

__all__ = ["Listener", "choices_for", "listeners"]

_READ_AT_ONCE = 2000
_KIND = Choice.Kind
# The nearest reason is the one that a notice names.
_NEAREST = {
    kind.value: place
    for place, kind in enumerate(
        (_KIND.TOPIC, _KIND.CONTRIBUTOR, _KIND.SECTION, _KIND.EVERYTHING, _KIND.BREAKING)
    )
}


class Listener(NamedTuple):
    """A device that hears of a piece, the choice by which it does, and what else matters for its notice."""

    subscription_id: int
    kind: str
    thing_id: int
    endpoint: str
    language: str
    is_language_only: bool
    time_zone: str
    quiet_from: int | None
    quiet_until: int | None
    is_woken_by_breaking: bool


_OWN = ("subscription_id", "kind", "thing_id")
_DEVICE = tuple(f"subscription__{name}" for name in Listener._fields if name not in _OWN)


def choices_for(marks: Marks, *, is_breaking: bool) -> Q:
    """Return which choices let a device hear of something with these marks."""
    chosen = Q(kind=_KIND.EVERYTHING)
    chosen |= Q(kind=_KIND.SECTION, thing_id__in=marks.sections[:1])
    chosen |= Q(kind=_KIND.SECTION, thing_id__in=marks.sections[1:], with_children=True)
    chosen |= Q(kind=_KIND.CONTRIBUTOR, thing_id__in=marks.contributors)
    chosen |= Q(kind=_KIND.TOPIC, thing_id__in=marks.topics)
    return chosen | Q(kind=_KIND.BREAKING) if is_breaking else chosen


def listeners(marks: Marks, *, is_breaking: bool, but: Q | None = None) -> Iterator[Listener]:
    """Yield the devices that hear of a piece, each once, in the order of their ids.

    Args:
        marks: of the piece. is_breaking: whether it is breaking news.
        but: choices of devices that do not hear of it this time.
    """
    choices = Choice.objects.filter(choices_for(marks, is_breaking=is_breaking))
    if but is not None:
        choices = choices.exclude(but)
    # Plain values: making objects of tens of thousands of rows takes longer than reading them.
    rows = choices.order_by("subscription_id", "pk").values_list(*_OWN, *_DEVICE).iterator(_READ_AT_ONCE)
    for _, own in groupby(rows, key=itemgetter(0)):
        yield min((Listener(*row) for row in own), key=lambda one: _NEAREST[one.kind])
