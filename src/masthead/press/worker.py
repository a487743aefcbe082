"""The press at work: prints whenever something waits, as a thread of the newsroom's process."""

from __future__ import annotations

import logging
import threading
import time

from django.db import Error as DatabaseError
from django.db import close_old_connections, connection

from masthead.newsroom.events import on_event

from .actions import print_following, print_waiting, sweep
from .conf import press_conf
from .engine.errors import PressBusyError, PressError
from .engine.sheet import Turn
from .models import Pending
from .related.worker import choose_before_printing
from .theme import theme_state

__all__ = ["PressWorker"]

logger = logging.getLogger(__name__)

# Other processes (an import, another machine) write events too: those are found by looking.
_LOOK_EVERY_S = 1.0
_AFTER_A_PROBLEM_S = 5.0
_THEME_EVERY_S = 0.25


class PressWorker:
    """Prints what waits until it is told to stop."""

    def __init__(self) -> None:
        self._is_woken = threading.Event()
        self._is_swept = False

    def wake(self) -> None:
        """Say that something may wait."""
        self._is_woken.set()

    def run(self, stop: threading.Event) -> None:
        """Print until ``stop`` is set; what goes wrong is logged, shown in the status, and tried again."""
        on_event(self.wake)
        try:
            while not stop.is_set():
                self._rest(self._print())
                self._is_woken.clear()
        finally:
            connection.close()

    def _rest(self, pause: float) -> None:
        """Wait until woken or ``pause`` seconds; whoever changes a theme while developing waits less."""
        if press_conf().is_production:
            self._is_woken.wait(pause)
            return
        paths = press_conf().theme_paths
        before, end = theme_state(paths), time.monotonic() + pause
        while (left := end - time.monotonic()) > 0 and not self._is_woken.wait(min(left, _THEME_EVERY_S)):
            if theme_state(paths) != before:
                return

    def _print(self) -> float:
        close_old_connections()
        try:
            if not self._is_swept:
                sweep()
                self._is_swept = True
            print_waiting(before_all=choose_before_printing, last_turn=Turn.AT_ONCE)
            if Pending.objects.following().exists():
                print_following()
                # What was published meanwhile goes before the rest.
                return 0.0
        except PressBusyError:
            return _LOOK_EVERY_S
        except (PressError, DatabaseError, OSError) as error:
            logger.error("The press stopped and will try again: %s", error)
            connection.close()
            return _AFTER_A_PROBLEM_S
        return _LOOK_EVERY_S
