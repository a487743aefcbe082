"""What all stages of one import share."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import OperationalError

from masthead.newsroom.models import HomePage
from masthead.wire.errors import WireError
from masthead.wire.models import ImportRecord
from masthead.wire.records import Records
from masthead.wire.report import ImportReport, Kind
from masthead.wire.texts import plain_text

from .addresses import OldSite
from .catalogue import Catalogue, Noted, Placed
from .exported import Item
from .survey import Survey

__all__ = ["BATCH", "Run"]

BATCH = 100

logger = logging.getLogger(__name__)
_Thing = TypeVar("_Thing", Item, Noted)


@dataclass
class Run:
    """One import under way."""

    survey: Survey
    catalogue: Catalogue
    report: ImportReport
    records: Records
    old_site: OldSite
    home: HomePage
    progress: Callable[[str, int, int | None], None]
    is_dry: bool = False
    imported_ids: list[int] = field(default_factory=list)

    def recall(self) -> None:
        """Note in the catalogue what earlier runs have brought here."""
        for record in self.records.all():
            self.place(record)

    def place(self, record: ImportRecord) -> None:
        """Note in the catalogue what a record says."""
        placed = Placed(record.object_kind, record.object_id, record.content_hash, record.title)
        self.catalogue.place(record.kind, record.foreign_id, placed)

    def keep(self, records: Iterable[ImportRecord]) -> None:
        """Store records and note them in the catalogue."""
        records = list(records)
        self.records.save(records)
        for record in records:
            self.place(record)

    def object_id(self, kind: str, foreign_id: str) -> int | None:
        """Return the number of what a foreign thing became here, or None."""
        placed = self.catalogue.placed(kind, foreign_id)
        return placed.object_id if placed else None

    def attempt(
        self,
        kind: Kind,
        items: list[_Thing],
        take: Callable[[list[_Thing]], None],
        forget: Callable[[], None],
    ) -> None:
        """Import items together, and one by one where that fails, so that one bad item stops no other.

        Args:
            kind: what the items are.
            items: they.
            take: imports some items, and undoes what it wrote when it fails.
            forget: drops what was remembered of things that a failed attempt made.
        """
        before = deepcopy(self.report.tallies)
        try:
            take(items)
        except (WireError, OperationalError, OSError, sqlite3.Error):
            # Not the item is at fault but the place it should go to.
            raise
        except Exception as error:
            for one, tally in self.report.tallies.items():
                tally.__dict__.update(before[one].__dict__)
            forget()
            if len(items) > 1:
                for item in items:
                    self.attempt(kind, [item], take, forget)
                return
            logger.exception("Importing the item %s failed.", items[0].id)
            why = f"it could not be imported: {type(error).__name__}: {error}"
            self.fail(kind, items[0].id, plain_text(items[0].title), items[0].link, why)

    def fail(self, kind: Kind, foreign_id: str, title: str, address: str, why: str) -> None:
        """Count a thing that could not be taken, and say why."""
        self.report.tallies[kind].failed += 1
        self.lose(kind, foreign_id, title, address, why)

    def skip(self, kind: Kind, foreign_id: str, title: str, address: str, why: str) -> None:
        """Count a thing that was left out on purpose, and say why."""
        self.report.tallies[kind].skipped += 1
        self.lose(kind, foreign_id, title, address, why)

    def lose(self, kind: Kind, foreign_id: str, title: str, address: str, what: str) -> None:
        """Put something into the list of losses that no record keeps."""
        self.catalogue.note_loss(kind.value, foreign_id, title, address, what)
