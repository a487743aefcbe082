"""The door of the command line: finds the command, and ends every failure in one sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from masthead import __version__
from masthead.config.failures import CommandError, ExitCode, explain, is_debugging

from .site import choose_site

__all__ = ["COMMANDS", "cli", "main"]

# Command → what the help says of it. Each lives in a module of its own name, loaded when it is called.
COMMANDS = {
    "new": "Make a site in a folder: settings, database, administrator.",
    "up": "Run a site: readers, newsroom, press, tasks and scheduler.",
    "demo": "Make the demonstration magazine, if it is not there, and run it.",
    "import": "Bring in what another system exported.",
    "mail": "See whether letters arrive, and what came back.",
    "readers": "Bring in, hand out, show and erase who gets letters.",
    "push": "See, back up and change the keys by which push services know the site.",
    "print": "Print what waits to be printed, or the whole edition anew.",
    "index": "Enter into the search index what waits, or make it anew.",
    "status": "Show how a site is doing.",
    "check": "Look for unsafe settings and for anything that is not well.",
    "theme": "See, change and try the theme: what readers look at.",
    "manage": "Run one of Django's own commands on a site.",
}


class LazyGroup(click.Group):
    """Load a command's module when the command is called, so that help is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"{__package__}.{cmd_name}_command").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="masthead")
@click.option(
    "--site", metavar="DIR", callback=choose_site, expose_value=False, is_eager=True,
    help="The site's folder. [default: MASTHEAD_SITE, else the current folder]",
)  # fmt: skip
def cli() -> None:
    """Masthead: a newsroom, and a press that prints."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave the process with an exit code that means something."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    try:
        outcome: Any = cli.main(args=arguments, prog_name="masthead", standalone_mode=False)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("\nStopped.", err=True)
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has gone; nothing more can be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.DONE
    except Exception as error:  # noqa: BLE001 - every failure ends in a sentence and an exit code
        return _report(error)
    return int(outcome or 0)


def _report(error: Exception) -> int:
    if is_debugging():
        import traceback

        traceback.print_exc()
    explained: CommandError = explain(error)
    click.echo(click.style("Error: ", fg="red", bold=True) + str(explained), err=True)
    return explained.exit_code
