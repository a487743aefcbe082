"""``masthead mail``: whether letters arrive, and what came back."""

from __future__ import annotations

import sys
from typing import Any

import click

from masthead.config.failures import CommandError, ExitCode

from .screen import print_json, print_table
from .site import prepare_django, require_site, site_option

__all__ = ["command"]

_LARGEST = 10_000_000


@click.group("mail")
def command() -> None:
    """See whether letters arrive, and what came back."""


@command.command("bounces")
@site_option
@click.option("--mailbox", metavar="PLACE", help="imaps://user:password@host/INBOX, a Maildir or an mbox. [default: bounce_mailbox]")  # fmt: skip
@click.option("--json", "is_json", is_flag=True, help="Write the counts as JSON.")
def bounces(mailbox: str | None, is_json: bool) -> int:
    """Read the mailbox to which letters come back; a running site does so every ten minutes."""
    require_site()
    prepare_django()
    from masthead.delivery.conf import mail_conf
    from masthead.delivery.mail.mailboxes import read_mailbox

    place = mailbox or mail_conf().bounce_mailbox
    if not place:
        raise CommandError(
            "No mailbox is named. Set bounce_mailbox in masthead.toml, or give --mailbox.", ExitCode.USAGE
        )
    counts = read_mailbox(place)
    if is_json:
        print_json(counts)
    else:
        print_table("", ["mails", ""], [[kind, str(count)] for kind, count in sorted(counts.items())])
    return ExitCode.DONE


@command.command("bounce")
@site_option
def bounce() -> int:
    """Read one mail that came back from stdin: for a mail server that pipes them into a program."""
    require_site()
    prepare_django()
    from masthead.delivery.mail.returned import take_returned

    click.echo(take_returned(sys.stdin.buffer.read(_LARGEST)))
    return ExitCode.DONE


@command.command("hook")
@site_option
def hook() -> int:
    """Show the address that a provider has to be given, so that it tells what became of letters. It holds a secret."""
    require_site()
    prepare_django()
    from masthead.delivery.mail.hooks import hook_address

    address = hook_address()
    if not address:
        raise CommandError(
            "Letters leave by a mail server, which has no webhook. Set bounce_address and bounce_mailbox instead.",
            ExitCode.USAGE,
        )
    click.echo(address)
    return ExitCode.DONE


@command.command("check")
@site_option
@click.option("--json", "is_json", is_flag=True, help="Write what was found as JSON.")
def check(is_json: bool) -> int:
    """Look at the sender's domain as other mail servers do: SPF, DKIM, DMARC, reverse DNS, headers."""
    require_site()
    prepare_django()
    from masthead.delivery.mail.deliverability import look_at_sender

    found: list[Any] = look_at_sender()
    if is_json:
        print_json([one.as_dict() for one in found])
    else:
        for one in found:
            mark = click.style("ok  ", fg="green") if one.is_well else click.style("no  ", fg="red")
            mark = click.style("?   ", fg="yellow") if one.is_well is None else mark
            click.echo(f"{mark}{one.name}: {one.sentence}")
            if one.advice:
                click.echo(f"      {one.advice}")
    return ExitCode.FAILED if any(one.is_well is False for one in found) else ExitCode.DONE
