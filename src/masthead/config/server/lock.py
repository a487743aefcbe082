"""One ``masthead up`` for one data folder, and its state for others to read."""

from __future__ import annotations

import fcntl
import json
import os
import time
from pathlib import Path
from typing import Any

from .errors import AlreadyRunningError

__all__ = ["SiteLock", "read_state", "write_state"]

_LOCK_NAME = "up.lock"
_STATE_NAME = "up.json"
# Processes of a supervisor that was killed need a moment to notice and to finish.
_PATIENCE_S = 5.0


class SiteLock:
    """The right to run a site; processes that the holder starts share it, so it ends with the last of them."""

    def __init__(self, run_path: Path) -> None:
        self.run_path = run_path
        self._descriptor = -1

    def take(self, patience_s: float = _PATIENCE_S) -> None:
        """Take the lock.

        Raises:
            AlreadyRunningError: another process has it.
        """
        self.run_path.mkdir(parents=True, exist_ok=True)
        self._descriptor = os.open(self.run_path / _LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        deadline = time.monotonic() + patience_s
        while not self._try():
            owner = _owner(self.run_path)
            if time.monotonic() >= deadline or _is_alive(owner):
                self.release()
                raise AlreadyRunningError(self.run_path.parent, f" as process {owner}" if owner else "")
            time.sleep(0.1)

    def _try(self) -> bool:
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        """Let the lock go in this process."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def _owner(run_path: Path) -> int:
    return int(read_state(run_path).get("pid", 0))


def _is_alive(pid: int) -> bool:
    if pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def write_state(run_path: Path, state: dict[str, Any]) -> None:
    """Leave the supervisor's state for ``masthead status``; a full disk must not stop the supervisor."""
    fresh = run_path / f".{_STATE_NAME}.tmp"
    try:
        fresh.write_text(json.dumps(state), encoding="utf-8")
        fresh.replace(run_path / _STATE_NAME)
    except OSError:
        fresh.unlink(missing_ok=True)


def read_state(run_path: Path) -> dict[str, Any]:
    """Return what the last supervisor wrote, and in ``is_running`` whether the site runs now."""
    try:
        state: dict[str, Any] = json.loads((run_path / _STATE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        state = {}
    return {**state, "is_running": _is_locked(run_path)}


def _is_locked(run_path: Path) -> bool:
    try:
        descriptor = os.open(run_path / _LOCK_NAME, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
