"""``masthead import``: bring in what another system exported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from masthead.config.failures import ExitCode

from .screen import print_json, print_table, progress_bars
from .site import prepare_django, require_site, site_option

__all__ = ["command"]

_COLUMNS = ("found", "imported", "changed", "skipped", "failed")


@click.group("import")
def command() -> None:
    """Bring in what another system exported."""


@command.command("wordpress")
@site_option
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--media", metavar="DIR|ZIP", type=click.Path(exists=True, path_type=Path),
    help="The old site's uploads folder, or a zip of it.",
)  # fmt: skip
@click.option("--fetch", is_flag=True, help="Get files that are not in --media from the old site.")
@click.option("--dry-run", is_flag=True, help="Do everything and keep nothing.")
@click.option("--json", "is_json", is_flag=True, help="Write the report as JSON.")
@click.option(
    "--report", metavar="CSV", type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the list of what lost something. [default: FILE with .losses.csv]",
)  # fmt: skip
def wordpress(
    file: Path, media: Path | None, fetch: bool, dry_run: bool, is_json: bool, report: Path | None
) -> int:
    """Bring in a WordPress export (Tools › Export › All content).

    Running it again imports nothing twice and goes on where a run was stopped.
    """
    require_site()
    prepare_django()
    from masthead.wire.actions import import_wordpress
    from masthead.wire.errors import WireError

    losses = report or Path(f"{file.name}.losses.csv")
    failure: WireError | None = None
    with progress_bars(is_wanted=not is_json) as progress:
        try:
            outcome: Any = import_wordpress(
                file=file,
                media=media,
                fetch_media=fetch,
                dry_run=dry_run,
                progress=progress,
                report_path=losses,
            )
        except WireError as error:
            failure, outcome = error, getattr(error, "report", None)
    if outcome is not None:
        _show(outcome, failure, is_json=is_json)
    if failure is not None:
        raise failure
    return ExitCode.FAILED if any(tally.failed for tally in outcome.tallies.values()) else ExitCode.DONE


def _show(outcome: Any, failure: Exception | None, *, is_json: bool) -> None:
    if is_json:
        print_json({**outcome.as_dict(), "error": str(failure) if failure else None})
        return
    rows = [
        [kind.value, *[str(getattr(tally, column)) for column in _COLUMNS]]
        for kind, tally in outcome.tallies.items()
        if tally.found
    ]
    title = f"Import of {outcome.source}" + (" (dry run: nothing was kept)" if outcome.is_dry_run else "")
    print_table(title, ["", *_COLUMNS], rows)
    if outcome.missing_media:
        click.echo(
            f"{len(outcome.missing_media)} files were not found. Run again with --media or --fetch to add them."
        )
    if outcome.losses and outcome.losses_path:
        click.echo(f"{len(outcome.losses)} things lost something: {outcome.losses_path}")
    has_news = any(tally.imported or tally.changed for tally in outcome.tallies.values())
    if has_news and not outcome.is_dry_run:
        click.echo(
            "Readers see it once it is printed: a running “masthead up” does that, or run: masthead print"
        )
