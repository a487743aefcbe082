"""Mails that come back, and readers who complain: what becomes of their addresses."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F

from masthead.delivery.conf import mail_conf
from masthead.delivery.models import Reader, Suppression

from .subscribing import suppress
from .verdicts import Verdict, status_of

__all__ = ["note_bounce", "note_complaint", "note_delivered"]


def note_bounce(reader: Reader, verdict: Verdict, *, detail: str = "") -> bool:
    """Note that a mail came back; return whether the address gets no more.

    A mailbox that is no more gets none from now on, one that is full for now after ``soft_bounces`` in a row.
    """
    if verdict == Verdict.HARD:
        suppress(reader.address, Suppression.Reason.BOUNCE, detail=status_of(detail))
        return True
    if verdict != Verdict.SOFT:
        return False
    Reader.objects.filter(pk=reader.pk).update(soft_bounces=F("soft_bounces") + 1)
    count = Reader.objects.values_list("soft_bounces", flat=True).get(pk=reader.pk)
    if count < mail_conf().soft_bounces:
        return False
    suppress(
        reader.address, Suppression.Reason.BOUNCE, detail=f"{count} in a row {status_of(detail)}".strip()
    )
    return True


def note_complaint(address: str) -> None:
    """Note that a reader called a letter spam: no more go there."""
    suppress(address, Suppression.Reason.COMPLAINT)


def note_delivered(reader_ids: Iterable[int]) -> None:
    """Begin to count anew how many mails of some readers came back in a row."""
    numbers = list(reader_ids)
    if numbers:
        Reader.objects.filter(pk__in=numbers).update(soft_bounces=0)
