"""Killed at any moment while it publishes and prints, Masthead loses nothing and shows nothing half-printed."""

from __future__ import annotations

import gzip
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from building import empty_database, make_article, make_contributor, make_section, open_test_publication
from editions import (
    assert_addresses_answer,
    assert_idle_is_idle,
    assert_incremental_equals_full,
    assert_ledger_names_the_files,
    assert_no_dead_links,
    assert_plates_are_the_live_pages,
    edition_folder,
    html_addresses,
    read_edition,
)
from masthead.newsroom.models import ArticlePage, Event
from masthead.press.actions import press_status, print_all, print_waiting, sweep
from masthead.press.engine.errors import PressBusyError
from masthead.press.search.feeding import feed_index
from searching import assert_index_is_the_plates

ROUNDS = int(os.environ.get("MASTHEAD_CRASH_ROUNDS", "4"))
TESTS = Path(__file__).parent.parent


@pytest.fixture
def site(transactional_db: None, tmp_path: Path, data_path: Path) -> Path:
    """Print a small magazine; return a site's folder on the same database for other processes."""
    empty_database()
    home = open_test_publication()
    sections = [make_section(home, "News"), make_section(home, "Culture")]
    people = [make_contributor("Ada"), make_contributor("Bo")]
    for number in range(8):
        make_article(sections[number % 2], f"First {number}", byline=people[number % 2 :])
    print_waiting()
    if connection.vendor == "sqlite":
        (data_path / "masthead.sqlite3").symlink_to(connection.settings_dict["NAME"])
    return tmp_path


def environment(site: Path) -> dict[str, str]:
    """Return the environment of a process that works on the site."""
    values = {
        **os.environ,
        "MASTHEAD_SITE": str(site),
        "DJANGO_SETTINGS_MODULE": "masthead.config.settings",
        "MASTHEAD_PRESS_WORKERS": "2",
        "PYTHONPATH": os.pathsep.join(
            [str(TESTS), str(TESTS / "journeys"), os.environ.get("PYTHONPATH", "")]
        ),
    }
    if connection.vendor == "postgresql":
        own = connection.settings_dict
        place = f"{own['USER']}:{own['PASSWORD']}@{own['HOST'] or ''}:{own['PORT'] or 5432}"
        values["MASTHEAD_DATABASE_URL"] = f"postgres://{place}/{own['NAME']}"
    return values


def children_of(number: int) -> list[int]:
    """Return the processes that a process started, and those that these started."""
    children = Path(f"/proc/{number}/task/{number}/children").read_text().split()
    return [one for child in map(int, children) for one in (child, *children_of(child))]


def wait_until_gone(numbers: list[int], within_s: float = 20.0) -> None:
    ends_at = time.monotonic() + within_s
    while left := [number for number in numbers if Path(f"/proc/{number}").exists()]:
        assert time.monotonic() < ends_at, f"{left} outlive the press that started them"
        time.sleep(0.05)


@pytest.fixture
def kill_at_work(site: Path) -> Iterator[Any]:
    """Give a function that starts the newsroom and press at work and kills them after so many seconds."""
    running: list[subprocess.Popen[str]] = []

    def work_and_be_killed(seed: int, mode: str, after_s: float) -> None:
        command = [sys.executable, str(TESTS / "journeys" / "crashing.py"), str(seed), mode]
        with subprocess.Popen(command, env=environment(site), stdout=subprocess.PIPE, text=True) as process:
            running.append(process)
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n", "it did not even start"
            time.sleep(after_s)
            assert process.poll() is None, "it ended before it was killed"
            # Only the one process, as the system does when memory runs out: its helpers must see for themselves.
            helpers = children_of(process.pid)
            os.kill(process.pid, signal.SIGKILL)
        wait_until_gone(helpers)

    yield work_and_be_killed
    for process in running:
        if process.poll() is None:
            process.kill()


def assert_nothing_is_half_printed() -> set[str]:
    """Return the addresses of the edition as the killed press left it; all of it is whole."""
    files = {}
    folder = edition_folder().resolve()
    for path in folder.rglob("*"):
        if path.is_file():
            assert path.suffix == ".gz", f"{path} would stay for ever"
            content = gzip.decompress(path.read_bytes())
            assert not path.name.startswith("index.html") or content.endswith(b"</html>"), path
            files[path.relative_to(folder).as_posix().removesuffix(".gz")] = content
    return html_addresses(files)


def start_again(within_s: float = 20.0) -> None:
    """Do what the press does when it starts; a server lets go of a killed client's lock when its query ends."""
    ends_at = time.monotonic() + within_s
    while True:
        try:
            sweep()
            print_waiting()
            feed_index(is_checked=True)
            return
        except PressBusyError:
            assert time.monotonic() < ends_at
            time.sleep(0.2)


def assert_all_is_as_if_nothing_had_happened(ever_printed: set[str]) -> None:
    assert Event.objects.all().waiting().count() == 0
    assert press_status().is_well
    files = read_edition()
    for article in ArticlePage.objects.filter(live=True):
        assert article.title in files[article.get_url().strip("/") + "/index.html"].decode()
    assert_plates_are_the_live_pages()
    assert_index_is_the_plates()
    assert_ledger_names_the_files()
    assert_idle_is_idle()
    assert_incremental_equals_full()
    assert_no_dead_links()
    assert_addresses_answer(ever_printed)


@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_a_press_killed_at_work_finishes_when_it_is_started_again(
    kill_at_work: Any, round_number: int
) -> None:
    chance = random.Random((os.environ.get("MASTHEAD_CRASH_ROUNDS") and os.urandom(8)) or round_number)
    seed, mode = chance.randrange(10**9), "all" if round_number % 2 else "waiting"
    ever_printed = html_addresses(read_edition())
    after_s = chance.uniform(0.05, 2.5)
    print(f"seed {seed}, {mode}, killed after {after_s:.3f} s")
    kill_at_work(seed, mode, after_s)
    ever_printed |= assert_nothing_is_half_printed()
    start_again()
    assert_all_is_as_if_nothing_had_happened(ever_printed)
    assert print_all().written == 0
