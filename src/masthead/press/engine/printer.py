"""Printing sheets: read, compose, compare, write."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from .errors import EditionFullError, TemplateFaultError
from .hands import Hands
from .ledger import Outcome
from .sheet import Phase, Sheet, Spec
from .writer import Edition

__all__ = ["Desk", "Job", "Standing", "Works", "print_sheets"]

logger = logging.getLogger(__name__)

# What a theme or a plate can do wrong. Errors of the database or the disk are not among them: they stop the run.
_SHEET_ERRORS = (RuntimeError, LookupError, TypeError, ValueError, AttributeError, ArithmeticError)


class Desk(Protocol):
    """What sheets read from; it records what they read."""

    def prefetch(self, specs: Sequence[Spec]) -> None:
        """Read at once what these sheets are about to read."""

    def take(self) -> frozenset[str]:
        """Return the keys read since the last call."""


@dataclass(frozen=True)
class Works:
    """All that the engine is given by the room around it: the kinds of sheets, and desks to print them from."""

    sheets: Mapping[str, Sheet]
    make_desk: Callable[[], Desk]

    def phases(self) -> dict[str, Phase]:
        """Return the phase of each kind."""
        return {kind: sheet.phase for kind, sheet in self.sheets.items()}


@dataclass(frozen=True)
class Standing:
    """Where a sheet stands by the ledger, and the digest of its bytes."""

    address: str
    digest: str


@dataclass(frozen=True)
class Job:
    """Sheets to print into one generation.

    Attributes:
        specs: which, in the order in which they are written.
        standing: what the ledger says of them.
        generation: where they go.
        linked_generation: a generation whose files may be taken over where the bytes are the same.
    """

    specs: Sequence[Spec]
    standing: Mapping[Spec, Standing]
    generation: int
    linked_generation: int | None = None


def print_sheets(works: Works, desk: Desk, hands: Hands, job: Job) -> list[Outcome]:
    """Print the sheets of a job and return what became of each; they stand when this returns.

    A sheet whose bytes are those that stand is not written. A sheet that cannot be printed leaves
    its last good form where it is.

    Raises:
        EditionFullError: nothing more can be written; some of the sheets may stand.
    """
    outcomes = [_print_one(works.sheets[spec.kind], desk, hands, job, spec) for spec in job.specs]
    hands.wait()
    return outcomes


def _print_one(sheet: Sheet, desk: Desk, hands: Hands, job: Job, spec: Spec) -> Outcome:
    desk.take()
    try:
        printed = sheet.print(desk, spec.args)
        if printed is None:
            return Outcome(spec, None)
        digest = printed.digest
        is_same = job.standing.get(spec) == Standing(printed.address, digest)
        is_written = not (is_same and _is_taken_over(hands.edition, job, printed.address))
        if is_written:
            hands.write(job.generation, printed, sheet.level)
        return Outcome(spec, printed.address, digest, desk.take(), is_written)
    except EditionFullError:
        raise
    except _SHEET_ERRORS as error:
        logger.warning("The sheet %s %s could not be printed: %s", spec.kind, spec.args, error)
        return Outcome(spec, None, error=_said(error))


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, TemplateFaultError) else f"{type(error).__name__}: {error}"


def _is_taken_over(edition: Edition, job: Job, address: str) -> bool:
    if job.linked_generation is None:
        return edition.has(job.generation, address)
    return edition.link(job.generation, address, job.linked_generation)
