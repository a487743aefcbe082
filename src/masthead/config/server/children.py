"""Child processes that end with their parent, whatever ends it."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import traceback
from collections.abc import Callable
from typing import NoReturn

__all__ = ["WATCHED_SIGNALS", "end_with_parent", "start_child"]

# What the supervisor waits for; children start with none of them blocked.
WATCHED_SIGNALS = frozenset({signal.SIGCHLD, signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
_PR_SET_PDEATHSIG = 1


def end_with_parent(parent: int) -> None:
    """Ask the system to end this process when its parent, ``parent``, ends, even by ``kill -9``."""
    try:
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
    except (AttributeError, OSError):
        return  # Not Linux: the parent's orderly end still ends its children.
    # The parent may have ended before the system was asked.
    if os.getppid() != parent:
        os._exit(1)


def start_child(work: Callable[[], int]) -> int:
    """Fork a process that does ``work`` and leaves with the code it returns; return its id.

    The child leads a session of its own: Ctrl-C reaches the supervisor alone, and a signal to the
    child's group reaches all that the child started.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        _be_child(work, parent)
    return child


def _be_child(work: Callable[[], int], parent: int) -> NoReturn:
    code = 1
    try:
        os.setsid()
        for number in WATCHED_SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED_SIGNALS)
        end_with_parent(parent)
        code = work()
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except KeyboardInterrupt:
        code = 130
    except BaseException:  # noqa: BLE001 - the last frame of a process: nobody else could report it
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
