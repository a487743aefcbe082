"""Delivery at work: a thread of the newsroom's process that takes what was printed and writes notices."""

from __future__ import annotations

import threading
import time

from django.db import close_old_connections

from .reach import count_reach
from .telling import forget_old, plan_due, take_printed

__all__ = ["run_telling"]

_LOOK_EVERY_S = 1.0
_FORGET_EVERY_S = 6 * 3600.0
_COUNT_EVERY_S = 3600.0


def run_telling(stop: threading.Event) -> None:
    """Tell until ``stop`` is set; what was decided and not written is found again after a kill."""
    forgot_at = counted_at = float("-inf")
    while not stop.is_set():
        while take_printed() and not stop.is_set():
            continue
        plan_due()
        if time.monotonic() - counted_at > _COUNT_EVERY_S:
            count_reach()
            counted_at = time.monotonic()
        if time.monotonic() - forgot_at > _FORGET_EVERY_S:
            forget_old()
            forgot_at = time.monotonic()
        close_old_connections()
        stop.wait(_LOOK_EVERY_S)
