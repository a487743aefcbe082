"""Remembering where imported things came from, for one source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .models import ImportRecord
from .texts import cut

__all__ = ["Records"]

_BATCH = 400


class Records:
    """The records of one source."""

    def __init__(self, source: str) -> None:
        self.source = source

    def all(self) -> Iterator[ImportRecord]:
        """Return every record, a few at a time."""
        yield from ImportRecord.objects.filter(source=self.source).iterator(chunk_size=2000)

    def of(self, kind: str, foreign_ids: Iterable[str]) -> dict[str, ImportRecord]:
        """Return the records of some things, by their foreign ids."""
        ids = [foreign_id[:255] for foreign_id in foreign_ids]
        found: dict[str, ImportRecord] = {}
        for start in range(0, len(ids), _BATCH):
            rows = ImportRecord.objects.filter(
                source=self.source, kind=kind, foreign_id__in=ids[start : start + _BATCH]
            )
            found |= {row.foreign_id: row for row in rows}
        return found

    def new(
        self,
        kind: str,
        foreign_id: str,
        *,
        object_kind: str,
        object_id: int | None,
        content_hash: str = "",
        title: str = "",
        address: str = "",
    ) -> ImportRecord:
        """Return a record that is not stored yet."""
        return ImportRecord(
            source=self.source, kind=kind, foreign_id=foreign_id[:255], object_kind=object_kind, object_id=object_id,
            content_hash=content_hash, title=cut(title, 255), address=address[:500],
        )  # fmt: skip

    def save(self, records: Iterable[ImportRecord]) -> None:
        """Store new records and update those that are stored."""
        fresh: list[ImportRecord] = []
        known: list[ImportRecord] = []
        for record in records:
            (fresh if record.pk is None else known).append(record)
        ImportRecord.objects.bulk_create(fresh, batch_size=500)
        for record in known:
            record.save()
