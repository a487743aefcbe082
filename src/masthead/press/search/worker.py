"""Feeding at work: enters what waits, as a thread of the newsroom's process, while the press prints on."""

from __future__ import annotations

import logging
import threading

from django.db import Error as DatabaseError
from django.db import close_old_connections, connection

__all__ = ["SearchWorker"]

logger = logging.getLogger(__name__)

_LOOK_EVERY_S = 1.0
_AFTER_A_PROBLEM_S = 10.0


class SearchWorker:
    """Enters what waits until it is told to stop."""

    def __init__(self) -> None:
        self._is_checked = False

    def run(self, stop: threading.Event) -> None:
        """Feed the index until ``stop`` is set; what goes wrong is logged and tried again."""
        try:
            while not stop.is_set():
                stop.wait(self._feed())
        finally:
            connection.close()

    def _feed(self) -> float:
        # The library of the index is only loaded by a process that feeds or asks it.
        from .feeding import IndexBusyError, feed_index

        close_old_connections()
        try:
            feed_index(is_checked=not self._is_checked)
            self._is_checked = True
        except IndexBusyError:
            return _LOOK_EVERY_S
        except (DatabaseError, OSError, ValueError) as error:
            logger.error("The search index could not be fed and will be tried again: %s", error)
            connection.close()
            self._is_checked = False
            return _AFTER_A_PROBLEM_S
        return _LOOK_EVERY_S
