"""The ways in which readers are told; each writes notices of its own for a telling."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.functional import Promise

from masthead.press.models import PrintedEvent

from .models import Telling

__all__ = ["Marks", "Way", "on_kind", "register_way", "tell_takers", "ways"]


@dataclass(frozen=True)
class Marks:
    """What readers can ask for and a piece has, printed or not.

    Attributes:
        sections: the ids of its section and of those above, the nearest first.
    """

    sections: tuple[int, ...] = ()
    contributors: tuple[int, ...] = ()
    topics: tuple[int, ...] = ()


class Way(Protocol):
    """A way of telling: web push, letters, channels, hubs."""

    @property
    def name(self) -> str:
        """One word, for logs and the newsroom."""

    @property
    def label(self) -> str | Promise:
        """What the newsroom calls its receivers, in the plural."""

    def receivers(self) -> int:
        """Count all receivers that there are."""

    def reach(self, marks: Marks, *, is_breaking: bool) -> int:
        """Count the receivers that would be told of a piece with these marks."""

    def counts(self, telling_ids: Sequence[int]) -> dict[int, dict[str, int]]:
        """Count the notices of tellings: telling → state → how many; tellings without any may be left out."""

    def troubles(self, since: datetime) -> dict[str, int]:
        """Count the notices that failed or are unclear since a moment, by the reason."""

    def plan(self, telling: Telling) -> int:
        """Write the notices of a telling, in the transaction that marks it as told; return how many."""

    def drop(self, telling: Telling, reason: str) -> int:
        """Skip the notices of a telling that are still due; return how many."""

    def forget(self, before: datetime) -> int:
        """Delete what was settled before a moment; return how many."""


_ways: dict[str, Way] = {}
_takers: list[tuple[str, Callable[[Sequence[PrintedEvent]], None]]] = []


def register_way(way: Way) -> None:
    """Let every telling also go this way."""
    _ways[way.name] = way


def ways() -> list[Way]:
    """Return all ways, in the order of their names."""
    return [_ways[name] for name in sorted(_ways)]


def on_kind(kind: str, taker: Callable[[Sequence[PrintedEvent]], None]) -> None:
    """Hand over what was printed, again too, or withdrawn of a kind; in the transaction that takes the news."""
    _takers.append((kind, taker))


def tell_takers(events: Sequence[PrintedEvent]) -> None:
    """Hand events over to whoever takes their kind."""
    for kind, taker in _takers:
        mine = [event for event in events if event.kind == kind]
        if mine:
            taker(mine)
