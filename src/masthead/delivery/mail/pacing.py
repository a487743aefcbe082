"""How many letters may leave now: so many a minute, and from a new domain few on the first days."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime

from django.db.models import Min
from django.utils import timezone

from masthead.delivery.conf import MailConf
from masthead.delivery.models import Letter

__all__ = ["Pace", "warm_up_room"]

_BURST_S = 3.0
_MANY = 1_000_000


class Pace:
    """Room for letters as time passes.

    Args:
        conf: names the limits.
        clock: tells the time in seconds.
    """

    def __init__(self, conf: MailConf, clock: Callable[[], float] = time.monotonic) -> None:
        self._conf = conf
        self._clock = clock
        self._room = 1.0
        self._looked_at = clock()

    def room(self) -> int:
        """Return how many letters may leave now."""
        if not self._conf.per_minute:
            return warm_up_room(self._conf)
        now, each_s = self._clock(), self._conf.per_minute / 60
        self._room = min(max(1.0, each_s * _BURST_S), self._room + (now - self._looked_at) * each_s)
        self._looked_at = now
        return min(int(self._room), warm_up_room(self._conf)) if self._room >= 1 else 0

    def used(self, count: int) -> None:
        """Note that so many left."""
        self._room -= count


def warm_up_room(conf: MailConf) -> int:
    """Return how many more letters may leave today from a domain that mail servers do not know yet."""
    if not conf.warm_up:
        return _MANY
    begun = Letter.objects.filter(begun_at__isnull=False)
    first: datetime | None = begun.aggregate(first=Min("begun_at"))["first"]
    today = timezone.localdate()
    days = (today - timezone.localdate(first)).days if first else 0
    allowed = conf.warm_up * 2 ** min(days, 20)
    return max(0, allowed - int(begun.filter(begun_at__gte=_midnight(today)).count()))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))
