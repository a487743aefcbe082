"""What is kept of one person: all of it in one answer, or gone for good."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from masthead.delivery.models import Letter, Membership, Note, Reader, Suppression

from .addresses import digest_of
from .lists import all_lists
from .subscribing import suppress

__all__ = ["erase", "record_of"]


def record_of(address: str) -> dict[str, Any]:
    """Return all that is kept of an address, as plain data.

    Devices that get notices are not in it: nothing links them to anybody.
    """
    reader = Reader.objects.filter(address=address).first()
    kept = Suppression.objects.filter(digest=digest_of(address)).first()
    return {
        "address": address,
        "reader": _reader(reader) if reader else None,
        "lists": _lists(reader) if reader else [],
        "letters": _letters(reader) if reader else [],
        "notes": _notes(reader) if reader else [],
        "suppressed": {"reason": kept.reason, "since": kept.created_at, "detail": kept.detail}
        if kept
        else None,
    }


def _reader(reader: Reader) -> dict[str, Any]:
    names = (
        "name", "language", "state", "created_at", "asked_at", "asked_from", "asked_network", "wording",
        "confirmed_at", "confirmed_network", "soft_bounces",
    )  # fmt: skip
    return {name: getattr(reader, name) for name in names}


def _lists(reader: Reader) -> list[dict[str, Any]]:
    titles = {one.number: one.title for one in all_lists()}
    return [
        {
            "list": titles.get(one.newsletter_id, f"list {one.newsletter_id}, which is no longer public"),
            "source": one.source,
            "asked_at": one.asked_at,
            "joined_at": one.joined_at,
            "left_at": one.left_at,
        }
        for one in Membership.objects.filter(reader=reader).order_by("pk")
    ]


def _letters(reader: Reader) -> list[dict[str, Any]]:
    found = Letter.objects.filter(reader=reader).select_related("mailing").order_by("pk")
    return [
        {"letter": one.mailing.title, "state": one.state, "at": one.settled_at, "reason": one.reason}
        for one in found
    ]


def _notes(reader: Reader) -> list[dict[str, Any]]:
    return [
        {"note": one.name, "state": one.state, "at": one.settled_at}
        for one in Note.objects.filter(reader=reader).order_by("pk")
    ]


def erase(address: str) -> dict[str, int]:
    """Delete all that is kept of an address, but for its keyed hash, which keeps imports from bringing it back.

    Returns:
        How many rows of each kind were deleted.
    """
    with transaction.atomic():
        gone = Reader.objects.filter(address=address).delete()[1]
        suppress(address, Suppression.Reason.ERASED)
    return {name.rpartition(".")[2]: count for name, count in gone.items()}
