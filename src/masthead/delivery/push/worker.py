"""The sender at work: a thread that takes notices that are due, has them carried, and writes what became of them."""

from __future__ import annotations

import queue
import threading
import time
from datetime import timedelta

from django.db import close_old_connections
from django.db.models import Q
from django.utils import timezone

from masthead.delivery.models import PushNotice
from masthead.delivery.outbox import mind_left, settle, take_due

from .answers import Answer
from .courier import Courier
from .packing import Packer
from .sealing import Parcel
from .settling import Desk

__all__ = ["Sender", "run_push"]

_LOOK_EVERY_S = 1.0
_BATCH = 250
# So many notices are held at once: for all services together, and for one.
_MOST_HELD = 1000
_MOST_FOR_ONE = 500
_HOLD = timedelta(seconds=60)
_HOLD_AGAIN_S = 20.0
_SETTLE_EVERY_S = 0.25


def run_push(stop: threading.Event) -> None:
    """Send until ``stop`` is set."""
    with Courier() as courier:
        sender = Sender(courier)
        try:
            while not stop.is_set():
                if not sender.work():
                    close_old_connections()
                    stop.wait(_LOOK_EVERY_S)
        finally:
            courier.stop()
            sender.finish()


class Sender:
    """Takes, packs, sends and settles notices; one batch at a time, so that memory stays what it is.

    Args:
        courier: carries them.
    """

    def __init__(self, courier: Courier) -> None:
        self._courier = courier
        self._packer = Packer()
        self._desk = Desk(self._packer)
        self._held_at = time.monotonic()

    def work(self) -> bool:
        """Do what is to be done now; False where nothing is on its way and nothing was due."""
        if not self._desk.held and PushNotice.objects.all().left(timezone.now()).exists():
            mind_left(PushNotice, is_repeatable=True)
        taken = self._take() if len(self._desk.held) <= _MOST_HELD - _BATCH else 0
        self._settle(wait_s=_SETTLE_EVERY_S if self._desk.held and taken < _BATCH else 0.0)
        self._hold_on()
        return bool(taken or self._desk.held)

    def finish(self) -> None:
        """Write what became of all that was on its way, once the courier has stopped."""
        self._settle(wait_s=0.0)

    def _take(self) -> int:
        # Looking takes no lock.
        if not PushNotice.objects.all().due(timezone.now()).exists():
            return 0
        full = [service for service, count in self._desk.counts().items() if count >= _MOST_FOR_ONE]
        notices = take_due(PushNotice, limit=_BATCH, hold=_HOLD, where=~Q(service__in=full) if full else None)
        if not notices:
            return 0
        packed = self._packer.pack(notices, held=self._desk.held.values())
        settle(PushNotice, packed.settled)
        self._desk.hold(packed.consignments)
        self._courier.send([one.parcel for one in packed.consignments])
        return len(notices)

    def _settle(self, *, wait_s: float) -> None:
        """Write what came back, waiting a little for more of it to come."""
        done: list[tuple[Parcel, Answer]] = []
        until = time.monotonic() + wait_s
        while len(done) < _MOST_HELD and len(done) < len(self._desk.held):
            try:
                done.append(self._courier.done.get(timeout=max(0.0, until - time.monotonic())))
            except queue.Empty:
                break
        again = self._desk.settle(done)
        if again:
            self._courier.send(again)

    def _hold_on(self) -> None:
        """Keep others from taking what is still on its way."""
        if time.monotonic() - self._held_at > _HOLD_AGAIN_S:
            self._held_at = time.monotonic()
            PushNotice.objects.filter(pk__in=list(self._desk.held)).update(held_until=timezone.now() + _HOLD)
