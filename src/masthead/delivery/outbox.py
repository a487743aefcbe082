"""Taking notices that are due, and settling them: what every way of telling does alike.

A worker takes some, sends them, settles them. One that is killed leaves them held; when their time is over they
are due again, or unclear where sending twice would reach somebody twice.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

from django.db import connection, transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from .models import Notice, State

__all__ = ["Settled", "count_by_state", "count_troubles", "mind_left", "retry_at", "settle", "take_due"]

_Row = TypeVar("_Row", bound=Notice)

_FIRST_PAUSE_S = 30.0
_LONGEST_PAUSE_S = 3 * 3600.0
_BATCH = 500
_FINAL = {State.SENT, State.FAILED, State.GONE, State.SKIPPED, State.UNCLEAR}


@dataclass(frozen=True)
class Settled:
    """What became of one notice.

    Attributes:
        notice_id: which.
        state: how far it is now; ``due`` to try again at ``due_at``.
        reason: why, as a sentence.
    """

    notice_id: int
    state: State
    reason: str = ""
    due_at: datetime | None = None


def take_due(model: type[_Row], *, limit: int, hold: timedelta, where: Q | None = None) -> list[_Row]:
    """Take the notices that wait longest, so that no other worker sends them for a while.

    Args:
        model: whose notices. limit: how many at most.
        hold: how long sending them may take.
        where: which of those that are due, where not all can be sent now.
    """
    now = timezone.now()
    with transaction.atomic():
        due: Any = model.objects.due(now)
        if where is not None:
            due = due.filter(where)
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True, of=("self",))
        taken = cast("list[_Row]", list(due[:limit]))
        for notice in taken:
            notice.state, notice.held_until, notice.attempts = State.HELD, now + hold, notice.attempts + 1
        for start in range(0, len(taken), _BATCH):
            numbers = [notice.pk for notice in taken[start : start + _BATCH]]
            model.objects.filter(pk__in=numbers).update(
                state=State.HELD, held_until=now + hold, attempts=F("attempts") + 1
            )
    return taken


def settle(model: type[Notice], outcomes: Iterable[Settled]) -> None:
    """Write what became of notices, in one transaction."""
    now = timezone.now()
    alike: dict[tuple[State, str, datetime | None], list[int]] = defaultdict(list)
    for one in outcomes:
        alike[one.state, one.reason, one.due_at].append(one.notice_id)
    with transaction.atomic():
        for (state, reason, due_at), numbers in alike.items():
            values: dict[str, object] = {"state": state, "reason": reason, "held_until": None}
            values |= {"settled_at": now} if state in _FINAL else {}
            values |= {"due_at": due_at} if due_at is not None else {}
            for start in range(0, len(numbers), _BATCH):
                model.objects.filter(pk__in=numbers[start : start + _BATCH]).update(**values)


def mind_left(model: type[Notice], *, is_repeatable: bool) -> int:
    """Settle what a killed worker left; return how many.

    Args:
        model: whose notices.
        is_repeatable: whether sending twice shows once, so that they can be due again; otherwise they are unclear.
    """
    now = timezone.now()
    left = model.objects.left(now)
    if is_repeatable:
        return int(left.update(state=State.DUE, held_until=None))
    return int(
        left.update(
            state=State.UNCLEAR,
            held_until=None,
            settled_at=now,
            reason="Sending was cut off, so that it is not known whether it arrived. It is not sent again.",
        )
    )


def count_by_state(model: Any, telling_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """Count the notices of tellings: telling → state → how many.

    Args:
        model: whose notices; they name their telling.
        telling_ids: of which tellings.
    """
    rows = model.objects.filter(telling_id__in=telling_ids).order_by()
    counted: dict[int, dict[str, int]] = {}
    for telling_id, state, count in rows.values_list("telling_id", "state").annotate(count=Count("pk")):
        counted.setdefault(telling_id, {})[state] = count
    return counted


def count_troubles(model: Any, since: datetime) -> dict[str, int]:
    """Count the notices that failed or are unclear since a moment, by the reason, the most frequent first."""
    rows = model.objects.filter(state__in=(State.FAILED, State.UNCLEAR), settled_at__gte=since).order_by()
    counted = rows.values_list("reason").annotate(count=Count("pk"))
    return dict(counted.order_by("-count", "reason"))


def retry_at(attempts: int, *, wait_s: float | None = None, now: datetime | None = None) -> datetime:
    """Return when to try again: twice as late with every attempt, a little apart from the others.

    Args:
        attempts: how often it was tried, from 1 up.
        wait_s: how many seconds the other side asks to wait; it is never asked sooner.
        now: the moment to count from.
    """
    pause_s = min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2.0 ** max(0, attempts - 1))
    # Spread over a fifth, so that thousands of notices do not knock again at one moment.
    pause_s *= 1 + random.random() / 5  # noqa: S311 - no secret
    if wait_s is not None:
        pause_s = max(pause_s, wait_s)
    return (now or timezone.now()) + timedelta(seconds=pause_s)
