"""Letters at work: a thread of the newsroom's process that writes copies and sends them."""

from __future__ import annotations

import logging
import threading
import time

from django.db import close_old_connections
from django.utils import timezone

from masthead.delivery.conf import mail_conf
from masthead.delivery.models import Letter, Note

from .mailboxes import MailboxError, read_mailbox
from .mailings import plan_mailings
from .pacing import Pace
from .sending import Switchboard, mind_left_posts, send_some
from .subscribing import forget_unconfirmed

__all__ = ["run_mail"]

_log = logging.getLogger(__name__)

_LOOK_EVERY_S = 1.0
_MIND_EVERY_S = 60.0
_BOUNCES_EVERY_S = 600.0
_FORGET_EVERY_S = 3600.0
_NOTES = 50
_LETTERS = 200


def run_mail(stop: threading.Event) -> None:
    """Send until ``stop`` is set; what was taken and not sent is found again after a kill."""
    conf = mail_conf()
    pace = Pace(conf)
    minded_at = read_at = forgot_at = float("-inf")
    while not stop.is_set():
        if time.monotonic() - minded_at > _MIND_EVERY_S:
            mind_left_posts(Note)
            mind_left_posts(Letter)
            minded_at = time.monotonic()
        if time.monotonic() - forgot_at > _FORGET_EVERY_S:
            forget_unconfirmed()
            forgot_at = time.monotonic()
        if conf.bounce_mailbox and time.monotonic() - read_at > _BOUNCES_EVERY_S:
            read_at = time.monotonic()
            _read_bounces(conf.bounce_mailbox)
        plan_mailings()
        _send_all(stop, pace)
        close_old_connections()
        stop.wait(_LOOK_EVERY_S)


def _read_bounces(address: str) -> None:
    """Read what came back; a mailbox that cannot be read keeps no letter from being sent."""
    try:
        read_mailbox(address)
    except (MailboxError, OSError) as error:
        _log.error("%s", error)


def _send_all(stop: threading.Event, pace: Pace) -> None:
    """Send what is due over lines that stay open until nothing is."""
    if not _is_due():
        return
    switchboard = Switchboard(mail_conf())
    try:
        while not stop.is_set() and _send_round(switchboard, stop, pace):
            continue
    finally:
        switchboard.close()


def _send_round(switchboard: Switchboard, stop: threading.Event, pace: Pace) -> int:
    count = send_some(Note, switchboard, limit=_NOTES, stop=stop)
    room = min(_LETTERS, pace.room())
    sent = send_some(Letter, switchboard, limit=room, stop=stop) if room else 0
    pace.used(sent)
    return count + sent


def _is_due() -> bool:
    now = timezone.now()
    return Note.objects.due(now).exists() or Letter.objects.due(now).exists()
