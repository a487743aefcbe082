"""``masthead new``: make a site."""

from __future__ import annotations

import os
from pathlib import Path

import click

from masthead.config.failures import CommandError, ExitCode

from .site import prepare_django

__all__ = ["command"]


@click.command("new")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", help="Name of the publication. [default: the folder's name]")
@click.option(
    "--language", default="en", show_default=True, help="Language of the publication, as a BCP 47 tag."
)
@click.option("--admin", default="editor", show_default=True, help="Login of the administrator.")
@click.option("--email", default="", help="E-mail of the administrator.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port that the site listens on.")
def command(folder: Path, name: str | None, language: str, admin: str, email: str, port: int | None) -> int:
    """Make a site in a folder: settings, database, home page, administrator.

    The administrator's password is made up and shown once; MASTHEAD_ADMIN_PASSWORD gives another.
    """
    from masthead.config.founding import found_publication, make_administrator, make_folder, new_password

    folder = folder.resolve()
    make_folder(folder, language=language, **({"port": port} if port else {}))
    os.environ["MASTHEAD_SITE"] = str(folder)
    prepare_django()
    found_publication(name or folder.name.replace("-", " ").replace("_", " ").title())
    password = os.environ.get("MASTHEAD_ADMIN_PASSWORD") or new_password()
    if not make_administrator(username=admin, password=password, email=email):
        raise CommandError(
            f"The database has an account {admin!r} already: this folder shares it with another site. "
            "Give the new site a database of its own.",
            ExitCode.DATABASE,
        )
    from masthead.config.options import load_options

    options = load_options()
    click.echo(f"The site is in {folder}; its settings are in masthead.toml there.")
    click.echo(f"\nSite      {options.site_url}/\nNewsroom  {options.site_url}/newsroom/")
    click.echo(f"Login     {admin}")
    if not os.environ.get("MASTHEAD_ADMIN_PASSWORD"):
        click.echo(f"Password  {password}   (shown this once; change it in the newsroom)")
    click.echo(f"\nRun it with: masthead up --site {folder}")
    return ExitCode.DONE
