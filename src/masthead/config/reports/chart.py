"""A small chart of days, drawn as SVG by the server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

__all__ = ["Bar", "Chart", "draw_chart"]

_BAR = 20
_GAP = 4
_HEIGHT = 120


@dataclass(frozen=True)
class Bar:
    """One day: where its bar stands, and what it says."""

    day: date
    count: int
    x: int
    y: float
    height: float


@dataclass(frozen=True)
class Chart:
    """Bars in a frame; lengths are in units of the drawing."""

    width: int
    height: int
    bar: int
    highest: int
    total: int
    bars: tuple[Bar, ...]


def draw_chart(days: Sequence[tuple[date, int]]) -> Chart:
    """Return a bar for each day, the oldest first; the highest fills the height."""
    highest = max((count for _, count in days), default=0)
    bars = []
    for place, (day, count) in enumerate(days):
        height = round(_HEIGHT * count / highest, 1) if highest else 0.0
        bars.append(Bar(day, count, place * (_BAR + _GAP), _HEIGHT - height, height))
    width = max(1, len(bars) * (_BAR + _GAP) - _GAP)
    return Chart(width, _HEIGHT, _BAR, highest, sum(count for _, count in days), tuple(bars))
