"""Where imported things came from."""

from __future__ import annotations

from typing import Any

from django.db import models

__all__ = ["ImportRecord"]


class ImportRecordQuerySet(models.QuerySet["ImportRecord"]):
    """Sets of records."""

    def open_links(self) -> ImportRecordQuerySet:
        """Records of pages with links to things that had not been imported when the page was."""
        return self.filter(has_open_links=True)

    def lossy(self) -> ImportRecordQuerySet:
        """Records of things that lost something on the way."""
        return self.exclude(losses=[])


class ImportRecord(models.Model):
    """One foreign thing and what it became here; written in the transaction that made it.

    The object is named by number and not by a foreign key: what an editor deletes must not come back
    with the next import.
    """

    source = models.CharField(max_length=300)
    kind = models.CharField(max_length=20)
    foreign_id = models.CharField(max_length=255)
    title = models.CharField(max_length=255, blank=True)
    address = models.CharField(max_length=500, blank=True)
    object_kind = models.CharField(max_length=20, blank=True)
    object_id = models.BigIntegerField(null=True, blank=True)
    revision_id = models.BigIntegerField(null=True, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    losses: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    missing: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    has_open_links = models.BooleanField(default=False)
    imported_at = models.DateTimeField(auto_now=True)

    objects = ImportRecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "foreign_id"], name="wire_one_record_per_thing")
        ]
        indexes = [
            models.Index(
                fields=["source"], condition=models.Q(has_open_links=True), name="wire_record_open_links"
            ),
            models.Index(fields=["object_kind", "object_id"], name="wire_record_object"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.foreign_id} of {self.source}"
