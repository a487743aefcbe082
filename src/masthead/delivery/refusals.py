"""Counting what doors refuse: how often, where and why, and nothing of whom."""

from __future__ import annotations

from threading import Lock

from django.db.models import F
from django.utils import timezone

from masthead.kit.rates import Rates

from .models import Refusal

__all__ = ["count_refusal", "forget_counted"]

_A_MINUTE = 120
_counted = Rates(limit=_A_MINUTE, per_s=60)
_guard = Lock()


def forget_counted() -> None:
    """Begin with nothing counted."""
    global _counted
    _counted = Rates(limit=_A_MINUTE, per_s=60)


def count_refusal(door: str, reason: str) -> None:
    """Count that a door refused something, for the newsroom; of a flood only the beginning."""
    # Whoever is refused a thousand times a second does not make the database write as often.
    with _guard:
        is_counted = _counted.allow(door)
    if not is_counted:
        return
    row, _ = Refusal.objects.get_or_create(day=timezone.localdate(), door=door[:40], reason=reason[:40])
    Refusal.objects.filter(pk=row.pk).update(count=F("count") + 1)
