"""Counting at work: a thread of the newsroom's process that takes batches often and ranks once an hour."""

from __future__ import annotations

import threading
from datetime import datetime

from django.db import close_old_connections
from django.utils import timezone

from .actions import forget_old_counts, rank_pieces, take_batches

__all__ = ["run_counting"]

_LOOK_EVERY_S = 15.0


def run_counting(stop: threading.Event) -> None:
    """Take what was counted until ``stop`` is set; rank what is read at the start and in every new hour."""
    ranked: datetime | None = None
    while not stop.is_set():
        take_batches()
        hour = timezone.now().replace(minute=0, second=0, microsecond=0)
        if hour != ranked:
            rank_pieces()
            forget_old_counts()
            ranked = hour
        close_old_connections()
        stop.wait(_LOOK_EVERY_S)
