"""How many receivers there were on each day."""

from __future__ import annotations

from django.db import models

__all__ = ["ReachDay"]


class ReachDay(models.Model):
    """How many receivers one way of telling had at the last count of a day."""

    day = models.DateField()
    way = models.CharField(max_length=20)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "way"], name="delivery_reach_once_a_day")]

    def __str__(self) -> str:
        return f"{self.way} on {self.day}: {self.count}"
