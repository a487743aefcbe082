"""Letting sheets wait that a change made stale: what readers look for at once, and then what else shows it."""

from __future__ import annotations

from collections.abc import Sequence

from .engine.queue import AT_ONCE, NEXT, enqueue, enqueue_printed_from
from .engine.sheet import Phase, Spec, Turn
from .plates.store import Change
from .sheets.plan import keys_of, make_works, specs_of

__all__ = ["let_wait"]

# Things that were changed themselves are told first; those that follow from them, and what many change at once, after.
_FIRST = 8
_FORMER = "moved:"


def let_wait(changes: Sequence[Change], *, is_first: bool = True) -> None:
    """Let all sheets wait that these changes touch; part of the transaction that made them.

    The sheets of what changed are printed at once, and with them of the others as many as keep a publish small,
    those first that readers look at first.

    Args:
        changes: what changed, what was changed itself before what follows from it.
        is_first: whether nothing of the same act waits yet; what comes after the first few hundred changes is
            printed later.
    """
    printed_from: set[str] = set()
    specs: dict[Spec, tuple[Phase, Turn]] = {}
    for place, change in enumerate(changes):
        keys = keys_of(change)
        if change.is_gone:
            # What an address has become is told when its page goes, which names the shard by itself.
            printed_from.update(key for key in keys if not key.startswith(_FORMER))
        else:
            printed_from |= keys
        for spec, phase, turn in specs_of(change, keys, is_first=is_first and place < _FIRST):
            specs[spec] = (phase, min(turn, specs[spec][1]) if spec in specs else turn)
    # A new page is printed before those that link to it, a withdrawn one after.
    enqueue((spec, *place) for spec, place in specs.items() if place[0] == Phase.LEAF)
    works = make_works()
    last = [kind for kind, sheet in works.sheets.items() if sheet.follows]
    at_once = AT_ONCE - sum(turn == Turn.AT_ONCE for _, turn in specs.values()) if is_first else 0
    following = NEXT if is_first else 0
    enqueue_printed_from(
        printed_from, works.phases(), at_once=max(0, at_once), following=following, last=last
    )
    enqueue((spec, *place) for spec, place in specs.items() if place[0] != Phase.LEAF)
