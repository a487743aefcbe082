"""A process that sends the notices that are due to a push service, until none is left."""

from __future__ import annotations

import sys
import threading

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django has to be set up first
from django.test import override_settings  # noqa: E402

from masthead.delivery.models import PushNotice  # noqa: E402
from masthead.delivery.push.worker import run_push  # noqa: E402

stop = threading.Event()


def watch() -> None:
    while PushNotice.objects.all().unsettled().exists():
        stop.wait(0.2)
    stop.set()


with override_settings(MASTHEAD=settings.MASTHEAD | {"PUSH_TEST_HOSTS": (sys.argv[1],)}):
    threading.Thread(target=watch, daemon=True).start()
    run_push(stop)
