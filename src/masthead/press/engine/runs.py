"""A run of the press: what waits is printed into the edition that readers see, or all into a new one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db import transaction

from masthead.press.models import Dependency, Pending, PrintedSheet

from .crew import crew
from .hands import hands
from .ledger import Line, Outcome, addresses_still_printed, lines_of, record_outcomes
from .named import carry_named, with_named_kept
from .printer import Desk, Job, Standing, Works, print_sheets
from .queue import Waiting, enqueue, note_failure, take_due, take_off
from .sheet import Spec, Turn
from .writer import Edition

__all__ = ["DUE_BATCH", "RunCount", "print_due", "print_generation"]

DUE_BATCH = 400
_CREW_BATCH = 250
# Each process gets four jobs at least, so that none is idle for long while another prints the last one.
_LEAST_JOBS = 4
# Below this many sheets a second process costs more than it brings.
_CREW_FROM = 600


@dataclass
class RunCount:
    """What a run did, counted in sheets."""

    printed: int = 0
    written: int = 0
    removed: int = 0
    failed: int = 0

    def add(self, outcomes: Sequence[Outcome]) -> None:
        """Count what became of a batch."""
        for outcome in outcomes:
            self.failed += bool(outcome.error)
            self.printed += outcome.address is not None
            self.written += outcome.is_written


def print_due(
    works: Works,
    desk: Desk,
    edition: Edition,
    count: RunCount,
    note: Callable[[Sequence[Outcome], Mapping[Spec, Line]], None],
    progress: Callable[[], None] | None = None,
    *,
    limit: int = DUE_BATCH,
    last_turn: Turn = Turn.LAST,
) -> bool:
    """Print the next batch that waits, leaves before lists; False when nothing waits.

    Files are written before the ledger: a run that is killed between the two prints the batch again,
    which changes nothing. The sheets of a phase stand before those of the next are written, and the new
    ones of a phase before the others.

    Args:
        works: the kinds of sheets.
        desk: what they are printed from.
        edition: where to print.
        count: counts what is done.
        note: called with what became of the batch and what the ledger held of it before, in the transaction
            that writes it into the ledger.
        progress: called when the sheets of a phase stand.
        limit: how many sheets at most.
        last_turn: those of later turns are left.

    Raises:
        EditionFullError: nothing more can be written; the batch goes on waiting.
    """
    due = take_due(limit, last_turn)
    if not due:
        return False
    generation = edition.generation()
    specs = [waiting.spec for waiting in due]
    lines = lines_of(specs)
    desk.prefetch(specs)
    outcomes: list[Outcome] = []
    with hands(edition) as writing:
        # What is new stands before what links to it.
        def place(one: Waiting) -> tuple[int, int, bool]:
            return one.turn, one.phase, one.spec in lines

        for _, together in groupby(sorted(due, key=place), key=place):
            part = [one.spec for one in together]
            fresh = print_sheets(works, desk, writing, Job(part, _standing(lines), generation))
            fresh = with_named_kept(works, fresh, outcomes, lines)
            outcomes += fresh
            count.removed += _remove_left(edition, generation, fresh, outcomes, lines)
            count.add(fresh)
            if progress is not None:
                progress()
    with transaction.atomic():
        record_outcomes(outcomes, lines, generation)
        take_off(due)
        for outcome in outcomes:
            if outcome.error:
                note_failure(outcome.spec, works.sheets[outcome.spec.kind].phase, outcome.error)
        note(outcomes, lines)
    return True


def _standing(lines: Mapping[Spec, Line]) -> dict[Spec, Standing]:
    return {spec: Standing(line.address, line.digest) for spec, line in lines.items()}


def _remove_left(
    edition: Edition,
    generation: int,
    outcomes: Sequence[Outcome],
    before: Sequence[Outcome],
    lines: Mapping[Spec, Line],
) -> int:
    """Remove the files at addresses that sheets have left, unless another sheet stands there.

    Args:
        outcomes: what became of the sheets.
        before: the same of all sheets that are not in the ledger yet, these too.
        lines: what the ledger holds of them.
    """
    left = {
        lines[outcome.spec].address
        for outcome in outcomes
        if outcome.spec in lines and not outcome.error and lines[outcome.spec].address != outcome.address
    }
    if not left:
        return 0
    taken = {outcome.address for outcome in before if outcome.address}
    taken |= addresses_still_printed(list(left), [one.spec for one in before if not one.error])
    return sum(edition.remove(generation, address) for address in left if address not in taken)


def print_generation(
    make_works: Callable[[], Works],
    edition: Edition,
    specs: Iterable[Spec],
    *,
    generation: int,
    processes: int,
    is_ledger_trusted: bool,
    progress: Callable[[int], None] | None = None,
) -> RunCount:
    """Print sheets into a new generation, then show it to readers in one step.

    Those that follow and did not stand before wait to be printed then.

    Args:
        make_works: gives the kinds of sheets, in each process that prints.
        edition: where to print.
        specs: all sheets of the edition.
        generation: the number of the new one; its folder must be there and empty.
        processes: how many print.
        is_ledger_trusted: whether the ledger describes the files that stand, so that those with the
            same bytes may be taken over.
        progress: called with the number of sheets done.

    Raises:
        EditionFullError: nothing more can be written; readers go on seeing the edition before.
    """
    count = RunCount()
    works = make_works()
    linked = edition.generation() if is_ledger_trusted and edition.generation() else None
    todo, following = _parted(works, specs, is_anything_known=linked is not None)
    processes = processes if len(todo) >= _CREW_FROM else 1
    size = max(1, min(_CREW_BATCH, -(-len(todo) // (processes * _LEAST_JOBS))))
    with crew(make_works, edition, processes) as run:
        for outcomes in run(_generation_jobs(todo, size, generation, linked)):
            outcomes = _with_last_good_form(edition, outcomes, generation)
            count.add(outcomes)
            with transaction.atomic():
                record_outcomes(outcomes, lines_of([outcome.spec for outcome in outcomes]), generation)
                for outcome in outcomes:
                    if outcome.error:
                        note_failure(outcome.spec, works.sheets[outcome.spec.kind].phase, outcome.error)
            if progress is not None:
                progress(len(outcomes))
    if count.failed and edition.generation():
        carry_named(works, edition, generation)
    edition.swap(generation)
    with transaction.atomic():
        stale = PrintedSheet.objects.exclude(generation=generation)
        Dependency.objects.filter(sheet_id__in=stale.values("pk")).delete()
        count.removed = stale.delete()[0]
        Pending.objects.due().delete()
        enqueue((spec, works.sheets[spec.kind].phase, Turn.LAST) for spec in following)
    return count


def _parted(works: Works, specs: Iterable[Spec], *, is_anything_known: bool) -> tuple[list[Spec], list[Spec]]:
    """Return the sheets of a full print, and those that follow it."""
    todo: list[Spec] = []
    following: list[Spec] = []
    for spec in specs:
        (following if works.sheets[spec.kind].follows else todo).append(spec)
    known = lines_of(following) if is_anything_known else {}
    return todo + [one for one in following if one in known], [one for one in following if one not in known]


def _generation_jobs(todo: Sequence[Spec], size: int, generation: int, linked: int | None) -> Iterator[Job]:
    for start in range(0, len(todo), size):
        specs = todo[start : start + size]
        standing = _standing(lines_of(specs)) if linked is not None else {}
        yield Job(specs, standing, generation, linked)


def _with_last_good_form(edition: Edition, outcomes: Sequence[Outcome], generation: int) -> list[Outcome]:
    """Carry the standing form of sheets that failed over into the new generation."""
    failed = [outcome.spec for outcome in outcomes if outcome.error]
    if failed:
        for line in lines_of(failed).values():
            if edition.link(generation, line.address, edition.generation()):
                PrintedSheet.objects.filter(pk=line.id).update(generation=generation)
    return list(outcomes)
