"""Channels and hubs at work: a thread of the newsroom's process."""

from __future__ import annotations

import threading

from django.db import close_old_connections

from masthead.delivery.hubs.pinging import send_pings

from .posting import send_posts

__all__ = ["run_channels"]

_LOOK_EVERY_S = 2.0


def run_channels(stop: threading.Event) -> None:
    """Post and ping what is due until ``stop`` is set."""
    while not stop.is_set():
        send_posts()
        send_pings()
        close_old_connections()
        stop.wait(_LOOK_EVERY_S)
