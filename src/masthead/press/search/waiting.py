"""What waits to be entered into the index: noted in the transaction that changes a plate."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from masthead.press.models import SearchWaiting

__all__ = ["note_changed"]

# Here and not from the documents: noting needs no index.
_KINDS = {"article", "standing", "section", "contributor", "topic"}


class _Change(Protocol):
    kind: str
    thing_id: int
    keys: set[str]
    is_new: bool
    is_gone: bool
    listings: set[str]


def note_changed(changes: Iterable[_Change]) -> None:
    """Let plates wait that came, changed or went; part of the transaction that did it.

    Each change is a row of its own: whoever enters a plate takes off only rows that it saw before it read the plate.
    """
    things = {
        (one.kind, one.thing_id): None
        for one in changes
        if one.kind in _KINDS and (one.keys or one.is_new or one.is_gone or one.listings)
    }
    SearchWaiting.objects.bulk_create([SearchWaiting(kind=kind, thing_id=number) for kind, number in things])
