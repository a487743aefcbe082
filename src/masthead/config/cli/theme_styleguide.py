"""``masthead theme styleguide``: the theme on one page."""

from __future__ import annotations

from pathlib import Path

import click

from .site import prepare_django, require_site, site_option

__all__ = ["styleguide"]


@click.command("styleguide")
@site_option
@click.option(
    "--to", "folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path), default=Path("styleguide"),
    show_default=True, help="The folder to write; made if it is not there.",
)  # fmt: skip
def styleguide(folder: Path) -> int:
    """Write the style guide of the site's theme: every token and part, in both schemes, as one page."""
    require_site()
    prepare_django()
    from masthead.press.actions import write_guide

    click.echo(f"The style guide is {write_guide(folder).resolve()}")
    return 0
