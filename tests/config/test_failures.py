"""Every foreseeable failure becomes one sentence and an exit code that means something."""

from __future__ import annotations

import errno

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, ProgrammingError

from masthead.config.failures import CommandError, ExitCode, explain
from masthead.config.options import OptionError
from masthead.config.server.errors import PortTakenError


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (CommandError("It rains.", ExitCode.NO_SITE), ExitCode.NO_SITE, "It rains."),
        (OptionError("No such setting."), ExitCode.USAGE, "No such setting."),
        (PortTakenError("127.0.0.1", 80, "taken"), ExitCode.BUSY, "--port"),
        (OperationalError("database is locked"), ExitCode.DATABASE, "locked by another process"),
        (OperationalError("no such table: newsroom_event"), ExitCode.DATABASE, "masthead manage migrate"),
        (ProgrammingError('relation "x" does not exist'), ExitCode.DATABASE, "masthead manage migrate"),
        (OperationalError("connection refused"), ExitCode.DATABASE, "cannot be reached"),
        (OperationalError("database or disk is full"), ExitCode.NO_ROOM, "Make room"),
        (OSError(errno.ENOSPC, "No space left on device", "/srv/x"), ExitCode.NO_ROOM, "/srv/x"),
        (FileNotFoundError(errno.ENOENT, "No such file", "/srv/x"), ExitCode.USAGE, "/srv/x"),
        (PermissionError(errno.EACCES, "Permission denied", "/srv/x"), ExitCode.FAILED, "/srv/x"),
        (ImproperlyConfigured("DATABASES is odd"), ExitCode.USAGE, "docs/reference/settings.md"),
        (KeyError("page"), ExitCode.BUG, "MASTHEAD_DEBUG=1"),
    ],
)
def test_a_failure_is_explained(error: Exception, code: ExitCode, said: str) -> None:
    explained = explain(error)
    assert explained.exit_code == code
    assert said in str(explained)
    assert "\n" not in str(explained)
