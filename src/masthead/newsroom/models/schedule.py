"""When scheduled publishing last ran."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils import timezone

__all__ = ["ScheduleRun"]

# One run may be skipped while the database is locked; three mean that nobody runs them.
_LATE_AFTER_INTERVALS = 3


class ScheduleRun(models.Model):
    """One job of the scheduler: when it last ran and what went wrong."""

    job = models.CharField(max_length=40, primary_key=True)
    ran_at = models.DateTimeField()
    interval_s = models.PositiveIntegerField()
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.job

    @property
    def is_late(self) -> bool:
        """Whether it should have run again by now."""
        return timezone.now() - self.ran_at > timedelta(seconds=self.interval_s * _LATE_AFTER_INTERVALS)
