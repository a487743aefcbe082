"""Sheets that wait: put there in the transaction that made them stale, taken off when they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from masthead.press.models import Pending

from .recorder import key_hash
from .sheet import Phase, Spec

__all__ = [
    "Waiting",
    "enqueue",
    "enqueue_printed_from",
    "note_failure",
    "retry_failed",
    "take_due",
    "take_off",
]

_UPSERT = """
    INSERT INTO press_pending (kind, args, phase, error, failed_at) {source}
    ON CONFLICT (kind, args) DO UPDATE SET error = '', failed_at = NULL, phase = excluded.phase
"""


class Waiting(NamedTuple):
    """A sheet that waits, and the number of its row."""

    id: int
    spec: Spec
    phase: int


def enqueue(specs: Iterable[tuple[Spec, Phase]]) -> None:
    """Let sheets wait; one that waits already or failed before is to be tried again."""
    rows = [(spec.kind, spec.args, int(phase)) for spec, phase in specs]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_UPSERT.format(source="VALUES (%s, %s, %s, '', NULL)"), rows)


def enqueue_printed_from(keys: Iterable[str], phases: Mapping[str, Phase]) -> None:
    """Let all sheets wait that were printed from any of ``keys``.

    Args:
        keys: what changed.
        phases: the phase of each kind of sheet.
    """
    hashes = [key_hash(key) for key in keys]
    cases = " ".join(f"WHEN '{kind}' THEN {int(phase)}" for kind, phase in phases.items())
    with connection.cursor() as cursor:
        for start in range(0, len(hashes), 400):
            part = hashes[start : start + 400]
            source = f"""
                SELECT kind, args, CASE kind {cases} ELSE {int(Phase.INDEX)} END, '', NULL FROM press_printedsheet
                WHERE id IN (SELECT sheet_id FROM press_dependency WHERE key IN ({", ".join(["%s"] * len(part))}))
                ORDER BY id DESC
            """  # noqa: S608 - only numbers and names of kinds are put in
            cursor.execute(_UPSERT.format(source=source), part)


def take_due(limit: int) -> list[Waiting]:
    """Return the next sheets to print, in the order in which readers need them, without taking them off."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, kind, args, phase FROM press_pending WHERE error = '' ORDER BY phase, id LIMIT %s",
            [limit],
        )
        return [Waiting(number, Spec(kind, args), phase) for number, kind, args, phase in cursor.fetchall()]


def take_off(waiting: Sequence[Waiting]) -> None:
    """Take printed sheets off the queue."""
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM press_pending WHERE id = %s", [(one.id,) for one in waiting])


def note_failure(spec: Spec, phase: Phase, message: str) -> None:
    """Keep a sheet that could not be printed, with the reason, until something it depends on changes."""
    Pending.objects.update_or_create(
        kind=spec.kind,
        args=spec.args,
        defaults={"phase": int(phase), "error": message[:4000], "failed_at": timezone.now()},
    )


def retry_failed() -> int:
    """Let all failed sheets wait again; returns how many."""
    return Pending.objects.failed().update(error="", failed_at=None)
