"""The ledger: what each sheet was printed from, and what was printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q

from masthead.press.models import Dependency, PrintedSheet

from .recorder import key_hash
from .sheet import Spec

__all__ = ["Outcome", "addresses_still_printed", "lines_of", "record_outcomes"]

_BATCH = 400


@dataclass(frozen=True)
class Outcome:
    """What became of one sheet: where it stands now, or why it does not."""

    spec: Spec
    address: str | None
    digest: str = ""
    keys: frozenset[str] = frozenset()
    is_written: bool = False
    error: str = ""


def lines_of(specs: Iterable[Spec]) -> dict[Spec, PrintedSheet]:
    """Return the ledger's lines of these sheets."""
    by_kind: dict[str, list[str]] = {}
    for spec in specs:
        by_kind.setdefault(spec.kind, []).append(spec.args)
    wanted = [
        (kind, args[start : start + _BATCH])
        for kind, args in by_kind.items()
        for start in range(0, len(args), _BATCH)
    ]
    found: dict[Spec, PrintedSheet] = {}
    while wanted:
        # As many kinds in one query as its parameters allow.
        some, room = Q(), _BATCH
        while wanted and len(wanted[-1][1]) <= room:
            kind, args = wanted.pop()
            some |= Q(kind=kind, args__in=args)
            room -= len(args)
        found.update({Spec(line.kind, line.args): line for line in PrintedSheet.objects.filter(some)})
    return found


def addresses_still_printed(addresses: Sequence[str], without: Iterable[Spec]) -> set[str]:
    """Return which addresses belong to a sheet other than those in ``without``."""
    excluded = set(without)
    lines = PrintedSheet.objects.filter(address__in=addresses).values_list("kind", "args", "address")
    return {address for kind, args, address in lines if Spec(kind, args) not in excluded}


def record_outcomes(outcomes: Sequence[Outcome], lines: dict[Spec, PrintedSheet], generation: int) -> None:
    """Write what was printed into the ledger, in one transaction; failed sheets keep their lines."""
    with transaction.atomic():
        gone = [lines[o.spec].pk for o in outcomes if o.address is None and not o.error and o.spec in lines]
        if gone:
            Dependency.objects.filter(sheet_id__in=gone).delete()
            PrintedSheet.objects.filter(pk__in=gone).delete()
        _record_standing([o for o in outcomes if o.address is not None], lines, generation)


def _record_standing(outcomes: Sequence[Outcome], lines: dict[Spec, PrintedSheet], generation: int) -> None:
    fresh: list[PrintedSheet] = []
    old_keys: dict[Spec, frozenset[str]] = {}
    for outcome in outcomes:
        line = lines.get(outcome.spec)
        printed_from = "\n".join(sorted(outcome.keys))
        is_same = line is not None and (line.address, line.digest, line.printed_from, line.generation) == (
            outcome.address, outcome.digest, printed_from, generation,
        )  # fmt: skip
        if is_same:
            continue
        old_keys[outcome.spec] = frozenset(line.printed_from.split("\n")) if line else frozenset()
        fresh.append(
            PrintedSheet(
                kind=outcome.spec.kind,
                args=outcome.spec.args,
                address=outcome.address or "",
                digest=outcome.digest,
                printed_from=printed_from,
                generation=generation,
            )
        )
    PrintedSheet.objects.bulk_create(
        fresh,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["kind", "args"],
        update_fields=["address", "digest", "printed_from", "generation"],
    )
    added: list[tuple[int, int]] = []
    removed: list[tuple[int, int]] = []
    for line in fresh:
        before = old_keys[Spec(line.kind, line.args)]
        after = frozenset(line.printed_from.split("\n"))
        added += [(key_hash(key), line.pk) for key in after - before]
        removed += [(key_hash(key), line.pk) for key in before - after]
    if removed:
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM press_dependency WHERE key = %s AND sheet_id = %s", removed)
    _add_dependencies(added)


def _add_dependencies(rows: list[tuple[int, int]]) -> None:
    with connection.cursor() as cursor:
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
