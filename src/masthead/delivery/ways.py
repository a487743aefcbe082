"""The ways in which readers are told; each writes notices of its own for a telling."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from masthead.press.models import PrintedEvent

from .models import Telling

__all__ = ["Way", "on_kind", "on_printed", "register_way", "tell_listeners", "tell_takers", "ways"]


class Way(Protocol):
    """A way of telling: web push, letters, channels, hubs."""

    @property
    def name(self) -> str:
        """One word, for logs and the newsroom."""

    def plan(self, telling: Telling) -> int:
        """Write the notices of a telling, in the transaction that marks it as told; return how many."""

    def drop(self, telling: Telling, reason: str) -> int:
        """Skip the notices of a telling that are still due; return how many."""

    def forget(self, before: datetime) -> int:
        """Delete what was settled before a moment; return how many."""


_ways: dict[str, Way] = {}
_listeners: list[Callable[[Sequence[int]], None]] = []
_takers: dict[str, Callable[[Sequence[PrintedEvent]], None]] = {}


def register_way(way: Way) -> None:
    """Let every telling also go this way."""
    _ways[way.name] = way


def ways() -> list[Way]:
    """Return all ways, in the order of their names."""
    return [_ways[name] for name in sorted(_ways)]


def on_printed(listener: Callable[[Sequence[int]], None]) -> None:
    """Call with the ids of articles whose pages were printed, again too, or withdrawn; in the transaction that takes the news."""
    _listeners.append(listener)


def tell_listeners(article_ids: Sequence[int]) -> None:
    """Pass on which pages were printed or withdrawn."""
    for listener in _listeners:
        listener(article_ids)


def on_kind(kind: str, taker: Callable[[Sequence[PrintedEvent]], None]) -> None:
    """Hand over what was printed of a kind that is no article; in the transaction that takes the news."""
    _takers[kind] = taker


def tell_takers(events: Sequence[PrintedEvent]) -> None:
    """Hand events over to whoever takes their kind; nobody else hears of them."""
    for kind, taker in _takers.items():
        mine = [event for event in events if event.kind == kind]
        if mine:
            taker(mine)
