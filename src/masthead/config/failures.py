"""How a command ends: its exit codes, and every foreseeable failure as one clear sentence."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from enum import IntEnum

__all__ = ["CommandError", "ExitCode", "explain", "is_debugging"]


class ExitCode(IntEnum):
    """What the exit code of every command means; docs/reference/command-line.md lists them."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    NO_SITE = 3
    DATABASE = 4
    BUSY = 5
    NO_ROOM = 6
    REFUSED = 7
    BUG = 70
    INTERRUPTED = 130


class CommandError(Exception):
    """A command cannot go on; the message says what is wrong, where, and what to do."""

    def __init__(self, message: str, exit_code: ExitCode = ExitCode.FAILED) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def is_debugging() -> bool:
    """Whether tracebacks are wanted (``MASTHEAD_DEBUG=1``)."""
    return os.environ.get("MASTHEAD_DEBUG", "") not in {"", "0", "false"}


def explain(error: BaseException) -> CommandError:
    """Turn any exception into what a person at the keyboard needs to know."""
    if isinstance(error, CommandError):
        return error
    for expert in _EXPERTS:
        found = expert(error)
        if found is not None:
            return found
    return CommandError(
        f"Masthead stopped on a mistake of its own: {type(error).__name__}: {error}. "
        "Run the command again with MASTHEAD_DEBUG=1 and report what it prints.",
        ExitCode.BUG,
    )


def _of_settings(error: BaseException) -> CommandError | None:
    from masthead.config.options import OptionError

    return CommandError(str(error), ExitCode.USAGE) if isinstance(error, OptionError) else None


def _of_rooms(error: BaseException) -> CommandError | None:
    # Every room's own errors say what, where and what to do.
    is_own = type(error).__module__.startswith("masthead.") and type(error).__name__.endswith("Error")
    return CommandError(str(error), getattr(error, "exit_code", ExitCode.FAILED)) if is_own else None


def _of_database(error: BaseException) -> CommandError | None:
    if not any(kind.__module__ == "django.db.utils" for kind in type(error).__mro__):
        return None
    text = " ".join(str(error).split())
    lowered = text.lower()
    if "locked" in lowered:
        advice = "The database is locked by another process that writes. Wait for it to finish, or see who holds it, and run the command again"
    elif "no such table" in lowered or "does not exist" in lowered or "no such column" in lowered:
        advice = "The database's tables are missing or older than this version. Run: masthead manage migrate"
    elif "full" in lowered or "no space" in lowered:
        return CommandError(
            f"The disk that holds the database is full ({text}). Make room and run the command again.",
            ExitCode.NO_ROOM,
        )
    elif type(error).__name__ == "OperationalError":
        advice = (
            "The database cannot be reached. See whether its server runs and whether database_url is right"
        )
    else:
        return None
    return CommandError(f"{advice} ({text}).", ExitCode.DATABASE)


def _of_configuration(error: BaseException) -> CommandError | None:
    if type(error).__name__ == "ImproperlyConfigured" or type(error).__module__.startswith("dj_database_url"):
        return CommandError(
            f"A setting cannot be used: {error}. See docs/reference/settings.md.", ExitCode.USAGE
        )
    if type(error).__name__ == "CommandError" and type(error).__module__.startswith("django."):
        return CommandError(str(error))
    return None


def _of_system(error: BaseException) -> CommandError | None:
    if not isinstance(error, OSError):
        return None
    where = f" {os.fsdecode(error.filename)}" if isinstance(error.filename, (str, bytes, os.PathLike)) else ""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return CommandError(
            f"The disk is full:{where} could not be written. Make room and run the command again.",
            ExitCode.NO_ROOM,
        )
    if isinstance(error, FileNotFoundError) and where:
        return CommandError(f"There is no file or folder{where}. Check the name.", ExitCode.USAGE)
    if isinstance(error, PermissionError) and where:
        return CommandError(
            f"The user {_user()} may not read or write{where}. Change its owner or permissions."
        )
    if error.errno == errno.EROFS:
        return CommandError(
            f"The file system of{where} is read-only. Mount it for writing or choose another data_dir."
        )
    return None


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


_EXPERTS: tuple[Callable[[BaseException], CommandError | None], ...] = (
    _of_settings,
    _of_rooms,
    _of_database,
    _of_configuration,
    _of_system,
)
