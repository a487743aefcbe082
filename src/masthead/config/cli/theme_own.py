"""``masthead theme list``, ``copy`` and ``check``: see, change and try what readers look at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from masthead.config.failures import CommandError, ExitCode

from .screen import print_json, print_table
from .site import prepare_django, require_site, site_option

__all__ = ["check", "copy_file", "list_files"]


def _own_folder() -> Path:
    """Return the site's own folder of the theme; it need not be there."""
    options = require_site()
    prepare_django()
    folder: Path = options.folder / options.theme_dir
    return folder


@click.command("list")
@site_option
@click.option("--json", "is_json", is_flag=True, help="Write the files as JSON.")
def list_files(is_json: bool) -> int:
    """List the theme's files, and which of them the site has changed or added."""
    own = _own_folder()
    from masthead.press.theme_files import theme_files

    files = theme_files(own)
    if is_json:
        print_json([{"name": one.name, "origin": one.origin, "path": str(one.path)} for one in files])
    else:
        print_table("", ["file", "origin"], [[one.name, one.origin] for one in files])
    return ExitCode.DONE


@click.command("copy")
@click.argument("name")
@site_option
def copy_file(name: str) -> int:
    """Copy the file NAME of the built-in theme into the site's own folder, to be changed there."""
    own = _own_folder()
    from masthead.press.theme_files import copy_theme_file

    path = _or_stop(lambda: copy_theme_file(name, own))
    click.echo(f"{path} is yours now: what you save in it is printed at once while the site runs.")
    if path.suffix == ".toml":
        click.echo("Keep only the words that you change; all others come from the built-in theme.")
    return ExitCode.DONE


@click.command("check")
@site_option
@click.option("--json", "is_json", is_flag=True, help="Write the mistakes as JSON.")
def check(is_json: bool) -> int:
    """Render every template on samples of all that is printed, and tell each mistake with file and line.

    Ends with 1 where there is one.
    """
    _own_folder()
    from masthead.press.conf import press_conf
    from masthead.press.theme_check import check_theme

    faults = check_theme(press_conf().theme_paths)
    if is_json:
        print_json(faults)
    else:
        for fault in faults:
            click.echo(fault)
        click.echo("The theme is well." if not faults else f"\nMistakes found: {len(faults)}.")
    return ExitCode.FAILED if faults else ExitCode.DONE


def _or_stop(do: Callable[[], Any]) -> Any:
    from masthead.press.engine.errors import ThemeError

    try:
        return do()
    except ThemeError as error:
        raise CommandError(str(error), ExitCode.USAGE) from error
