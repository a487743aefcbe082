"""Telling and sending, done at once instead of by threads that wait."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import time_machine
from django.conf import settings
from django.utils import timezone
from push_service import PushService

from masthead.delivery.models import Choice, PushNotice, State, Subscription
from masthead.delivery.push.courier import Courier
from masthead.delivery.push.keys import name_of, public_key
from masthead.delivery.push.worker import Sender
from masthead.delivery.telling import plan_due, take_printed
from masthead.press.actions import print_waiting

DEADLINE_S = 30.0


def tell() -> None:
    """Print what waits, and write the notices of what is new in it."""
    print_waiting()
    while take_printed():
        continue
    with time_machine.travel(timezone.now() + timedelta(seconds=settings.MASTHEAD["TELL_AFTER_S"])):
        plan_due()
    PushNotice.objects.filter(state=State.DUE, due_at__lt=timezone.now() + timedelta(minutes=5)).update(
        due_at=timezone.now()
    )


def send() -> None:
    """Send what is due now, until nothing is on its way."""
    deadline = time.monotonic() + DEADLINE_S
    with Courier() as courier:
        sender = Sender(courier)
        while sender.work():
            assert time.monotonic() < deadline, "Sending does not end."


def add_device(
    service: PushService, path: str, *choices: tuple[str, int], with_children: bool = True, **fields: Any
) -> Subscription:
    """Let a device hear of some things."""
    told = service.device(path)
    values = {"site_key": name_of(public_key()), "last_seen_at": timezone.now()} | fields
    device = Subscription.objects.create(endpoint=told["endpoint"], **told["keys"], **values)
    Choice.objects.bulk_create(
        Choice(subscription=device, kind=kind, thing_id=thing_id, with_children=with_children)
        for kind, thing_id in choices
    )
    return device


def states() -> dict[str, int]:
    """Return how many notices are in each state."""
    found: dict[str, int] = {}
    for state in PushNotice.objects.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found
