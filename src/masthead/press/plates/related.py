"""What is kept of pieces like a piece, and what waits to be chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from django.db.models import Count

from masthead.press.models import Related, RelatedWaiting

__all__ = ["count_named", "keep_related", "note_pieces", "related_key", "related_of", "users_of"]

_BATCH = 500


class _Change(Protocol):
    kind: str
    thing_id: int
    keys: set[str]
    is_new: bool
    is_gone: bool


def related_key(article_id: int) -> str:
    """Name which pieces a piece names as being like it, whatever they say."""
    return f"related:{article_id}"


def note_pieces(changes: Iterable[_Change]) -> None:
    """Let pieces wait that came, changed or went; part of the transaction that did it."""
    ids = {
        one.thing_id: None
        for one in changes
        if one.kind == "article" and (one.keys or one.is_new or one.is_gone)
    }
    RelatedWaiting.objects.bulk_create([RelatedWaiting(article_id=one) for one in ids])


def related_of(article_ids: Sequence[int]) -> dict[int, list[int]]:
    """Return the pieces that each of these names, in their order; those that name none are left out."""
    found: dict[int, list[int]] = {}
    for start in range(0, len(article_ids), _BATCH):
        rows = Related.objects.filter(article_id__in=article_ids[start : start + _BATCH])
        for article_id, related_id in rows.order_by("article_id", "place").values_list(
            "article_id", "related_id"
        ):
            found.setdefault(article_id, []).append(related_id)
    return found


def users_of(article_id: int) -> list[int]:
    """Return the pieces that name a piece."""
    users = Related.objects.filter(related_id=article_id).values_list("article_id", flat=True)
    return list(users.order_by("-article_id"))


def count_named(article_ids: Sequence[int], *, besides: int) -> dict[int, int]:
    """Return how many pieces other than one name each of these."""
    rows = Related.objects.filter(related_id__in=article_ids).exclude(article_id=besides)
    return dict(rows.values_list("related_id").annotate(count=Count("pk")).order_by())


def keep_related(chosen: dict[int, list[int]]) -> list[int]:
    """Keep which pieces each of some names; returns those for which that is another choice than before."""
    before = related_of(list(chosen))
    changed = [one for one, related in chosen.items() if before.get(one, []) != related]
    for start in range(0, len(changed), _BATCH):
        Related.objects.filter(article_id__in=changed[start : start + _BATCH]).delete()
    Related.objects.bulk_create(
        [
            Related(article_id=one, place=place, related_id=related)
            for one in changed
            for place, related in enumerate(chosen[one])
        ],
        batch_size=1000,
    )
    return changed
