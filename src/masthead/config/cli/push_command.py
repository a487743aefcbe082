"""``masthead push``: the keys by which push services know a site."""

from __future__ import annotations

import click

from masthead.config.failures import ExitCode

from .screen import print_json, print_table
from .site import prepare_django, require_site, site_option

__all__ = ["command"]


@click.group("push")
def command() -> None:
    """See, back up and change the keys by which push services know the site."""


@command.command("keys")
@site_option
@click.option(
    "--secret", "is_secret", is_flag=True, help="Write the present private key, to keep it safe elsewhere."
)
@click.option("--json", "is_json", is_flag=True, help="Write the keys as JSON.")
def keys(is_secret: bool, is_json: bool) -> int:
    """Show the site's keys and how many devices each is used for."""
    require_site()
    prepare_django()
    from masthead.delivery.push.keys import private_form, public_key
    from masthead.delivery.push.rotating import keys_in_use

    if is_secret:
        click.echo(private_form(), nl=False)
        return ExitCode.DONE
    found = keys_in_use()
    if is_json:
        print_json({"public_key": public_key(), "keys": [one._asdict() for one in found]})
        return ExitCode.DONE
    click.echo(f"The public key: {public_key()}")
    rows = [[one.name, "present" if one.is_present else "former", str(one.devices)] for one in found]
    print_table("", ["key", "is", "devices"], rows)
    click.echo("Keep a copy of the private key in a safe place: masthead push keys --secret")
    return ExitCode.DONE


@command.command("rotate")
@site_option
@click.option("--yes", "is_sure", is_flag=True, help="Do not ask first.")
@click.option("--json", "is_json", is_flag=True, help="Write what was done as JSON.")
def rotate(is_sure: bool, is_json: bool) -> int:
    """Make a new key. The former one is kept for the devices that subscribed with it, until they come over.

    A device comes over by itself when it gets a notice or when its reader opens a page with a button for notices.
    Rotate when somebody else may have seen the private key; for no other reason is it needed.
    """
    require_site()
    prepare_django()
    from masthead.delivery.push.rotating import rotate_site_key

    if not is_sure:
        click.confirm("Make a new key?", abort=True, err=True)
    done = rotate_site_key()
    if is_json:
        print_json(done._asdict())
    else:
        click.echo(
            f"{done.present} is the present key. {done.former} stays for {done.devices} devices until they come over."
        )
        click.echo("Keep a copy of the private key in a safe place: masthead push keys --secret")
        click.echo("A site that runs uses the new key at once.")
    return ExitCode.DONE
