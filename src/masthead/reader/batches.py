"""Counts on their way from the processes that answer readers to the database: small files, each taken once.

A file stands whole or not at all. It waits while the database is away, and names nobody: a day, whether a piece was
read or shared, the piece's id, and how often.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

__all__ = [
    "READ",
    "SHARED",
    "BatchError",
    "Tally",
    "read_batch",
    "read_shares",
    "waiting_batches",
    "write_batch",
    "write_shares",
]

READ = "read"
SHARED = "shared"
_WAITING = "waiting"
_SHARES = "shares.json"
# More than that is not written: somebody makes numbers up.
_LARGEST_BYTES = 4 * 1024 * 1024


class Tally(NamedTuple):
    """What is counted: a day as ISO text, ``read`` or ``shared``, and the id of a piece."""

    day: str
    kind: str
    article_id: int


class BatchError(Exception):
    """A file of counts is damaged."""


def write_batch(folder: Path, counts: Mapping[Tally, int]) -> Path:
    """Leave counts in a file of their own.

    Raises:
        OSError: it cannot be written.
    """
    name = f"{time.time_ns()}-{os.getpid()}-{secrets.token_hex(4)}.json"
    return _write(folder / _WAITING / name, json.dumps([[*tally, count] for tally, count in counts.items()]))


def waiting_batches(folder: Path) -> list[Path]:
    """Return the files that wait, the oldest first."""
    return sorted((folder / _WAITING).glob("[0-9]*.json"))


def read_batch(path: Path) -> dict[Tally, int]:
    """Return what a file holds.

    Raises:
        BatchError: it is damaged.
    """
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise BatchError(f"{path} is too large to hold counts.")
        rows = json.loads(path.read_text(encoding="utf-8"))
        return {
            Tally(date.fromisoformat(day).isoformat(), str(kind), int(one)): int(count)
            for day, kind, one, count in rows
        }
    except (ValueError, TypeError) as error:
        raise BatchError(f"{path} does not hold counts: {error}") from error


def write_shares(folder: Path, shares: Iterable[tuple[int, int]]) -> None:
    """Leave the numbers of shares that readers are shown; a file that says the same already stays.

    Raises:
        OSError: it cannot be written.
    """
    path, text = folder / _SHARES, json.dumps({str(one): count for one, count in shares})
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        _write(path, text)


def read_shares(folder: Path) -> tuple[int, dict[int, int]]:
    """Return when the numbers of shares were written, in nanoseconds, and the numbers by the piece's id."""
    try:
        modified_ns = (folder / _SHARES).stat().st_mtime_ns
        found = json.loads((folder / _SHARES).read_text(encoding="utf-8"))
        return modified_ns, {int(one): int(count) for one, count in found.items()}
    except (OSError, ValueError, AttributeError):
        return 0, {}


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        fresh.write_text(text, encoding="utf-8")
        return fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
