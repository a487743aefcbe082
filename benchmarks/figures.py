"""Figures: what a measurement gives."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

__all__ = ["Figure", "median_of_runs", "percentile"]


@dataclass(frozen=True)
class Figure:
    """One measured value.

    Attributes:
        name: what was measured, the same words for every size and run.
        value: the value, in ``unit``.
        size: articles of the magazine; 0 where it does not matter.
        target: what the value is meant to reach, or nothing.
        is_floor: whether the target is the least (a rate) or the most (a time, a count).
    """

    name: str
    value: float
    unit: str
    size: int = 0
    target: float | None = None
    is_floor: bool = False

    @property
    def is_met(self) -> bool | None:
        """Whether the target is reached; None without one."""
        if self.target is None:
            return None
        return self.value >= self.target if self.is_floor else self.value <= self.target

    def as_json(self) -> dict[str, Any]:
        """Return the figure as plain values."""
        return asdict(self)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that ``share`` (0 to 1) of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def median_of_runs(runs: Sequence[Sequence[Figure]]) -> list[Figure]:
    """Return for each figure the median of its values in several runs, in the order of the first."""
    values: dict[tuple[str, int], list[float]] = {}
    for run in runs:
        for figure in run:
            values.setdefault((figure.name, figure.size), []).append(figure.value)
    middle = {key: statistics.median(found) for key, found in values.items()}
    return [
        Figure(**{**figure.as_json(), "value": middle[figure.name, figure.size]})
        for figure in (runs[0] if runs else [])
    ]
