"""What an import did: counts for each kind of thing, and what was lost."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import asdict, astuple, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

__all__ = ["LOSSES_SHOWN", "ImportReport", "Kind", "Loss", "Tally"]

# How many losses a report carries itself; the CSV has them all.
LOSSES_SHOWN = 5_000


class Kind(StrEnum):
    """What an export holds, in the words of the table that a user sees."""

    AUTHOR = "authors"
    SECTION = "categories"
    TOPIC = "tags"
    MEDIA = "media"
    PAGE = "pages"
    ARTICLE = "posts"
    COMMENT = "comments"
    MENU = "menus"
    ADDRESS = "old addresses"
    OTHER = "other items"


@dataclass
class Tally:
    """How many things of one kind were found, and what became of them.

    ``found`` is the sum of the others: ``skipped`` are those that were here already or are left out on
    purpose, ``failed`` those that could not be taken; both are in the list of losses unless they were here.
    """

    found: int = 0
    imported: int = 0
    changed: int = 0
    skipped: int = 0
    failed: int = 0


@dataclass(frozen=True)
class Loss:
    """One thing that lost something on the way, and what."""

    kind: str
    foreign_id: str
    title: str
    address: str
    lost: str


@dataclass
class ImportReport:
    """The outcome of one run.

    Attributes:
        source: the site that the export came from.
        is_dry_run: True where nothing was kept.
        losses: the first of the things that lost something.
        loss_count: how many things lost something.
        losses_path: the CSV with one row for each of them, where one was asked for.
        missing_media: addresses of files that were not found; running again with ``media`` adds them.
    """

    source: str = ""
    is_dry_run: bool = False
    tallies: dict[Kind, Tally] = field(default_factory=lambda: {kind: Tally() for kind in Kind})
    losses: list[Loss] = field(default_factory=list)
    loss_count: int = 0
    missing_media: list[str] = field(default_factory=list)
    losses_path: Path | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return everything as plain data, for ``--json``."""
        return {
            "source": self.source,
            "dry_run": self.is_dry_run,
            "kinds": {kind.value: asdict(tally) for kind, tally in self.tallies.items()},
            "loss_count": self.loss_count,
            "losses": [asdict(loss) for loss in self.losses],
            "missing_media": self.missing_media,
            "losses_path": str(self.losses_path) if self.losses_path else None,
        }

    def take_losses(self, losses: Iterable[Loss], path: Path | None) -> None:
        """Count all losses, keep the first, and write all as CSV where a path is given."""
        with ExitStack() as stack:
            writer = None
            if path is not None:
                file = stack.enter_context(path.open("w", encoding="utf-8-sig", newline=""))
                writer = csv.writer(file)
                writer.writerow(["kind", "id", "title", "old address", "lost"])
                self.losses_path = path
            for loss in losses:
                self.loss_count += 1
                if len(self.losses) < LOSSES_SHOWN:
                    self.losses.append(loss)
                if writer is not None:
                    writer.writerow(_cell(value) for value in astuple(loss))


def _cell(value: str) -> str:
    # A spreadsheet runs a cell that starts like a formula: foreign titles must not.
    return f"'{value}" if value[:1] in {"=", "+", "-", "@", "\t"} else value
