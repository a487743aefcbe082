"""``masthead manage``: Django's own commands on a site."""

from __future__ import annotations

import click

from .site import prepare_django, require_site

__all__ = ["command"]


@click.command("manage", context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> int:
    """Run one of Django's own commands on a site, for example `masthead manage migrate`.

    The site is chosen with --site before `manage`, with MASTHEAD_SITE, or by the current folder.
    """
    require_site()
    prepare_django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["masthead manage", *(arguments or ("help",))])
    return 0
