"""The threads behind the newsroom: one that fails is noted and begins again."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.db import OperationalError

from masthead.config.server import background
from masthead.config.server.background import BackgroundThread
from masthead.config.server.notes import forget_notes, read_notes


@pytest.fixture(autouse=True)
def _no_notes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(background, "_FIRST_PAUSE_S", 0.0)
    monkeypatch.setattr(background, "_close_connections", lambda: None)
    forget_notes()
    yield
    forget_notes()


def run_until_third_start(error: Exception) -> list[int]:
    """Run a thread whose work fails twice and then goes well."""
    starts: list[int] = []

    def work(stop: threading.Event) -> None:
        starts.append(len(starts))
        if len(starts) < 3:
            raise error
        stop.set()

    thread = BackgroundThread("press", work, threading.Event())
    thread.start()
    thread.join(20)
    assert not thread.is_alive()
    return starts


def test_work_that_fails_begins_again_and_is_noted() -> None:
    assert len(run_until_third_start(ValueError("out of ink"))) == 3
    note = read_notes()["press"]
    assert note["failures"] == 2
    assert note["error"] == "ValueError: out of ink"
    assert note["is_running"]


def test_a_locked_database_only_delays() -> None:
    assert len(run_until_third_start(OperationalError("database is locked"))) == 3
    assert "error" not in read_notes()["press"]
