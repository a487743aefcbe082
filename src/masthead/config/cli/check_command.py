"""``masthead check``: unsafe settings, and anything that is not well."""

from __future__ import annotations

import click

from masthead.config.failures import ExitCode

from .screen import print_json
from .site import prepare_django, require_site, site_option

__all__ = ["command"]


@click.command("check")
@site_option
@click.option("--json", "is_json", is_flag=True, help="Write the findings as JSON.")
def command(is_json: bool) -> int:
    """Look for unsafe settings and for anything that is not well.

    Ends with 1 where an error was found; warnings are shown and end with 0.
    """
    options = require_site()
    prepare_django()
    from masthead.config.health import find_everything

    findings = find_everything(options)
    if is_json:
        print_json([finding.as_json() for finding in findings])
    for finding in [] if is_json else findings:
        click.echo(
            click.style(f"{finding.level}: ", fg=finding.colour, bold=True)
            + f"{finding.id}: {finding.message}"
        )
        if finding.hint:
            click.echo(f"  {finding.hint}")
    errors = sum(finding.level == "error" for finding in findings)
    if not is_json:
        click.echo(f"{errors} errors, {len(findings) - errors} warnings." if findings else "All is well.")
    return ExitCode.FAILED if errors else ExitCode.DONE
