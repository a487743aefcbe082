"""Killed in the middle of sending and started again, Masthead tells every device, and shows none of them a piece twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from push_service import PushService, push_service
from sending import add_device, tell
from test_mailing_crash import environment

from building import empty_database, make_article, make_section, open_test_publication
from masthead.delivery.models import PushNotice, State
from masthead.press.actions import print_waiting

DEVICES = 300
KILLS = 3
HERE = Path(__file__).parent


@pytest.fixture
def running(transactional_db: None, tmp_path: Path, data_path: Path) -> Iterator[PushService]:
    """Many devices that are due to be told; the folder of the site stands on the same database."""
    empty_database()
    section = make_section(open_test_publication(), "News")
    print_waiting()
    with (
        push_service() as service,
        override_settings(MASTHEAD=settings.MASTHEAD | {"PUSH_TEST_HOSTS": (service.host,)}),
    ):
        for number in range(DEVICES):
            add_device(service, f"d{number}", ("section", section.pk))
        make_article(section, "Bridge")
        tell()
        if connection.vendor == "sqlite":
            (data_path / "masthead.sqlite3").symlink_to(connection.settings_dict["NAME"])
        yield service


@pytest.mark.database
def test_killed_in_the_middle_and_resumed_every_device_is_told_and_shows_it_once(
    running: PushService, tmp_path: Path
) -> None:
    processes: list[subprocess.Popen[bytes]] = []
    kill_at = [40, 120, 210]

    def kill_in_the_middle(path: str, before: int) -> tuple[int, dict[str, str]]:
        # The service takes it, and the sender does not know it yet: the worst moment there is.
        if kill_at and len(running.posts) >= kill_at[0]:
            kill_at.pop(0)
            os.kill(processes[-1].pid, signal.SIGKILL)
        return 201, {}

    running.rule = kill_in_the_middle
    for _ in range(KILLS + 1):
        command = [sys.executable, str(HERE / "push_process.py"), running.host]
        with subprocess.Popen(command, env=environment(tmp_path)) as process:
            processes.append(process)
            process.wait(120)
        # The minute passes after which what a killed worker held is taken again.
        PushNotice.objects.filter(state=State.HELD).update(held_until=timezone.now())
    assert [one.returncode for one in processes] == [-signal.SIGKILL] * KILLS + [0]
    assert Counter(PushNotice.objects.values_list("state", flat=True)) == {State.SENT: DEVICES}
    topics: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for post in running.posts:
        topics[post.path].add((post.headers["Topic"], post.told(running.key)["tag"]))
    assert len(topics) == DEVICES
    assert all(len(one) == 1 for one in topics.values()), "what came twice replaces itself"
