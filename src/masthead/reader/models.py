"""What is kept of readers: how often pieces were read and shared, and nothing about anybody."""

from __future__ import annotations

from django.db import models

__all__ = ["DayCount", "ShareTotal", "TakenBatch"]


class DayCount(models.Model):
    """How often a piece was read or shared on one day."""

    class Kind(models.TextChoices):
        """What is counted."""

        READ = "read"
        SHARED = "shared"

    kind = models.CharField(max_length=6, choices=Kind)
    day = models.DateField()
    article_id = models.BigIntegerField()
    count = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "day", "article_id"], name="reader_one_count_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.kind} {self.count} times on {self.day}"


class ShareTotal(models.Model):
    """How often a piece was shared in all."""

    article_id = models.BigIntegerField(primary_key=True)
    count = models.PositiveBigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["count"], name="reader_share_count")]

    def __str__(self) -> str:
        return f"{self.article_id} shared {self.count} times"


class TakenBatch(models.Model):
    """The name of a file of counts that is in the database, until the file is gone: none is taken twice."""

    name = models.CharField(max_length=80, primary_key=True)

    def __str__(self) -> str:
        return self.name
