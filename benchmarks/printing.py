"""Measures full prints: composing plates from live pages, printing sheets from plates, printing again.

Two processes print, which is the default; sheets are compressed. The site is changed: give a copy.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from .figures import Figure
from .ground import report, set_aside, start_django, timed

__all__ = ["measure"]

# What the press notes of plates: without it, it would compose them all again.
_COMPOSED = ("composed_by", "framed_by")

_CARD_ROUNDS = 25


def measure() -> list[Figure]:
    """Compose and print the current site: its articles alone, then everything, then everything again."""
    from masthead.press.actions import print_all
    from masthead.press.engine.sheet import Turn
    from masthead.press.models import Plate

    # As the press at work does: the cards of pieces follow while readers read.
    print_edition = partial(print_all, last_turn=Turn.AT_ONCE)
    compose_s, _ = timed(_compose_plates)
    size = Plate.objects.filter(kind="article").count()
    articles_s, articles = timed(_print_articles)
    _forget_prints()
    first_s, first = timed(print_edition)
    again_s, again = _print_again(print_edition)
    drawn_s, drawn = timed(_draw_cards)
    figure = partial(Figure, size=size)
    return [
        figure("Composing all plates from live pages", compose_s, "s"),
        figure("Plates composed", size / compose_s, "articles/s"),
        figure(
            "Article sheets printed from plates",
            articles / articles_s,
            "sheets/s",
            target=2_000,
            is_floor=True,
        ),
        figure("Sheets of the whole edition", first.printed, "sheets"),
        figure("All sheets printed from plates", first.printed / first_s, "sheets/s"),
        figure("Full print from plates", first_s, "s"),
        figure("Second full print", again_s, "s"),
        figure("Files written by a second print", again.written, "files", target=0),
        figure("Cards of pieces drawn", drawn / drawn_s, "cards/s"),
    ]


def _draw_cards() -> int:
    """Draw some of the cards that follow a full print, and leave the others undrawn; returns how many."""
    from masthead.press.actions import print_following
    from masthead.press.models import Pending

    drawn = sum(print_following().printed for _ in range(_CARD_ROUNDS))
    Pending.objects.all().delete()
    return drawn


def _print_again(print_all: Callable[[], Any]) -> tuple[float, Any]:
    """Print everything once more, in the hour of the print before: the news sitemap changes with each hour."""
    from masthead.press.models import Clock

    def hour() -> str:
        return str(Clock.objects.get(unit="hour").value)

    before = hour()
    seconds, outcome = timed(print_all)
    return (seconds, outcome) if hour() == before else timed(print_all)


class _ComposedSignal(Exception):
    """Everything is composed, and nothing printed yet."""


def _compose_plates() -> None:
    """Begin the first print of the site, and end it when all plates are composed."""
    from masthead.press.actions import print_all

    def end() -> None:
        raise _ComposedSignal

    with suppress(_ComposedSignal):
        print_all(before_all=end)


def _print_articles() -> int:
    """Print the sheets of all articles, and nothing else, into an empty edition; returns how many."""
    from masthead.press.actions import set_clock
    from masthead.press.conf import press_conf
    from masthead.press.engine.runs import print_generation
    from masthead.press.engine.sheet import Spec
    from masthead.press.engine.writer import Edition
    from masthead.press.models import Plate
    from masthead.press.sheets.plan import make_works

    set_clock()
    edition = Edition(press_conf().edition_path)
    edition.begin(1)
    ids = Plate.objects.filter(kind="article").order_by("-shown_at").values_list("thing_id", flat=True)
    specs = [Spec("article", str(one)) for one in ids]
    count = print_generation(
        make_works, edition, specs, generation=1, processes=press_conf().workers, is_ledger_trusted=False
    )
    return int(count.written)


def _forget_prints() -> None:
    """Leave the plates, and by what they were composed, and nothing that was printed from them."""
    from masthead.press.conf import press_conf
    from masthead.press.models import Dependency, Pending, PressState, PrintedSheet

    models: tuple[Any, ...] = (Dependency, PrintedSheet, Pending)
    for model in models:
        model.objects.all().delete()
    PressState.objects.exclude(name__in=_COMPOSED).delete()
    set_aside(press_conf().edition_path)


def main() -> None:
    """Measure one site from the command line."""
    parser = argparse.ArgumentParser(description="Measure the full print of a site, which is changed by it.")
    parser.add_argument("--site", type=Path, required=True)
    start_django(parser.parse_args().site)
    report(measure())


if __name__ == "__main__":
    main()
