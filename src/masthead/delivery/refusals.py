"""Counting what doors refuse: how often, where and why, and nothing of whom."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone

from .models import Refusal

__all__ = ["count_refusal"]


def count_refusal(door: str, reason: str) -> None:
    """Count that a door refused something, for the newsroom."""
    row, _ = Refusal.objects.get_or_create(day=timezone.localdate(), door=door[:40], reason=reason[:40])
    Refusal.objects.filter(pk=row.pk).update(count=F("count") + 1)
