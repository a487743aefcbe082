"""Mailing a letter and sending what is due, as the thread of a running site does, and what became of each copy."""

from __future__ import annotations

import threading
from typing import Any

from django.utils import timezone

from masthead.delivery.conf import mail_conf
from masthead.delivery.mail.mailings import plan_mailings
from masthead.delivery.mail.sending import Switchboard, send_some
from masthead.delivery.models import Letter, Mailing


def mail_to(number: int, *, letter_id: int = 9001) -> Mailing:
    """Have a printed letter mailed to a list."""
    mailing = Mailing.objects.create(
        letter_id=letter_id, newsletter_id=number, title="x", due_at=timezone.now()
    )
    plan_mailings()
    return mailing


def send(model: type[Any] = Letter, *, limit: int = 500) -> int:
    switchboard = Switchboard(mail_conf())
    try:
        return send_some(model, switchboard, limit=limit, stop=threading.Event())
    finally:
        switchboard.close()


def states() -> dict[str, str]:
    return {one.reader.address: one.state for one in Letter.objects.select_related("reader")}
