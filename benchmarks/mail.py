"""Measures letters: 10,000 readers of a list, mailed over a real mail server; killed in the middle and resumed."""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from masthead.config.founding import found_publication

from .figures import Figure
from .ground import PROJECT, environment_of, free_port, report, start_django, timed
from .words import Prose

__all__ = ["measure"]

READERS = 10_000
_LIST, _LETTER = 501, 9001
_WORDS = 900
_KILLED_AT = 0.433
_PATIENCE_S = 900


def _prepare(readers: int) -> float:
    """Make a list with its readers and a printed letter; return how long its copies take to be written."""
    from django.utils import timezone

    from masthead.delivery.mail.mailings import plan_mailings
    from masthead.delivery.models import Mailing, Membership, Reader
    from masthead.press.actions import print_waiting
    from masthead.press.models import Plate

    print_waiting()
    now = timezone.now()
    prose = Prose(seed=5)
    html = "".join(f"<h2>{prose.title()}</h2><p>{one}</p>" for one in prose.paragraphs(_WORDS, 14))
    shared = {"language": "en", "shown_at": now, "card_hash": "a", "body_hash": "a"}
    newsletter = {
        "title": "The Morning Letter",
        "description": "All of it.",
        "address": "/letters/",
        "cadence": "single",
    }
    letter = {
        "id": _LETTER, "address": "/letters/one/", "title": prose.title(), "preheader": "", "language": "en",
        "published_at": now.isoformat(), "newsletter": _LIST, "direction": "ltr",
    }  # fmt: skip
    body = {"html": html, "embeds": [], "description": "", "pieces": [], "mail_sizes": {}, "is_mailed": True}
    Plate.objects.create(
        kind="newsletter",
        thing_id=_LIST,
        address="/letters/",
        card=json.dumps(newsletter),
        body="{}",
        **shared,
    )
    Plate.objects.create(
        kind="letter", thing_id=_LETTER, address="/letters/one/", card=json.dumps(letter), body=json.dumps(body), **shared
    )  # fmt: skip
    Reader.objects.bulk_create(
        [Reader(address=f"reader{n}@example.org", state="confirmed", asked_at=now) for n in range(readers)],
        batch_size=1000,
    )
    numbers = Reader.objects.values_list("pk", flat=True)
    Membership.objects.bulk_create(
        [Membership(reader_id=one, newsletter_id=_LIST, asked_at=now, joined_at=now) for one in numbers],
        batch_size=1000,
    )
    Mailing.objects.create(letter_id=_LETTER, newsletter_id=_LIST, title="x", due_at=now)
    seconds, copies = timed(plan_mailings)
    if copies != readers:
        raise ValueError(f"{copies} copies were written for {readers} readers.")
    return seconds


@contextmanager
def _mail_server(log: Path) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.mail_server", "--log", str(log), "--port", str(port)]
    process = subprocess.Popen(command, cwd=PROJECT)
    try:
        import socket

        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()


def _mailed(log: Path) -> list[str]:
    return [line.split()[0] for line in log.read_text().splitlines()] if log.exists() else []


def _send(site: Path, port: int, log: Path, *, until: int = 0) -> float:
    """Send in a process of its own; kill it once ``until`` mails arrived. Return the seconds that it sent."""
    command = [sys.executable, "-m", "benchmarks.mail", "--site", str(site), "--send", str(port)]
    with subprocess.Popen(
        command, cwd=PROJECT, env=environment_of(site), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        started = time.perf_counter()
        if until:
            while len(_mailed(log)) < until and process.poll() is None:
                time.sleep(0.05)
            os.kill(process.pid, signal.SIGKILL)
        process.wait(_PATIENCE_S)
        if not until and process.returncode:
            raise ValueError("The process that sends failed.")
        return time.perf_counter() - started


def _be_sender(port: int) -> None:
    """Send as ``masthead up`` does, until nothing is left."""
    from datetime import timedelta

    from django.conf import settings

    from masthead.config.email import mail_line
    from masthead.delivery.conf import mail_conf
    from masthead.delivery.mail.sending import Switchboard, mind_left_posts, send_some
    from masthead.delivery.models import Letter

    settings.MAIL_LINE = mail_line(f"smtp://127.0.0.1:{port}")
    print("ready", flush=True)
    stop = threading.Event()
    while Letter.objects.all().unsettled().exists():
        mind_left_posts(Letter)
        switchboard = Switchboard(mail_conf())
        while send_some(Letter, switchboard, limit=200, stop=stop, hold=timedelta(seconds=3)):
            continue
        switchboard.close()
        time.sleep(0.2)


def measure(site: Path, readers: int) -> list[Figure]:
    """Mail a letter to all readers of a list, in two runs of which the first is killed."""
    from masthead.delivery.models import Letter, State

    planned_s = _prepare(readers)
    log = site / "mailed.txt"
    with _mail_server(log) as port:
        first_s = _send(site, port, log, until=int(readers * _KILLED_AT))
        at_kill = len(_mailed(log))
        # What was held is let go before the clock runs on.
        time.sleep(3.5)
        second_s = _send(site, port, log)
    mailed = Counter(_mailed(log))
    twice = sum(1 for times in mailed.values() if times > 1)
    unclear = Letter.objects.filter(state=State.UNCLEAR).count()
    sent = Letter.objects.filter(state=State.SENT).count()
    if sent + unclear != readers or len(mailed) < sent:
        raise ValueError(
            f"Of {readers} letters {sent} were sent, {unclear} are unclear, {len(mailed)} arrived."
        )
    sizes = [int(line.split()[1]) for line in log.read_text().splitlines()]
    peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return [
        Figure("Letters: copies written for a list", planned_s, "s", readers, target=2.0),
        Figure("Letters sent, mail server on the same machine", at_kill / first_s, "mails/s", readers, target=100, is_floor=True),
        Figure("Letters sent after a kill", (sum(mailed.values()) - at_kill) / second_s, "mails/s", readers, target=100, is_floor=True),
        Figure("Readers mailed twice after a kill", twice, "readers", readers, target=0),
        Figure("Letters unclear after a kill", unclear, "letters", readers),
        Figure("A letter as it is sent", sum(sizes) / len(sizes) / 1024, "KB", readers),
        Figure("Memory of the sending process", peak_mb, "MB", readers),
    ]  # fmt: skip


def main() -> None:
    """Make a list in an empty site's folder and mail it."""
    parser = argparse.ArgumentParser(description="Measure letters to a list, in an empty folder.")
    parser.add_argument("--site", type=Path, required=True)
    parser.add_argument("--readers", type=int, default=READERS)
    parser.add_argument("--send", type=int, default=0, help="be the process that sends, to this port")
    chosen = parser.parse_args()
    chosen.site.mkdir(parents=True, exist_ok=True)
    start_django(chosen.site)
    if chosen.send:
        _be_sender(chosen.send)
        return
    found_publication("The Measured Courier")
    report(measure(chosen.site, chosen.readers))


if __name__ == "__main__":
    main()
