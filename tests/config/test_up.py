"""``masthead up``: starting, going on, and ending without leaving anything behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from masthead.config.server.lock import read_state
from masthead.config.server.probe import answer_of
from sites import SiteFolder

Start = Callable[..., "subprocess.Popen[str]"]
PATIENCE_S = 90.0


def wait_for(condition: Callable[[], object], what: str) -> None:
    """Wait until a condition holds; the processes of other tests may slow these down."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.05)


def lines_until(process: subprocess.Popen[str], wanted: str) -> list[str]:
    """Read what a process says until a line holds ``wanted``."""
    lines: list[str] = []
    assert process.stdout
    for line in process.stdout:
        lines.append(line.rstrip())
        if wanted in line:
            return lines
    raise AssertionError(f"the process ended without saying {wanted!r}: {lines}")


def processes_of(site: SiteFolder) -> set[int]:
    """Return the ids of all processes that run for a site, found by their environment."""
    wanted = f"MASTHEAD_SITE={site.path}".encode()
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (folder / "environ").read_bytes().split(b"\0"):
                found.add(int(folder.name))
        except OSError:
            continue
    return found


@pytest.fixture
def running(started: Start, migrated_site: SiteFolder) -> subprocess.Popen[str]:
    """Return a site that answers."""
    process = started("up")
    lines_until(process, "Ctrl-C")
    return process


def test_a_site_answers_readers_and_newsroom_on_one_port(
    running: subprocess.Popen[str], migrated_site: SiteFolder
) -> None:
    where = ("127.0.0.1", migrated_site.port)
    assert answer_of(where, "/robots.txt") in {200, 404, 503}
    assert answer_of(where, "/newsroom/login/") == 200
    assert (migrated_site.data / "run" / "newsroom.sock").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_all_processes_and_removes_the_socket(
    running: subprocess.Popen[str], migrated_site: SiteFolder, number: signal.Signals
) -> None:
    running.send_signal(number)
    said, _ = running.communicate(timeout=40)
    assert running.returncode == 0
    assert "Traceback" not in said
    wait_for(lambda: not processes_of(migrated_site), "all processes to end")
    assert not (migrated_site.data / "run" / "newsroom.sock").exists()


def test_killing_the_supervisor_ends_its_children_and_lets_another_start(
    running: subprocess.Popen[str], migrated_site: SiteFolder, started: Start
) -> None:
    running.kill()
    running.wait()
    wait_for(lambda: not processes_of(migrated_site), "the children to notice")
    lines_until(started("up"), "Ctrl-C")


def test_a_killed_newsroom_comes_back_while_readers_are_served(
    running: subprocess.Popen[str], migrated_site: SiteFolder
) -> None:
    socket_path = migrated_site.data / "run" / "newsroom.sock"
    services = {one["name"]: one for one in read_state(migrated_site.data / "run")["services"]}
    os.kill(services["newsroom"]["pid"], signal.SIGKILL)
    wait_for(lambda: answer_of(socket_path, "/newsroom/login/") == 0, "the newsroom to end")
    assert answer_of(("127.0.0.1", migrated_site.port), "/robots.txt") in {200, 404, 503}
    wait_for(lambda: answer_of(socket_path, "/newsroom/login/") == 200, "the newsroom to come back")
    state = {one["name"]: one for one in read_state(migrated_site.data / "run")["services"]}
    assert state["newsroom"]["restarts"] == 1
    assert state["readers"]["pid"] == services["readers"]["pid"]


def test_a_site_runs_only_once(running: subprocess.Popen[str], migrated_site: SiteFolder) -> None:
    second = migrated_site.run("up")
    assert second.returncode == 5
    assert "is running already" in second.stderr
    assert "Traceback" not in second.stderr


def test_status_of_a_running_site_is_pure_json(
    running: subprocess.Popen[str], migrated_site: SiteFolder
) -> None:
    import json

    notes = migrated_site.data / "run" / "background.json"
    wait_for(notes.exists, "the background work to begin")
    status = json.loads(migrated_site.run("status", "--json").stdout)
    assert status["up"]["is_running"]
    assert {one["name"] for one in status["up"]["services"]} == {"readers", "newsroom"}
    assert set(status["search"]) == {"is_open", "documents", "waiting", "fed_at", "is_rebuilt"}
    assert {"sheets_following", "related_waiting"} <= set(status["press"])
    at_work = {"press", "search", "related", "scheduler", "tasks", "counting"}
    assert set(status["background"]) == at_work | {"telling", "mail", "channels", "push"}


def test_a_taken_port_is_one_clear_sentence(empty_site: SiteFolder) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", empty_site.port))
        other.listen()
        ended = empty_site.run("up")
    assert ended.returncode == 5
    assert ended.stderr.count("\n") == 1
    assert f"Port {empty_site.port}" in ended.stderr


def test_unsafe_settings_are_refused_with_a_hint(migrated_site: SiteFolder) -> None:
    ended = migrated_site.run("up", MASTHEAD_PRODUCTION="true", MASTHEAD_SITE_URL="http://example.org")
    assert ended.returncode == 7
    assert "masthead.E002" in ended.stderr
    assert "https://" in ended.stderr
    assert not processes_of(migrated_site)


def test_readers_are_served_while_the_database_cannot_be_reached(
    started: Start, migrated_site: SiteFolder
) -> None:
    process = started("up", MASTHEAD_DATABASE_URL="postgres://nobody@127.0.0.1:1/none")
    lines_until(process, "it starts again")
    wait_for(lambda: answer_of(("127.0.0.1", migrated_site.port), "/robots.txt") != 0, "readers to be served")
    assert process.poll() is None
