"""What a person at a terminal sees: progress, tables, and plain JSON where a script reads."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

__all__ = ["ProgressBars", "print_json", "print_table", "progress_bars"]


class ProgressBars:
    """One bar for each stage of a long work; does nothing where nobody looks."""

    def __init__(self, bars: Any | None) -> None:
        self._bars = bars
        self._stages: dict[str, Any] = {}

    def __call__(self, stage: str, done: int, total: int | None = None) -> None:
        """Show that ``done`` of ``total`` (None: nobody knows) of a stage are done."""
        if self._bars is None:
            return
        if stage not in self._stages:
            self._stages[stage] = self._bars.add_task(stage, total=total)
        self._bars.update(self._stages[stage], completed=done, total=total)

    def of(self, stage: str) -> Callable[[int, int], None]:
        """Return a function that shows how much of one stage is done."""
        return lambda done, total: self(stage, done, total)


@contextmanager
def progress_bars(*, is_wanted: bool = True) -> Iterator[ProgressBars]:
    """Show progress on stderr while the work in this context goes on, if stderr is a terminal."""
    if not is_wanted or not sys.stderr.isatty():
        yield ProgressBars(None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        yield ProgressBars(bars)


def print_json(value: Any) -> None:
    """Write a value to stdout as JSON and nothing else."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def print_table(title: str, columns: list[str], rows: list[list[str]]) -> None:
    """Write a table to stdout; its cells are shown as they are."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=title or None, title_justify="left", header_style="bold")
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 else "right")
    for row in rows:
        table.add_row(*[escape(cell) for cell in row])
    Console(soft_wrap=not sys.stdout.isatty()).print(table)
