"""Starting services, starting again what ends, and ending all of them together."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from masthead.config.failures import ExitCode

from .children import WATCHED_SIGNALS, start_child
from .lock import write_state

__all__ = ["Service", "Supervisor"]

_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 30.0
# A service that has run this long has recovered from what ended it before.
_STABLE_AFTER_S = 60.0
_TICK_S = 0.2


@dataclass
class Service:
    """One process to keep running.

    ``prepare``, where there is one, runs once in a process of its own before the first start. It is tried again
    while the database cannot be reached; any other failure ends the whole site with its exit code.
    """

    name: str
    work: Callable[[], int]
    prepare: Callable[[], int] | None = None
    pid: int = 0
    stage: str = "waiting"
    restarts: int = 0
    failures: int = 0
    started_at: float = 0.0
    due_at: float = 0.0

    def start(self) -> None:
        """Start what comes next: the preparation, or the service itself."""
        self.stage = "preparing" if self.prepare else "running"
        self.started_at = time.monotonic()
        self.pid = start_child(self.prepare or self.work)

    def note_end(self, code: int) -> None:
        """Plan the next start after an end with ``code``."""
        if self.stage == "preparing" and code == ExitCode.DONE:
            self.pid, self.stage, self.prepare, self.failures, self.due_at = 0, "waiting", None, 0, 0.0
            return
        if time.monotonic() - self.started_at > _STABLE_AFTER_S:
            self.failures = 0
        self.failures += 1
        self.restarts += self.stage == "running"
        self.pid, self.stage = 0, "waiting"
        self.due_at = time.monotonic() + self.pause_s

    @property
    def pause_s(self) -> float:
        """How long to wait before the next start: twice as long after each failure."""
        return min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2.0 ** (self.failures - 1))


class Supervisor:
    """Keep services running until a signal says to stop."""

    def __init__(self, *, services: list[Service], run_path: Path, stop_timeout_s: float) -> None:
        self.services = services
        self.run_path = run_path
        self.stop_timeout_s = stop_timeout_s
        self._started_at = time.time()

    def run(self, on_tick: Callable[[], None]) -> int:
        """Run until a signal to stop, or until a service refuses to start; return the exit code.

        ``on_tick`` is called several times a second until it has nothing left to do (it raises ``StopIteration``).
        """
        # Blocked signals wait to be asked for: nothing can interrupt a fork or a write of the state.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED_SIGNALS)
        tick: Callable[[], None] | None = on_tick
        try:
            while True:
                for service in self.services:
                    if not service.pid and time.monotonic() >= service.due_at:
                        service.start()
                        self._write_state()
                received = signal.sigtimedwait(WATCHED_SIGNALS, self._patience_s(has_tick=tick is not None))
                if received is not None and received.si_signo != signal.SIGCHLD:
                    return ExitCode.DONE
                refusal = self._reap()
                if refusal:
                    return refusal
                try:
                    if tick:
                        tick()
                except StopIteration:
                    tick = None
        finally:
            self._stop_all()
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _patience_s(self, *, has_tick: bool) -> float:
        pauses = [service.due_at - time.monotonic() for service in self.services if not service.pid]
        return max(0.01, min([_TICK_S if has_tick else 3600.0, *pauses]))

    def _reap(self) -> int:
        """Take note of every child that ended; return the exit code of a service that refuses to start."""
        for service, code in self._ended():
            was, service_pid = service.stage, service.pid
            service.note_end(code)
            _kill_group(service_pid)
            if was == "preparing" and code not in {ExitCode.DONE, ExitCode.DATABASE}:
                return code if code > 0 else ExitCode.FAILED
            if service.failures:
                ended = f"ended by signal {-code}" if code < 0 else f"ended with code {code}"
                _say(f"{service.name} {ended}; it starts again in {service.pause_s:g} s.")
            self._write_state()
        return 0

    def _ended(self) -> list[tuple[Service, int]]:
        ended: list[tuple[Service, int]] = []
        by_pid = {service.pid: service for service in self.services if service.pid}
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return ended
            if pid == 0:
                return ended
            if pid in by_pid:
                ended.append((by_pid[pid], os.waitstatus_to_exitcode(status)))

    def _stop_all(self) -> None:
        """Ask every service to end, wait, and end those that did not; a second signal shortens the wait."""
        running = [service for service in self.services if service.pid]
        for service in running:
            _signal(service.pid, signal.SIGTERM)
        deadline = time.monotonic() + self.stop_timeout_s
        while running and time.monotonic() < deadline:
            received = signal.sigtimedwait(
                WATCHED_SIGNALS, min(_TICK_S, max(0.01, deadline - time.monotonic()))
            )
            gone = {service.pid for service, _ in self._ended()}
            running = [service for service in running if service.pid not in gone]
            if received is not None and received.si_signo != signal.SIGCHLD:
                deadline = 0.0
        for service in self.services:
            if service.pid:
                _kill_group(service.pid)
        (self.run_path / "up.json").unlink(missing_ok=True)

    def _write_state(self) -> None:
        services: list[dict[str, Any]] = [
            {"name": one.name, "pid": one.pid, "stage": one.stage, "restarts": one.restarts}
            for one in self.services
        ]
        write_state(self.run_path, {"pid": os.getpid(), "started_at": self._started_at, "services": services})


def _signal(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def _kill_group(pid: int) -> None:
    """End whatever a child may have left behind in its group."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _say(text: str) -> None:
    sys.stderr.write(f"masthead: {text}\n")
    sys.stderr.flush()
