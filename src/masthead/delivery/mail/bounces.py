"""Mails that come back, and readers who complain: what becomes of their addresses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from masthead.delivery.conf import mail_conf
from masthead.delivery.models import Letter, Note, Post, Reader, State, Suppression

from .subscribing import leave_all, suppress
from .verdicts import Verdict, status_of

__all__ = [
    "note_bounce",
    "note_complaint",
    "note_delivered",
    "note_returned",
    "note_wish_to_leave",
    "post_of",
]

_KINDS: dict[str, type[Post]] = {"l": Letter, "n": Note}


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
    count = Reader.objects.filter(pk=reader.pk).values_list("soft_bounces", flat=True).first()
    # A reader may have been erased meanwhile.
    if count is None or count < mail_conf().soft_bounces:
        return False
    suppress(
        reader.address, Suppression.Reason.BOUNCE, detail=f"{count} in a row {status_of(detail)}".strip()
    )
    return True


def post_of(kind: str, number: int) -> Post | None:
    """Return the mail that a bounce mark names; None where it is no longer kept."""
    model: Any = _KINDS.get(kind)
    found: Post | None = model.objects.select_related("reader").filter(pk=number).first() if model else None
    return found


def note_returned(post: Post, verdict: Verdict, *, detail: str = "") -> bool:
    """Note that a mail which a server had taken came back later; return whether the address gets no more.

    A mail comes back once, however often that is told.
    """
    state = State.GONE if verdict == Verdict.HARD else State.FAILED
    with transaction.atomic():
        told = f"It came back: {status_of(detail) or verdict}."
        taken = type(post).objects.filter(pk=post.pk, state__in=(State.SENT, State.UNCLEAR))
        if not taken.update(state=state, reason=told, settled_at=timezone.now()):
            return False
        return note_bounce(post.reader, verdict, detail=detail)  # type: ignore[attr-defined]


def note_complaint(address: str) -> None:
    """Note that a reader called a letter spam: no more go there."""
    suppress(address, Suppression.Reason.COMPLAINT)


def note_wish_to_leave(address: str) -> None:
    """Take whoever told a provider that they want no letters off all lists."""
    for reader in Reader.objects.filter(address=address):
        leave_all(reader)


def note_delivered(reader_ids: Iterable[int]) -> None:
    """Begin to count anew how many mails of some readers came back in a row."""
    numbers = list(reader_ids)
    if numbers:
        Reader.objects.filter(pk__in=numbers).update(soft_bounces=0)
