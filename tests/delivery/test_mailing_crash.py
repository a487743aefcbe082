"""Killed in the middle of a mailing and started again, Masthead mails nobody twice and forgets nobody."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from building import empty_database, open_test_publication
from mail_server import Mail, running_server
from masthead.delivery.mail.mailings import plan_mailings
from masthead.delivery.models import Letter, Mailing, Membership, Reader, State
from masthead.press.actions import print_waiting
from subscribers import make_letter, make_list

READERS = 400
KILLS = 4
CONNECTIONS = 4
HERE = Path(__file__).parent


@pytest.fixture
def site(transactional_db: None, tmp_path: Path, data_path: Path) -> Path:
    """Make a list with many readers and a letter for them; return a site's folder on the same database."""
    empty_database()
    open_test_publication()
    print_waiting()
    newsletter = make_list()
    now = timezone.now()
    Reader.objects.bulk_create(
        [Reader(address=f"reader{n}@example.org", state="confirmed") for n in range(READERS)]
    )
    Membership.objects.bulk_create(
        [
            Membership(reader=one, newsletter_id=newsletter, asked_at=now, joined_at=now)
            for one in Reader.objects.all()
        ]
    )
    Mailing.objects.create(letter_id=make_letter(newsletter), newsletter_id=newsletter, title="x", due_at=now)
    assert plan_mailings() == READERS
    if connection.vendor == "sqlite":
        (data_path / "masthead.sqlite3").symlink_to(connection.settings_dict["NAME"])
    return tmp_path


def environment(site: Path) -> dict[str, str]:
    values = {
        **os.environ,
        "MASTHEAD_SITE": str(site),
        "DJANGO_SETTINGS_MODULE": "masthead.config.settings",
        "MASTHEAD_MAIL_CONNECTIONS": str(CONNECTIONS),
        "PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parent), os.environ.get("PYTHONPATH", "")]),
    }
    if connection.vendor == "postgresql":
        own = connection.settings_dict
        place = f"{own['USER']}:{own['PASSWORD']}@{own['HOST'] or ''}:{own['PORT'] or 5432}"
        values["MASTHEAD_DATABASE_URL"] = f"postgres://{place}/{own['NAME']}"
    return values


def test_killed_in_the_middle_and_resumed_with_nobody_mailed_twice(site: Path) -> None:
    running: list[subprocess.Popen[str]] = []
    kill_at = [37 + number * 71 for number in range(KILLS)]

    def kill_in_the_middle(mail: Mail) -> None:
        # The mail is taken and the sender does not know it yet: the worst moment there is.
        if kill_at and len(server.mails) >= kill_at[0]:
            kill_at.pop(0)
            os.kill(running[-1].pid, signal.SIGKILL)

    with running_server() as server:
        server.on_data = kill_in_the_middle
        for _ in range(KILLS + 1):
            command = [sys.executable, str(HERE / "mailing_process.py"), str(server.port)]
            with subprocess.Popen(
                command, env=environment(site), stdout=subprocess.PIPE, text=True
            ) as process:
                running.append(process)
                process.wait(120)
        assert [one.returncode for one in running] == [-signal.SIGKILL] * KILLS + [0]
        mailed = Counter(one.recipient for one in server.mails)
    assert [address for address, times in mailed.items() if times > 1] == [], "nobody is mailed twice"
    states = Counter(Letter.objects.values_list("state", flat=True))
    assert states[State.SENT] + states[State.UNCLEAR] == READERS
    assert 1 <= states[State.UNCLEAR] <= KILLS * CONNECTIONS, "only what was on its way is unclear"
    sent = set(Letter.objects.filter(state=State.SENT).values_list("reader__address", flat=True))
    assert sent <= set(mailed)
    reasons = set(Letter.objects.filter(state=State.UNCLEAR).values_list("reason", flat=True))
    assert len(reasons) == 1
    assert "not sent again" in reasons.pop()
