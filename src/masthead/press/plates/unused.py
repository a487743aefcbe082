"""Printed media that nothing shows any more: found by what plates say, and removed in two steps.

First the rows go and the names of their files are kept, then the files: a kill in between leaves names
that the next run removes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.db import transaction
from django.db.models import Exists, OuterRef

from masthead.press.models import Plate, PrintedMedia, Use
from masthead.press.state import drop_state, keep_state, read_state

from .pictures import printed_storage

__all__ = ["collect_released", "collect_unused", "release"]

_RELEASED = "released"
_DOOMED = "doomed"
Thing = tuple[str, int]


def release(things: Iterable[Thing]) -> None:
    """Note pictures and files that may not be shown any more; part of the transaction that composes."""
    _add(_RELEASED, {f"{kind}:{thing_id}" for kind, thing_id in things})


def collect_released() -> int:
    """Remove the files of noted pictures that no plate names; returns how many went."""
    state = read_state()
    removed = _remove(_lines(state, _DOOMED))
    things = [name.partition(":") for name in _lines(state, _RELEASED)]
    if things:
        with transaction.atomic():
            doomed = {name for kind, _, number in things for name in _let_go(kind, int(number))}
            _add(_DOOMED, doomed)
            drop_state(_RELEASED)
        removed += _remove(doomed)
    return removed


def collect_unused() -> int:
    """Remove the files that no plate names of all pictures that were noted or have no use; returns how many went."""
    use = Use.objects.filter(used_kind=OuterRef("used_kind"), used_id=OuterRef("used_id"))
    release(PrintedMedia.objects.filter(~Exists(use)).values_list("used_kind", "used_id").distinct())
    return collect_released()


def _let_go(kind: str, thing_id: int) -> list[str]:
    rows = list(PrintedMedia.objects.filter(used_kind=kind, used_id=thing_id))
    unseen = {row.pk: printed_storage().url(row.name) for row in rows}
    plates = (
        Plate.objects.filter(uses__used_kind=kind, uses__used_id=thing_id) if rows else Plate.objects.none()
    )
    for card, body in plates.values_list("card", "body").iterator(100):
        unseen = {pk: url for pk, url in unseen.items() if url not in card and url not in body}
        if not unseen:
            # Thousands of plates may show a picture; the first tells as a rule.
            break
    PrintedMedia.objects.filter(pk__in=list(unseen)).delete()
    return [row.name for row in rows if row.pk in unseen]


def _remove(names: Collection[str]) -> int:
    removed = 0
    for name in names:
        if not PrintedMedia.objects.filter(name=name).exists():
            printed_storage().delete(name)
            removed += 1
    if names:
        drop_state(_DOOMED)
    return removed


def _lines(state: Mapping[str, str], name: str) -> list[str]:
    return state[name].split("\n") if name in state else []


def _add(name: str, lines: set[str]) -> None:
    if lines:
        keep_state(name, "\n".join(sorted(lines.union(_lines(read_state(), name)))))
