"""``masthead index``: bring the search index up to date."""

from __future__ import annotations

import click

from masthead.config.failures import ExitCode

from .screen import print_json, progress_bars
from .site import prepare_django, require_site, site_option

__all__ = ["command"]


@click.command("index")
@site_option
@click.option("--rebuild", is_flag=True, help="Make the index anew and swap it in.")
@click.option("--json", "is_json", is_flag=True, help="Write the report as JSON.")
def command(rebuild: bool, is_json: bool) -> int:
    """Enter into the search index what waits, or make it anew.

    A running site does the first by itself, and the second where the index is missing, broken or of another version.
    Readers ask the index as it was until the new one stands.
    """
    require_site()
    prepare_django()
    from masthead.press.search.feeding import feed_index, rebuild_index

    with progress_bars(is_wanted=not is_json) as bars:
        progress = bars.of("pieces")
        report = rebuild_index(progress) if rebuild else feed_index(is_checked=True, is_patient=True)
    if is_json:
        print_json(report.as_json())
    else:
        made = " The index was made anew." if report.is_rebuilt else ""
        click.echo(f"{report.entered} entered; the index holds {report.documents}.{made}")
    return ExitCode.DONE
