"""Finding the site that a command is about."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from masthead.config.failures import CommandError, ExitCode

__all__ = ["choose_site", "is_site", "prepare_django", "require_site", "site_option"]

Function = TypeVar("Function", bound=Callable[..., Any])


def choose_site(ctx: click.Context, parameter: click.Parameter, value: str | None) -> None:
    """Make the folder that ``--site`` names the site of this process."""
    if value is not None and not ctx.resilient_parsing:
        os.environ["MASTHEAD_SITE"] = str(Path(value).resolve())


def site_option(function: Function) -> Function:
    """Give a command ``--site DIR``, so that it may stand before or after the command's name."""
    return click.option(
        "--site", metavar="DIR", callback=choose_site, expose_value=False,
        help="The site's folder. [default: MASTHEAD_SITE, else the current folder]",
    )(function)  # fmt: skip


def is_site(folder: Path) -> bool:
    """Whether a folder holds a site: its settings, or its secret key where all settings are variables."""
    from masthead.config.options import TOML_NAME, read_options

    if (folder / TOML_NAME).is_file():
        return True
    return folder.is_dir() and (read_options(folder, os.environ).data_path / "secret_key").is_file()


def require_site() -> Any:
    """Return the options of the current site.

    Raises:
        CommandError: the folder is no site.
        OptionError: a setting cannot be used.
    """
    from masthead.config.options import TOML_NAME, load_options, site_folder

    folder = site_folder()
    if not is_site(folder):
        what = f"has no {TOML_NAME}" if folder.is_dir() else "is no folder"
        raise CommandError(
            f"{folder} is no Masthead site: it {what}. Go to a site's folder, name one with --site DIR, "
            "or make one with: masthead new DIR",
            ExitCode.NO_SITE,
        )
    os.environ["MASTHEAD_SITE"] = str(folder)
    return load_options()


def prepare_django() -> None:
    """Set Django up for the current site; from here on rooms can be imported."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "masthead.config.settings"
    import django

    django.setup()
