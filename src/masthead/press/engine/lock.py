"""One press at a time for one edition."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from .errors import PressBusyError
from .recorder import key_hash

__all__ = ["press_lock"]


_held: set[int] = set()


def _let_go_in_child() -> None:
    # A child that outlives its parent would go on holding the press.
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()


os.register_at_fork(after_in_child=_let_go_in_child)


@contextmanager
def press_lock(run_path: Path, *, is_patient: bool = False) -> Iterator[None]:
    """Hold the press; the system lets go of it when the process ends, however it ends.

    A file's lock keeps processes of one machine apart; with PostgreSQL an advisory lock does it for all machines.

    Args:
        run_path: folder for the lock's file.
        is_patient: wait until the press is free instead of raising.

    Raises:
        PressBusyError: another process is printing.
    """
    run_path.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(run_path / "press.lock", os.O_RDWR | os.O_CREAT, 0o600)
    _held.add(descriptor)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if is_patient else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise PressBusyError(
                "Another process is printing this site now. Wait for it, or stop it."
            ) from error
        with _advisory_lock("masthead press", is_patient=is_patient):
            yield
    finally:
        _held.discard(descriptor)
        os.close(descriptor)


@contextmanager
def _advisory_lock(name: str, *, is_patient: bool) -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    number = key_hash(name)
    with connection.cursor() as cursor:
        if is_patient:
            cursor.execute("SELECT pg_advisory_lock(%s)", [number])
        else:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
            if not cursor.fetchone()[0]:
                raise PressBusyError("Another machine is printing this site now. Wait for it, or stop it.")
    try:
        yield
    finally:
        if connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
