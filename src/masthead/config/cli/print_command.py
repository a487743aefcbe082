"""``masthead print``: bring the edition up to date."""

from __future__ import annotations

import click

from masthead.config.failures import ExitCode

from .screen import print_json, progress_bars
from .site import prepare_django, require_site, site_option

__all__ = ["command"]


@click.command("print")
@site_option
@click.option(
    "--all", "is_all", is_flag=True, help="Print the whole edition into a new folder and swap it in."
)
@click.option("--json", "is_json", is_flag=True, help="Write the report as JSON.")
def command(is_all: bool, is_json: bool) -> int:
    """Print what waits to be printed, or the whole edition anew.

    Readers see the old sheets until the new ones stand. Ends with 1 where a sheet could not be printed.
    """
    require_site()
    prepare_django()
    from masthead.press.actions import print_all, print_waiting
    from masthead.press.related.worker import choose_before_printing

    with progress_bars(is_wanted=not is_json) as bars:
        report = (print_all if is_all else print_waiting)(
            progress=bars.of("sheets"), before_all=choose_before_printing
        )
    if is_json:
        print_json(report.as_json())
    else:
        click.echo(
            f"{report.printed} sheets printed, {report.written} files written, {report.removed} removed, "
            f"{report.failed} failed, in {report.seconds:.1f} s."
        )
    return ExitCode.FAILED if report.failed else ExitCode.DONE
