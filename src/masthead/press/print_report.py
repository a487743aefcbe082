"""What a run of the press did."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PrintReport"]


@dataclass
class PrintReport:
    """What a run of the press did.

    Attributes:
        events: event rows taken.
        printed: sheets rendered. written: files written. removed: files removed. failed: sheets that could not
            be printed, and things that could not be composed.
        seconds: how long it took.
    """

    events: int = 0
    printed: int = 0
    written: int = 0
    removed: int = 0
    failed: int = 0
    seconds: float = 0.0

    def as_json(self) -> dict[str, object]:
        """Return the figures as plain values."""
        return dict(vars(self))

    def add(self, other: PrintReport) -> None:
        """Count a run that followed."""
        self.events += other.events
        self.printed += other.printed
        self.written += other.written
        self.removed += other.removed
        self.failed += other.failed
        self.seconds += other.seconds
