"""Settling: what an answer of a push service makes of a notice, of its device, and of what waits for that service."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from masthead.delivery.models import PushNotice, State, Subscription
from masthead.delivery.outbox import Settled, retry_at, settle

from .answers import Answer, Meaning
from .packing import Consignment, Packer
from .sealing import Parcel

__all__ = ["Desk"]

# News that could not be delivered for so long is none any more; a night of quiet hours fits in.
_GIVEN_UP_AFTER = timedelta(hours=36)
_STATES = {
    Meaning.TAKEN: State.SENT,
    Meaning.GONE: State.GONE,
    Meaning.LARGE: State.FAILED,
    Meaning.REFUSED: State.FAILED,
}


class Desk:
    """Knows what is on its way, and writes what became of it.

    Args:
        packer: makes smaller parcels.

    Attributes:
        held: the number of each notice that is on its way → what was sent.
    """

    def __init__(self, packer: Packer) -> None:
        self._packer = packer
        self.held: dict[int, Consignment] = {}

    def counts(self) -> Counter[str]:
        """Return how many notices are on their way to each service."""
        return Counter(one.notice.service for one in self.held.values())

    def hold(self, consignments: Iterable[Consignment]) -> None:
        """Note what is on its way from now on."""
        self.held.update({one.parcel.number: one for one in consignments})

    def settle(self, done: list[tuple[Parcel, Answer]]) -> list[Parcel]:
        """Write what became of parcels; return those that are to be sent in a smaller form."""
        again: list[Parcel] = []
        settled: list[Settled] = []
        pauses: dict[str, float] = {}
        postponed: list[int] = []
        gone: list[str] = []
        now = timezone.now()
        for parcel, answer in done:
            held = self.held[parcel.number]
            if answer.meaning is Meaning.LARGE and not parcel.is_small:
                again.append(self._packer.sealer.seal_smaller(parcel, held.device))
                continue
            del self.held[parcel.number]
            if answer.meaning is Meaning.POSTPONED:
                pauses[parcel.service] = max(pauses.get(parcel.service, 0.0), answer.wait_s or 0.0)
                postponed.append(parcel.number)
                continue
            if answer.meaning is Meaning.GONE:
                gone.append(held.device.endpoint)
            settled.append(_settled(held, answer, now))
        for number, service in (
            (one[0].number, one[0].service) for one in done if one[0].number in set(postponed)
        ):
            settled.append(Settled(number, State.DUE, "", now + timedelta(seconds=pauses[service])))
        settle(PushNotice, settled)
        PushNotice.objects.filter(pk__in=postponed).update(attempts=F("attempts") - 1)
        _leave_alone(pauses, now)
        # The rows of other notices to a device that is gone lose it, which settles them when they are due.
        Subscription.objects.filter(endpoint__in=gone).delete()
        return again


def _settled(held: Consignment, answer: Answer, now: datetime) -> Settled:
    number, attempts = held.parcel.number, held.notice.attempts
    if answer.meaning is not Meaning.LATER:
        return Settled(number, _STATES[answer.meaning], answer.reason)
    due_at = retry_at(attempts, wait_s=answer.wait_s, now=now)
    told_at = held.telling.told_at or held.telling.created_at
    if due_at > told_at + _GIVEN_UP_AFTER:
        reason = f"{answer.reason} It was given up after {attempts} attempts."
        return Settled(number, State.FAILED, reason)
    return Settled(number, State.DUE, answer.reason, due_at)


def _leave_alone(pauses: dict[str, float], now: datetime) -> None:
    """Let what waits for a service wait until it may be asked again."""
    for service, pause_s in pauses.items():
        until = now + timedelta(seconds=pause_s)
        if pause_s > 0:
            PushNotice.objects.filter(service=service, state=State.DUE, due_at__lt=until).update(due_at=until)
