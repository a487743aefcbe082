"""``masthead readers``: bring in, hand out, show and erase who gets letters."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from masthead.config.failures import ExitCode

from .screen import print_json, print_table, progress_bars
from .site import prepare_django, require_site, site_option

__all__ = ["command"]

_COUNTS = ("found", "imported", "known", "suppressed", "gone", "repeated", "junk")


@click.group("readers")
def command() -> None:
    """Bring in, hand out, show and erase who gets letters."""


@command.command("import")
@site_option
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--list", "name", metavar="NAME", required=True, help="The newsletter that they are put on.")
@click.option(
    "--consented-on", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]),
    help="When they agreed, for rows that do not tell.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Look at every row and keep nothing.")
@click.option(
    "--junk", metavar="CSV", type=click.Path(dir_okay=False, path_type=Path),
    help="Where to list the rows that cannot be used. [default: FILE with .junk.csv]",
)  # fmt: skip
@click.option("--json", "is_json", is_flag=True, help="Write the report as JSON.")
def import_(
    file: Path, name: str, consented_on: datetime | None, dry_run: bool, junk: Path | None, is_json: bool
) -> int:
    """Put the subscribers of a CSV file on a newsletter: from Mailchimp, Substack, Ghost, Masthead or a plain table.

    Running it again imports nobody twice. Who left, or was erased, stays away.
    """
    require_site()
    prepare_django()
    from django.utils import timezone

    from masthead.delivery.mail.importing import find_list, import_readers

    moment = timezone.make_aware(consented_on) if consented_on else None
    with progress_bars(is_wanted=not is_json) as progress:
        report = import_readers(
            path=file, to=find_list(name), consented_at=moment, is_dry_run=dry_run,
            junk_path=junk or Path(f"{file.name}.junk.csv"), progress=progress.of("rows"),
        )  # fmt: skip
    if is_json:
        print_json(report.as_dict())
        return ExitCode.DONE
    title = f"{report.system}: {file} → {report.list}" + (" (dry run: nothing was kept)" if dry_run else "")
    print_table(title, ["", "rows"], [[one, f"{getattr(report, one):,}"] for one in _COUNTS])
    if report.junk_path:
        click.echo(f"Rows that cannot be used, with line and reason: {report.junk_path}")
    return ExitCode.DONE


@command.command("export")
@site_option
@click.option("--list", "name", metavar="NAME", help="One newsletter; all without it.")
@click.option(
    "--to", metavar="CSV", type=click.Path(dir_okay=False, path_type=Path), help="Where to. [default: stdout]"
)
def export(name: str | None, to: Path | None) -> int:
    """Write all readers as CSV: address, lists, and how they came to be on each."""
    require_site()
    prepare_django()
    from masthead.delivery.mail.exporting import export_readers
    from masthead.delivery.mail.importing import find_list

    of = find_list(name) if name else None
    if to is None:
        export_readers(sys.stdout, of=of)
        return ExitCode.DONE
    with to.open("w", encoding="utf-8", newline="") as file:
        count = export_readers(file, of=of)
    click.echo(f"{count:,} rows: {to}")
    return ExitCode.DONE


@command.command("show")
@site_option
@click.argument("address")
@click.option("--json", "is_json", is_flag=True, help="Write it as JSON.")
def show(address: str, is_json: bool) -> int:
    """Show all that is kept of one person."""
    record = _record(address)
    if is_json:
        print_json(record)
    else:
        _print_record(record)
    return ExitCode.DONE


def _record(address: str) -> dict[str, Any]:
    require_site()
    prepare_django()
    from masthead.delivery.mail.addresses import normal_address
    from masthead.delivery.mail.records import record_of

    return record_of(normal_address(address))


def _print_record(record: dict[str, Any]) -> None:
    if record["reader"] is None:
        click.echo(f"Of {record['address']} no reader is kept.")
    else:
        rows = [[name, str(value)] for name, value in record["reader"].items() if value not in (None, "")]
        print_table(record["address"], ["reader", ""], rows)
    for what in ("lists", "letters", "notes"):
        found: list[dict[str, Any]] = record[what]
        if found:
            columns = list(found[0])
            print_table(
                what,
                columns,
                [["" if one[name] is None else str(one[name]) for name in columns] for one in found],
            )
    if record["suppressed"]:
        click.echo(
            f"No letters go there ({record['suppressed']['reason']}, since {record['suppressed']['since']})."
        )
    click.echo("Devices that get notices are not linked to anybody, so that none can be shown.")


@command.command("erase")
@site_option
@click.argument("address")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "is_json", is_flag=True, help="Write what was deleted as JSON.")
def erase(address: str, yes: bool, is_json: bool) -> int:
    """Delete all that is kept of one person, but for a keyed hash that keeps imports from bringing them back."""
    record = _record(address)
    if not yes and not is_json:
        _print_record(record)
        click.confirm("Delete all of this?", abort=True)
    from masthead.delivery.mail.records import erase as erase_all

    deleted = erase_all(record["address"])
    if is_json:
        print_json({"address": record["address"], "deleted": deleted})
    else:
        click.echo(f"Of {record['address']} nothing is kept any more ({sum(deleted.values())} rows deleted).")
    return ExitCode.DONE


@command.command("lift")
@site_option
@click.argument("address")
def lift(address: str) -> int:
    """Let letters go to an address again that came back or complained, because its owner asked for that."""
    record = _record(address)
    from masthead.delivery.mail.subscribing import lift as lift_suppression

    reason = lift_suppression(record["address"])
    if not reason:
        click.echo(f"Letters may go to {record['address']} already.")
    else:
        click.echo(f"Letters may go to {record['address']} again; none did before ({reason}).")
    return ExitCode.DONE
