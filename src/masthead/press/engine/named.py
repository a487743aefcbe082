"""What pages name by its address stays as long as a page stands that was not printed anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from masthead.press.models import Pending, PrintedSheet

from .ledger import Line, Outcome
from .printer import Works
from .sheet import Spec
from .writer import Edition

__all__ = ["carry_named", "with_named_kept"]


def with_named_kept(
    works: Works, outcomes: Sequence[Outcome], before: Sequence[Outcome], lines: Mapping[Spec, Line]
) -> list[Outcome]:
    """Keep what would go and is named by pages whose last good form stands: without its style a page is none.

    It goes when the theme changes the next time and everything can be printed.

    Args:
        works: the kinds of sheets.
        outcomes: what became of some sheets.
        before: what became of those printed earlier in this run and not yet noted.
        lines: what the ledger holds of all of them.
    """
    leaving = {
        one.spec
        for one in outcomes
        if one.address is None
        and not one.error
        and one.spec in lines
        and works.sheets[one.spec.kind].is_named
    }
    if not leaving or not (
        any(one.error for one in (*before, *outcomes)) or Pending.objects.all().failed().exists()
    ):
        return list(outcomes)
    return [_as_it_stands(one.spec, lines[one.spec]) if one.spec in leaving else one for one in outcomes]


def _as_it_stands(spec: Spec, line: Line) -> Outcome:
    keys = frozenset(line.printed_from.split("\n")) if line.printed_from else frozenset()
    return Outcome(spec, line.address, line.digest, keys)


def carry_named(works: Works, edition: Edition, generation: int) -> None:
    """Carry over into a new generation what pages of the standing one name and that is not in it."""
    kinds = [kind for kind, sheet in works.sheets.items() if sheet.is_named]
    for row in PrintedSheet.objects.filter(kind__in=kinds).exclude(generation=generation):
        if edition.link(generation, row.address, edition.generation()):
            PrintedSheet.objects.filter(pk=row.pk).update(generation=generation)
