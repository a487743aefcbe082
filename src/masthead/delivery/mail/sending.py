"""Sending what is due: several lines at once, nobody twice, whatever ends this process and when.

The thread that calls writes to the database; the lines' threads send and nothing else. Right before a mail's text goes
over a line its row says so: a row that is held and not begun was not sent, one that was begun may have been.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from masthead.delivery.conf import MailConf
from masthead.delivery.models import Letter, Post, Reader, State
from masthead.delivery.outbox import Settled, retry_at, settle, take_due

from .bounces import note_bounce, note_delivered
from .lines import Line, LineDownError, Outcome
from .posting import Writer
from .verdicts import Verdict
from .writing import Written

__all__ = ["HOLD", "Switchboard", "mind_left_posts", "send_some"]

HOLD = timedelta(minutes=5)
_MOST_ATTEMPTS = 10
_CUT_OFF = "Sending was cut off, so that it is not known whether it arrived. It is not sent again."
_GIVEN_UP = "It was tried for more than a day. "


class Switchboard:
    """Lines to the mail server, one for each of a few threads; all are closed together."""

    def __init__(self, conf: MailConf) -> None:
        self.conf = conf
        self._own = threading.local()
        self._lines: list[Line] = []
        self._guard = threading.Lock()
        self._threads = ThreadPoolExecutor(conf.connections, thread_name_prefix="mail-line")

    def send(self, written: Written) -> Future[Outcome]:
        """Send a mail as soon as a line is free."""
        return self._threads.submit(self._send, written)

    def _send(self, written: Written) -> Outcome:
        line = getattr(self._own, "line", None)
        if line is None:
            line = self._own.line = Line(self.conf)
            with self._guard:
                self._lines.append(line)
        outcome: Outcome = line.send(written)
        return outcome

    def close(self) -> None:
        """Wait for what is on its way, and close the lines."""
        self._threads.shutdown(wait=True)
        for line in self._lines:
            line.close()


def mind_left_posts(model: type[Post]) -> int:
    """Settle what a killed worker left: what was not begun is due again, of the rest nobody knows; return how many."""
    left = model.objects.left(timezone.now())
    count = left.filter(begun_at__isnull=True).update(state=State.DUE, held_until=None)
    return int(count) + int(
        left.update(state=State.UNCLEAR, held_until=None, settled_at=timezone.now(), reason=_CUT_OFF)
    )


def send_some(
    model: type[Post], switchboard: Switchboard, *, limit: int, stop: threading.Event, hold: timedelta = HOLD
) -> int:
    """Send mails that are due, ``limit`` at most; return how many rows were settled.

    Raises:
        LineDownError: nothing can be sent now. What was taken is due again.
    """
    taken = take_due(model, limit=limit, hold=hold)
    waiting = deque(_read_whole(model, taken))
    round_ = _Round(model, switchboard, Writer(switchboard.conf), hold)
    try:
        while (waiting and not stop.is_set() and round_.down is None) or round_.running:
            free = switchboard.conf.connections - len(round_.running)
            group = (
                [waiting.popleft() for _ in range(min(free, len(waiting)))] if _goes_on(round_, stop) else []
            )
            round_.begin(group)
            round_.finish()
    finally:
        round_.give_back(waiting)
    if round_.down is not None:
        raise round_.down
    return round_.count


def _goes_on(round_: _Round, stop: threading.Event) -> bool:
    return round_.down is None and not stop.is_set()


def _read_whole(model: type[Post], taken: Iterable[Post]) -> list[Post]:
    names = ("reader", "mailing") if model is Letter else ("reader",)
    numbers = [post.pk for post in taken]
    found: list[Post] = []
    for start in range(0, len(numbers), 500):
        part = numbers[start : start + 500]
        found += model.objects.filter(pk__in=part).select_related(*names).order_by("due_at", "pk")
    return found


class _Round:
    """One round of sending: what is on its way, and what is known and not written yet."""

    def __init__(self, model: type[Post], switchboard: Switchboard, writer: Writer, hold: timedelta) -> None:
        self.model = model
        self.running: dict[Future[Outcome], Post] = {}
        self.down: LineDownError | None = None
        self.count = 0
        self._switchboard = switchboard
        self._writer = writer
        self._hold = hold
        self._known: list[tuple[Post, Outcome]] = []

    def begin(self, group: list[Post]) -> None:
        """Write what is known, mark a group as begun, and send it: nobody who left meanwhile is in it."""
        written, skipped = self._write(group)
        now = timezone.now()
        with transaction.atomic():
            self._settle()
            self._known += skipped
            held = self.model.objects.filter(
                pk__in=[post.pk for post, _ in written],
                state=State.HELD,
                held_until__gt=now,
                begun_at__isnull=True,
            )
            still = set(held.select_for_update().values_list("pk", flat=True))
            self.model.objects.filter(pk__in=still).update(begun_at=now, held_until=now + self._hold)
        for post, mail in written:
            if post.pk in still:
                self.running[self._switchboard.send(mail)] = post

    def _write(self, group: list[Post]) -> tuple[list[tuple[Post, Written]], list[tuple[Post, Outcome]]]:
        written: list[tuple[Post, Written]] = []
        skipped: list[tuple[Post, Outcome]] = []
        for post in group:
            reader: Reader = post.reader  # type: ignore[attr-defined]
            if isinstance(post, Letter) and reader.state != Reader.State.CONFIRMED:
                skipped.append((post, Outcome(State.SKIPPED, "The reader gets no letters any more.")))
                continue
            try:
                written.append((post, self._writer.write(post)))
            except LookupError as error:
                skipped.append((post, Outcome(State.SKIPPED, f"It is no longer in print: {error.args[0]}")))
        return written, skipped

    def finish(self) -> None:
        """Wait until something that is on its way has ended."""
        if not self.running:
            return
        ended, _ = wait(self.running, return_when=FIRST_COMPLETED)
        for one in ended:
            post = self.running.pop(one)
            try:
                self._known.append((post, one.result()))
            except LineDownError as error:
                self.down = error
                self._known.append((post, Outcome(State.DUE)))
            except Exception as error:  # noqa: BLE001 - one mail that cannot be written must not stop the others
                self._known.append(
                    (post, Outcome(State.FAILED, f"It could not be written: {type(error).__name__}."))
                )

    def give_back(self, waiting: Iterable[Post]) -> None:
        """Write what is known, and let what was not begun be due again."""
        numbers = [post.pk for post in waiting]
        with transaction.atomic():
            self._settle()
            for start in range(0, len(numbers), 500):
                mine = self.model.objects.filter(
                    pk__in=numbers[start : start + 500], state=State.HELD, begun_at__isnull=True
                )
                mine.update(state=State.DUE, held_until=None, attempts=F("attempts") - 1)

    def _settle(self) -> None:
        known, self._known = self._known, []
        if not known:
            return
        settle(self.model, [_settled(post, outcome) for post, outcome in known])
        again = [post.pk for post, outcome in known if outcome.state == State.DUE]
        if again:
            self.model.objects.filter(pk__in=again).update(begun_at=None)
        # A server that was away has said nothing of a mail: an outage uses no attempt up.
        unsaid = [post.pk for post, outcome in known if outcome.state == State.DUE and not outcome.reason]
        if unsaid:
            self.model.objects.filter(pk__in=unsaid).update(attempts=F("attempts") - 1)
        _tell_of_addresses(known)
        self.count += len(known)


def _settled(post: Post, outcome: Outcome) -> Settled:
    if outcome.state != State.DUE:
        return Settled(post.pk, outcome.state, outcome.reason)
    if not outcome.reason:
        # The line broke before anything was said: that is no attempt.
        return Settled(post.pk, State.DUE, due_at=timezone.now())
    if post.attempts >= _MOST_ATTEMPTS:
        return Settled(post.pk, State.FAILED, _GIVEN_UP + outcome.reason)
    return Settled(post.pk, State.DUE, outcome.reason, retry_at(post.attempts, wait_s=outcome.wait_s))


def _tell_of_addresses(known: Iterable[tuple[Post, Outcome]]) -> None:
    delivered: list[int] = []
    for post, outcome in known:
        reader: Any = post.reader  # type: ignore[attr-defined]
        if outcome.verdict in {Verdict.HARD, Verdict.SOFT}:
            note_bounce(reader, outcome.verdict, detail=outcome.reason)
        elif outcome.state == State.SENT and reader.soft_bounces:
            delivered.append(reader.pk)
    note_delivered(delivered)
