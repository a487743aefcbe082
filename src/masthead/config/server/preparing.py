"""What must be right before the newsroom starts: safe settings, and a database with the tables it needs."""

from __future__ import annotations

import os
import sys

from masthead.config.failures import CommandError, ExitCode, explain, is_debugging
from masthead.config.options import load_options

__all__ = ["migrate_if_needed", "prepare_newsroom", "refuse_unsafe_settings"]


def prepare_newsroom() -> int:
    """Refuse unsafe settings and bring the database up to date; return an exit code, after saying why."""
    try:
        os.environ["DJANGO_SETTINGS_MODULE"] = "masthead.config.settings"
        import django

        django.setup()
        refuse_unsafe_settings()
        migrate_if_needed()
    except Exception as error:  # noqa: BLE001 - the end of a process: every failure becomes a sentence and a code
        if is_debugging():
            import traceback

            traceback.print_exc()
        explained = explain(error)
        sys.stderr.write(f"Error: {explained}\n")
        return explained.exit_code
    return ExitCode.DONE


def refuse_unsafe_settings() -> None:
    """Make sure that no system check of Masthead's own finds an error.

    Raises:
        CommandError: one does; the message holds every finding with its hint.
    """
    from django.core.checks import ERROR, run_checks

    from masthead.config.checks import TAG

    found = [message for message in run_checks(tags=[TAG]) if message.level >= ERROR]
    if found:
        sentences = "".join(
            f"\n  {message.id}: {message.msg} {message.hint or ''}".rstrip() for message in found
        )
        raise CommandError(f"The site's settings are not safe to run with:{sentences}", ExitCode.REFUSED)


def migrate_if_needed() -> int:
    """Bring the database's tables up to date, or refuse where settings forbid it; return how many steps it took.

    Raises:
        CommandError: the tables are older than this version and ``migrate_on_start`` is off.
        django.db.OperationalError: the database cannot be reached.
    """
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if steps and not load_options().migrate_on_start:
        raise CommandError(
            f"The database lacks {steps} steps of this version's tables, and migrate_on_start is off. "
            "Run: masthead manage migrate",
            ExitCode.REFUSED,
        )
    if steps:
        sys.stderr.write(f"Bringing the database up to date ({steps} steps) ...\n")
        call_command("migrate", interactive=False, verbosity=0)
    connection.close()
    return steps
