"""``masthead theme``: what those who make themes need."""

from __future__ import annotations

import click

from .theme_styleguide import styleguide

__all__ = ["command"]


@click.group("theme")
def command() -> None:
    """Look at the site's theme."""


command.add_command(styleguide)
