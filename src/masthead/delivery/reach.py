"""Who can be reached: counts for the newsroom, of nobody in particular."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.utils import timezone

from masthead.press.models import Plate

from .models import Choice, Membership, ReachDay, Reader
from .ways import Marks, ways

__all__ = ["Asked", "asked_for", "count_reach", "growth", "reach_of", "readers_by_list", "titles_of"]


@dataclass(frozen=True)
class Asked:
    """Something that readers asked for, and how many did."""

    kind: str
    thing_id: int
    title: str
    count: int


def asked_for() -> list[Asked]:
    """Return what devices asked for, by kind and then the most wanted first."""
    rows = Choice.objects.order_by().values_list("kind", "thing_id").annotate(count=Count("pk"))
    found = [(kind, thing_id, count) for kind, thing_id, count in rows]
    titles = titles_of((kind, thing_id) for kind, thing_id, _ in found)
    asked = [
        Asked(kind, thing_id, titles.get((kind, thing_id), ""), count) for kind, thing_id, count in found
    ]
    return sorted(asked, key=lambda one: (one.kind, -one.count, one.title))


def readers_by_list() -> list[Asked]:
    """Return the lists with the confirmed readers of each, the longest first."""
    rows = (
        Membership.objects.filter(joined_at__isnull=False, left_at=None, reader__state=Reader.State.CONFIRMED)
        .order_by()
        .values_list("newsletter_id")
        .annotate(count=Count("pk"))
    )
    counted = dict(rows)
    titles = titles_of(("newsletter", one) for one in counted)
    asked = [
        Asked("newsletter", thing_id, titles.get(("newsletter", thing_id), ""), count)
        for thing_id, count in counted.items()
    ]
    return sorted(asked, key=lambda one: (-one.count, one.title))


def titles_of(things: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """Return what things in print are called, each a kind and an id; those that are not in print are left out."""
    by_kind: dict[str, list[int]] = {}
    for kind, thing_id in things:
        by_kind.setdefault(kind, []).append(thing_id)
    titles: dict[tuple[str, int], str] = {}
    for kind, numbers in by_kind.items():
        plates = Plate.objects.filter(kind=kind, thing_id__in=numbers)
        for thing_id, text in plates.values_list("thing_id", "card"):
            card = json.loads(text)
            titles[kind, thing_id] = card.get("title") or card.get("name") or ""
    return titles


def reach_of(marks: Marks, *, is_breaking: bool) -> dict[str, int]:
    """Count, for each way of telling, the receivers that would hear of a piece with these marks."""
    return {way.name: way.reach(marks, is_breaking=is_breaking) for way in ways()}


def count_reach() -> None:
    """Keep how many receivers each way has today; the last count of a day stands."""
    today = timezone.localdate()
    ReachDay.objects.bulk_create(
        [ReachDay(day=today, way=way.name, count=way.receivers()) for way in ways()],
        update_conflicts=True,
        unique_fields=["day", "way"],
        update_fields=["count"],
    )


def growth(way: str, *, days: int) -> list[tuple[date, int]]:
    """Return the receivers of a way on each of the last days, the oldest first.

    A day on which nothing was counted has the number of the day before it.
    """
    today = timezone.localdate()
    first = today - timedelta(days=days - 1)
    kept = dict(ReachDay.objects.filter(way=way, day__gte=first).values_list("day", "count"))
    before = ReachDay.objects.filter(way=way, day__lt=first).order_by("-day").first()
    count, found = (before.count if before else 0), []
    for number in range(days):
        count = kept.get(first + timedelta(days=number), count)
        found.append((first + timedelta(days=number), count))
    return found
