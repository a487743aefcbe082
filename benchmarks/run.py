"""Runs all benchmarks and keeps their figures in docs/explanation/performance.md: ``make bench``."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from .figures import Figure, median_of_runs
from .ground import (
    PROJECT,
    copy_of,
    default_work,
    environment_of,
    measure_in_fresh_process,
    set_aside,
    sweep_aside,
)
from .machine import describe_machine
from .magazine import make_magazine
from .table import as_markdown, write_into_page

__all__ = ["main"]

_PAGE = PROJECT / "docs" / "explanation" / "performance.md"
# A run takes three minutes from here on and a quarter of an hour at 100,000; its figures are means of very many sheets.
_ONE_RUN_FROM = 10_000


class _Bench:
    """Collects figures, and what could not be measured and why."""

    def __init__(self, work: Path, runs: int) -> None:
        self.work = work
        self.runs = runs
        self.figures: list[Figure] = []
        self.notes: list[str] = []

    def as_markdown(self) -> str:
        """Return what was measured by now."""
        return as_markdown(self.figures, describe_machine(self.work), self.notes)

    def measure(self, what: str, action: Callable[[], list[Figure]], runs: int = 1) -> None:
        """Measure something several times and keep the medians; a failure is noted and the rest goes on."""
        found = []
        for number in range(runs):
            _say(f"{what}{f', run {number + 1} of {runs}' if runs > 1 else ''}")
            try:
                found.append(action())
            except (subprocess.CalledProcessError, OSError, ValueError) as error:
                _say(f"{what} failed: {error}")
                self.notes.append(f"Not measured, for it failed: {what}.")
                return
        self.figures += median_of_runs(found)
        (self.work / "figures.md").write_text(self.as_markdown(), encoding="utf-8")

    def print_and_publish(self, size: int, rounds: int) -> None:
        """Measure printing and publishing at one size, on a fresh copy for each run."""
        _say(f"{size:,} articles: the magazine")
        magazine = make_magazine(size, self.work)
        site = self.work / f"measured-{size}"

        def action() -> list[Figure]:
            copy_of(magazine, site)
            printed = measure_in_fresh_process("printing", site)
            return printed + measure_in_fresh_process("publishing", site, "--rounds", str(rounds))

        runs = 1 if size >= _ONE_RUN_FROM else self.runs
        self.measure(f"{size:,} articles: printing and publishing", action, runs)
        self.measure(
            f"{size:,} articles: searching",
            lambda: measure_in_fresh_process("searching", site, "--size", str(size)),
            runs,
        )

    def import_posts(self) -> None:
        """Measure a WordPress import into an empty site."""
        site = self.work / "imported"

        def action() -> list[Figure]:
            set_aside(site)
            return measure_in_fresh_process("importing", site)

        self.measure("WordPress import", action)

    def mail(self) -> None:
        """Measure letters to a list of a new site."""
        site = self.work / "mailed"

        def action() -> list[Figure]:
            set_aside(site)
            return measure_in_fresh_process("mail", site)

        self.measure("Letters", action)

    def serve(self) -> None:
        """Measure the built-in server beside nginx."""
        self.measure("Reading", _serving_figures)


def _serving_figures() -> list[Figure]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.serving", "--json"],
        cwd=PROJECT, env=environment_of(PROJECT), stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return [Figure(**values) for values in json.loads(done.stdout)["figures"]]


def _say(what: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S} {what}", file=sys.stderr, flush=True)


def _sizes(text: str) -> list[int]:
    return sorted(int(size) for size in text.split(","))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run everything; returns 1 when a target is missed or something could not be measured."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument(
        "--sizes", type=_sizes, default=[1_000, 10_000, 100_000], help="articles, such as 1000,10000,100000"
    )
    parser.add_argument(
        "--runs", type=int, default=3, help="runs of which the median counts; one from 10,000 on"
    )
    parser.add_argument("--rounds", type=int, default=60, help="publishes in a run")
    parser.add_argument(
        "--work", type=Path, default=default_work(), help="where generated magazines are kept"
    )
    parser.add_argument("--json", action="store_true", help="print JSON and leave the page in the docs alone")
    chosen = parser.parse_args(arguments)
    chosen.work.mkdir(parents=True, exist_ok=True)
    sweep_aside(chosen.work)
    bench = _Bench(chosen.work, chosen.runs)
    smallest, *larger = chosen.sizes
    bench.print_and_publish(smallest, chosen.rounds)
    printed = chosen.work / f"measured-{smallest}"
    bench.measure("Idle memory", lambda: measure_in_fresh_process("memory", printed))
    bench.import_posts()
    bench.mail()
    bench.measure("Web push", lambda: measure_in_fresh_process("push", printed))
    bench.serve()
    # The largest last: what it leaves on the disk disturbs nothing.
    for size in larger:
        bench.print_and_publish(size, chosen.rounds)
    if chosen.json:
        machine = describe_machine(chosen.work)
        figures = [figure.as_json() for figure in bench.figures]
        print(json.dumps({"machine": machine, "figures": figures, "notes": bench.notes}, indent=2))
    else:
        text = bench.as_markdown()
        write_into_page(_PAGE, text)
        print(text, flush=True)
    sweep_aside(chosen.work)
    is_met = all(figure.is_met is not False for figure in bench.figures)
    return 0 if is_met and not bench.notes else 1


if __name__ == "__main__":
    raise SystemExit(main())
