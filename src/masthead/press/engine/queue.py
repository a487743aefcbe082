"""Sheets that wait: put there in the transaction that made them stale, taken off when they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from masthead.press.models import Pending

from .recorder import key_hash
from .sheet import Phase, Spec, Turn

__all__ = [
    "AT_ONCE",
    "NEXT",
    "Waiting",
    "enqueue",
    "enqueue_printed_from",
    "note_failure",
    "retry_failed",
    "take_due",
    "take_off",
]

# Some databases take no more than 999 values in one question.
_KEYS = 400
# Of all that a change touches so many sheets are printed at once, and so many right after.
AT_ONCE = 54
NEXT = 400

# What goes waits for its own turn; whatever else waits goes with the first change that asks for it.
_UPSERT = f"""
    INSERT INTO press_pending (kind, args, phase, turn, error, failed_at) {{source}}
    ON CONFLICT (kind, args) DO UPDATE SET error = '', failed_at = NULL, phase = excluded.phase,
    turn = CASE WHEN excluded.phase = {int(Phase.WITHDRAWN)} OR excluded.turn < press_pending.turn
    THEN excluded.turn ELSE press_pending.turn END
"""


class Waiting(NamedTuple):
    """A sheet that waits, and the number of its row."""

    id: int
    spec: Spec
    phase: int
    turn: int = Turn.AT_ONCE


def enqueue(specs: Iterable[tuple[Spec, Phase, Turn]]) -> None:
    """Let sheets wait; one that waits already or failed before is to be tried again."""
    rows = [(spec.kind, spec.args, int(phase), int(turn)) for spec, phase, turn in specs]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_UPSERT.format(source="VALUES (%s, %s, %s, %s, '', NULL)"), rows)


def enqueue_printed_from(
    keys: Iterable[str],
    phases: Mapping[str, Phase],
    *,
    at_once: int = AT_ONCE,
    following: int = NEXT,
    last: Collection[str] = (),
) -> None:
    """Let all sheets wait that were printed from any of ``keys``; those that are printed at once anyway take no place.

    Args:
        keys: what changed.
        phases: the phase of each kind of sheet, the kinds that readers look at first before the others.
        at_once: how many of them are printed at once.
        following: how many follow these; the rest is printed later.
        last: the kinds that come last of all.
    """
    hashes = [key_hash(key) for key in keys]
    cases = " ".join(f"WHEN '{kind}' THEN {int(phase)}" for kind, phase in phases.items())
    ranks = " ".join(f"WHEN '{kind}' THEN {rank}" for rank, kind in enumerate(phases))
    late = f"kind IN ({', '.join(repr(kind) for kind in last)})" if last else "1 = 0"
    with connection.cursor() as cursor:
        for start in range(0, len(hashes), _KEYS):
            part = hashes[start : start + _KEYS]
            source = f"""
                SELECT kind, args, CASE kind {cases} ELSE {int(Phase.INDEX)} END,
                CASE WHEN place <= %s THEN {int(Turn.AT_ONCE)} WHEN {late} THEN {int(Turn.LAST)}
                WHEN place <= %s THEN {int(Turn.NEXT)} ELSE {int(Turn.LATER)} END, '', NULL
                FROM (
                    SELECT id, kind, args, ROW_NUMBER() OVER (ORDER BY CASE kind {ranks} ELSE {len(phases)} END, id DESC)
                    AS place FROM press_printedsheet AS sheet
                    WHERE NOT EXISTS (
                        SELECT 1 FROM press_pending AS known WHERE known.kind = sheet.kind AND known.args = sheet.args
                        AND known.turn = {int(Turn.AT_ONCE)} AND known.error = ''
                    )
                    AND id IN (SELECT sheet_id FROM press_dependency WHERE key IN ({", ".join(["%s"] * len(part))}))
                ) AS touched
                ORDER BY id DESC
            """  # noqa: S608 - only numbers and names of kinds are put in
            room = at_once if start == 0 else 0
            cursor.execute(_UPSERT.format(source=source), [room, room + following, *part])


def take_due(limit: int, last_turn: Turn = Turn.LAST) -> list[Waiting]:
    """Return the next sheets to print, in the order in which readers need them, without taking them off.

    Args:
        limit: how many at most.
        last_turn: those of later turns stay.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, kind, args, phase, turn FROM press_pending WHERE error = '' AND turn <= %s "
            "ORDER BY turn, phase, id LIMIT %s",
            [int(last_turn), limit],
        )
        return [
            Waiting(number, Spec(kind, args), phase, turn)
            for number, kind, args, phase, turn in cursor.fetchall()
        ]


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
