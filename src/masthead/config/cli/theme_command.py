"""``masthead theme``: what those who make themes need."""

from __future__ import annotations

import click

from .theme_own import check, copy_file, list_files
from .theme_styleguide import styleguide

__all__ = ["command"]


@click.group("theme")
def command() -> None:
    """See, change and try the theme: what readers look at."""


for one in (list_files, copy_file, check, styleguide):
    command.add_command(one)
