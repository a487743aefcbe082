"""A run of the press: what waits is printed into the edition that readers see, or all into a new one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from masthead.press.models import Dependency, Pending, PrintedSheet

from .crew import crew
from .ledger import Outcome, addresses_still_printed, lines_of, record_outcomes
from .printer import Desk, Job, Standing, Works, print_sheets
from .queue import note_failure, take_due, take_off
from .sheet import Spec
from .writer import Edition

__all__ = ["RunCount", "print_due", "print_generation"]

_DUE_BATCH = 400
_CREW_BATCH = 250
# Below this many sheets a second process costs more than it brings.
_CREW_FROM = 600


@dataclass
class RunCount:
    """What a run did, counted in sheets."""

    printed: int = 0
    written: int = 0
    removed: int = 0
    failed: int = 0
    outcomes: list[Outcome] = field(default_factory=list, repr=False)

    def add(self, outcomes: Sequence[Outcome]) -> None:
        """Count what became of a batch."""
        for outcome in outcomes:
            self.failed += bool(outcome.error)
            self.printed += outcome.address is not None
            self.written += outcome.is_written


def print_due(works: Works, desk: Desk, edition: Edition, count: RunCount) -> bool:
    """Print the next batch that waits, of one phase; False when nothing waits.

    Files are written before the ledger: a run that is killed between the two prints the batch again,
    which changes nothing.

    Raises:
        EditionFullError: nothing more can be written; the batch goes on waiting.
    """
    due = take_due(_DUE_BATCH)
    if not due:
        return False
    generation = edition.generation()
    specs = [Spec(pending.kind, pending.args) for pending in due]
    lines = lines_of(specs)
    outcomes = print_sheets(works, desk, edition, Job(specs, _standing(lines), generation))
    count.add(outcomes)
    count.outcomes += [outcome for outcome in outcomes if outcome.is_written]
    count.removed += _remove_left(edition, generation, outcomes, lines)
    with transaction.atomic():
        record_outcomes(outcomes, lines, generation)
        take_off(due)
        for outcome in outcomes:
            if outcome.error:
                note_failure(outcome.spec, works.sheets[outcome.spec.kind].phase, outcome.error)
    return True


def _standing(lines: dict[Spec, PrintedSheet]) -> dict[Spec, Standing]:
    return {spec: Standing(line.address, line.digest) for spec, line in lines.items()}


def _remove_left(
    edition: Edition, generation: int, outcomes: Sequence[Outcome], lines: dict[Spec, PrintedSheet]
) -> int:
    """Remove the files at addresses that sheets of this batch have left, unless another sheet stands there."""
    left: dict[str, Spec] = {}
    for outcome in outcomes:
        line = lines.get(outcome.spec)
        if line is not None and not outcome.error and line.address != outcome.address:
            left[line.address] = outcome.spec
    if not left:
        return 0
    taken = {outcome.address for outcome in outcomes if outcome.address}
    taken |= addresses_still_printed(list(left), [outcome.spec for outcome in outcomes])
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
    todo = list(specs)
    linked = edition.generation() if is_ledger_trusted and edition.generation() else None
    with crew(make_works, edition, processes if len(todo) >= _CREW_FROM else 1) as run:
        for outcomes in run(_generation_jobs(todo, generation, linked)):
            outcomes = _with_last_good_form(edition, outcomes, generation)
            count.add(outcomes)
            with transaction.atomic():
                record_outcomes(outcomes, lines_of([outcome.spec for outcome in outcomes]), generation)
                for outcome in outcomes:
                    if outcome.error:
                        note_failure(outcome.spec, works.sheets[outcome.spec.kind].phase, outcome.error)
            if progress is not None:
                progress(len(outcomes))
    edition.swap(generation)
    with transaction.atomic():
        stale = PrintedSheet.objects.exclude(generation=generation)
        Dependency.objects.filter(sheet_id__in=stale.values("pk")).delete()
        count.removed = stale.delete()[0]
        Pending.objects.due().delete()
    return count


def _generation_jobs(todo: Sequence[Spec], generation: int, linked: int | None) -> Iterator[Job]:
    for start in range(0, len(todo), _CREW_BATCH):
        specs = todo[start : start + _CREW_BATCH]
        standing = _standing(lines_of(specs)) if linked is not None else {}
        yield Job(specs, standing, generation, linked)


def _with_last_good_form(edition: Edition, outcomes: Sequence[Outcome], generation: int) -> list[Outcome]:
    """Carry the standing form of sheets that failed over into the new generation."""
    failed = [outcome.spec for outcome in outcomes if outcome.error]
    if failed:
        for line in lines_of(failed).values():
            if edition.link(generation, line.address, edition.generation()):
                PrintedSheet.objects.filter(pk=line.pk).update(generation=generation)
    return list(outcomes)
