"""Choosing at work: a thread of the newsroom's process that lets pieces choose soon after the index knows them."""

from __future__ import annotations

import logging
import threading

from django.db import Error as DatabaseError
from django.db import close_old_connections, connection

from masthead.press.models import RelatedWaiting

__all__ = ["RelatedWorker", "choose_before_printing"]

logger = logging.getLogger(__name__)

_LOOK_EVERY_S = 1.0
_AFTER_A_PROBLEM_S = 10.0


class RelatedWorker:
    """Lets pieces choose that wait for it, until it is told to stop."""

    def run(self, stop: threading.Event) -> None:
        """Refresh until ``stop`` is set; what goes wrong is logged and tried again."""
        try:
            while not stop.is_set():
                stop.wait(self._refresh())
        finally:
            connection.close()

    def _refresh(self) -> float:
        close_old_connections()
        try:
            if RelatedWaiting.objects.exists():
                # The library of the index is only loaded by a process that feeds or asks it.
                from .refreshing import refresh_related

                refresh_related()
        except (DatabaseError, OSError, ValueError) as error:
            logger.error("Related pieces could not be chosen and will be tried again: %s", error)
            connection.close()
            return _AFTER_A_PROBLEM_S
        return _LOOK_EVERY_S


def choose_before_printing() -> None:
    """Bring the index up to date and let all pieces choose that have not; called before everything is printed.

    What goes wrong is logged: pages are printed without related pieces rather than not at all.
    """
    from masthead.press.search.feeding import feed_index

    from .refreshing import fill_related

    try:
        feed_index(is_checked=True, is_patient=True)
        fill_related()
    except (OSError, ValueError) as error:
        logger.error("Related pieces could not be chosen before printing: %s", error)
