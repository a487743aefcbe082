"""When scheduled publishing last ran."""

from __future__ import annotations

from django.db import models

__all__ = ["ScheduleRun"]


class ScheduleRun(models.Model):
    """One job of the scheduler: when it last ran and what went wrong."""

    job = models.CharField(max_length=40, primary_key=True)
    ran_at = models.DateTimeField()
    interval_s = models.PositiveIntegerField()
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.job
