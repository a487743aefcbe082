"""``masthead print``: bring the edition up to date."""

from __future__ import annotations

from dataclasses import asdict, is_dataclass
from typing import Any

import click

from masthead.config.failures import ExitCode

from .screen import print_json, progress_bars
from .site import prepare_django, require_site, site_option

__all__ = ["command"]


@click.command("print")
@site_option
@click.option("--all", "is_all", is_flag=True, help="Print the whole edition into a new folder and swap it in.")
@click.option("--json", "is_json", is_flag=True, help="Write the report as JSON.")
def command(is_all: bool, is_json: bool) -> int:
    """Print what waits to be printed, or the whole edition anew.

    Readers see the old sheets until the new ones stand.
    """
    require_site()
    prepare_django()
    from masthead.press import actions

    with progress_bars(is_wanted=not is_json) as progress:
        report = actions.print_all(progress=progress) if is_all else actions.print_waiting(progress=progress)
    values = report_values(report)
    if is_json:
        print_json(values)
    else:
        click.echo(", ".join(f"{name.replace('_', ' ')}: {_shown(value)}" for name, value in values.items()) + ".")
    return ExitCode.FAILED if values.get("errors") or values.get("failed") else ExitCode.DONE


def report_values(report: Any) -> dict[str, Any]:
    """Return a room's report as plain data."""
    if hasattr(report, "as_json"):
        values: dict[str, Any] = report.as_json()
        return values
    return asdict(report) if is_dataclass(report) and not isinstance(report, type) else dict(report)


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, (list, tuple)):
        return "; ".join(str(item) for item in value) or "none"
    return str(value)
