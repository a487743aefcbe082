"""The ledger: what each sheet was printed from, and what was printed.

Plain SQL: every publish asks it for some forty sheets, and Django takes longer to write the questions than a
database to answer them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection, transaction

from .recorder import key_hash
from .sheet import Spec

__all__ = ["Line", "Outcome", "addresses_still_printed", "lines_of", "record_outcomes"]

# Some databases take no more than 999 values in one question.
_BATCH = 400
_ROWS = 160


class Line(NamedTuple):
    """What the ledger holds of one sheet."""

    id: int
    address: str
    digest: str
    printed_from: str
    generation: int


@dataclass(frozen=True)
class Outcome:
    """What became of one sheet: where it stands now, or why it does not."""

    spec: Spec
    address: str | None
    digest: str = ""
    keys: frozenset[str] = frozenset()
    is_written: bool = False
    error: str = ""


def lines_of(specs: Iterable[Spec]) -> dict[Spec, Line]:
    """Return the ledger's lines of these sheets."""
    waiting = iter(specs)
    found: dict[Spec, Line] = {}
    with connection.cursor() as cursor:
        while some := list(islice(waiting, _BATCH)):
            by_kind: dict[str, list[str]] = {}
            for spec in some:
                by_kind.setdefault(spec.kind, []).append(spec.args)
            wanted = " OR ".join(f"(kind = %s AND args IN ({_marks(args)}))" for args in by_kind.values())
            cursor.execute(
                "SELECT kind, args, id, address, digest, printed_from, generation "  # noqa: S608 - only marks are put in
                f"FROM press_printedsheet WHERE {wanted}",
                [value for kind, args in by_kind.items() for value in (kind, *args)],
            )
            found.update({Spec(kind, args): Line(*line) for kind, args, *line in cursor.fetchall()})
    return found


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def addresses_still_printed(addresses: Sequence[str], without: Iterable[Spec]) -> set[str]:
    """Return which addresses belong to a sheet other than those in ``without``."""
    excluded = set(without)
    found: set[str] = set()
    with connection.cursor() as cursor:
        for start in range(0, len(addresses), _BATCH):
            part = addresses[start : start + _BATCH]
            cursor.execute(
                f"SELECT kind, args, address FROM press_printedsheet WHERE address IN ({_marks(part)})",  # noqa: S608
                part,
            )
            found |= {
                address for kind, args, address in cursor.fetchall() if Spec(kind, args) not in excluded
            }
    return found


def record_outcomes(outcomes: Sequence[Outcome], lines: Mapping[Spec, Line], generation: int) -> None:
    """Write what was printed into the ledger, in one transaction; failed sheets keep their lines."""
    with transaction.atomic(), connection.cursor() as cursor:
        gone = [
            (lines[o.spec].id,) for o in outcomes if o.address is None and not o.error and o.spec in lines
        ]
        if gone:
            cursor.executemany("DELETE FROM press_dependency WHERE sheet_id = %s", gone)
            cursor.executemany("DELETE FROM press_printedsheet WHERE id = %s", gone)
        _record_standing(cursor, [o for o in outcomes if o.address is not None], lines, generation)


def _record_standing(
    cursor: Any, outcomes: Iterable[Outcome], lines: Mapping[Spec, Line], generation: int
) -> None:
    fresh: list[tuple[Any, ...]] = []
    changed: list[tuple[Any, ...]] = []
    keys: dict[Spec, tuple[int, frozenset[str], frozenset[str]]] = {}
    for outcome in outcomes:
        line = lines.get(outcome.spec)
        values = (outcome.address, outcome.digest, "\n".join(sorted(outcome.keys)), generation)
        if line is None:
            fresh.append((*outcome.spec, *values))
            keys[outcome.spec] = (0, frozenset(), outcome.keys)
        elif line[1:] != values:
            changed.append((*values, line.id))
            keys[outcome.spec] = (line.id, frozenset(line.printed_from.split("\n")), outcome.keys)
    ids = _add_lines(cursor, fresh)
    if changed:
        cursor.executemany(
            "UPDATE press_printedsheet SET address = %s, digest = %s, printed_from = %s, generation = %s WHERE id = %s",
            changed,
        )
    added: list[tuple[int, int]] = []
    removed: list[tuple[int, int]] = []
    for spec, (number, before, after) in keys.items():
        sheet_id = number or ids[spec]
        added += [(key_hash(key), sheet_id) for key in after - before]
        removed += [(key_hash(key), sheet_id) for key in before - after]
    if removed:
        cursor.executemany("DELETE FROM press_dependency WHERE key = %s AND sheet_id = %s", removed)
    _add_dependencies(cursor, added)


def _add_lines(cursor: Any, rows: Sequence[tuple[Any, ...]]) -> dict[Spec, int]:
    ids: dict[Spec, int] = {}
    for start in range(0, len(rows), _ROWS):
        part = rows[start : start + _ROWS]
        marks = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(part))
        cursor.execute(
            "INSERT INTO press_printedsheet (kind, args, address, digest, printed_from, generation) "  # noqa: S608
            f"VALUES {marks} ON CONFLICT (kind, args) DO UPDATE SET address = excluded.address, "
            "digest = excluded.digest, printed_from = excluded.printed_from, generation = excluded.generation "
            "RETURNING kind, args, id",
            [value for row in part for value in row],
        )
        ids.update({Spec(kind, args): number for kind, args, number in cursor.fetchall()})
    return ids


def _add_dependencies(cursor: Any, rows: Sequence[tuple[int, int]]) -> None:
    if connection.vendor == "postgresql":
        cursor.execute(
            "INSERT INTO press_dependency (key, sheet_id) "
            "SELECT unnest(%s::bigint[]), unnest(%s::bigint[]) ON CONFLICT DO NOTHING",
            [[key for key, _ in rows], [sheet for _, sheet in rows]],
        )
    elif rows:
        cursor.executemany(
            "INSERT INTO press_dependency (key, sheet_id) VALUES (%s, %s) ON CONFLICT DO NOTHING", rows
        )
