"""The addresses in letters: signed, so that nobody but the reader who got them can use them."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass

from masthead.delivery.conf import mail_conf
from masthead.delivery.errors import RefusedError
from masthead.delivery.models import Reader

__all__ = ["CHOICES", "CONFIRM", "LEAVE", "Held", "bounce_mark", "link", "read_bounce_mark", "read_token"]

CONFIRM, LEAVE, CHOICES = "confirm", "leave", "choices"
_MARK_BYTES = 15
_BOUNCE_BYTES = 6
_PREFIX = "/doors/mail"


@dataclass(frozen=True)
class Held:
    """What a link says: whose it is, and which lists it is about."""

    reader: Reader
    lists: tuple[int, ...]


def link(purpose: str, reader: Reader, lists: tuple[int, ...] = ()) -> str:
    """Return the whole address of a reader's link."""
    told = f"{reader.pk}.{'-'.join(map(str, lists)) or '0'}"
    return f"{mail_conf().site_url}{_PREFIX}/{purpose}/{told}.{_mark(purpose, told, reader.secret)}/"


def read_token(purpose: str, token: str) -> Held:
    """Return what a link says.

    Raises:
        RefusedError: it was not made here, or its reader is no more.
    """
    told, _, mark = token.rpartition(".")
    number, _, lists = told.partition(".")
    numbers = lists.split("-")
    if not _is_number(number) or not all(_is_number(one) for one in numbers):
        raise RefusedError("link", "This link is not whole.", 404)
    reader = Reader.objects.filter(pk=int(number)).first()
    # A mark is worked out for nobody too: how long it takes does not tell who is a reader.
    right = _mark(purpose, told, reader.secret if reader else "")
    if not hmac.compare_digest(right.encode(), mark.encode(errors="replace")) or reader is None:
        raise RefusedError("link", "This link is too old.", 404)
    return Held(reader, tuple(int(one) for one in numbers if one != "0"))


def bounce_mark(kind: str, number: int) -> str:
    """Return the mark of one mail in the address that it comes back to: ``l12-3fz…`` for a letter."""
    return f"{kind}{number}-{_short(f'{kind}{number}')}"


def read_bounce_mark(mark: str) -> tuple[str, int] | None:
    """Return the kind and number of the mail that came back; None when the mark was not made here."""
    told, _, given = mark.lower().partition("-")
    if not told or not _is_number(told[1:]):
        return None
    if not hmac.compare_digest(_short(told).encode(), given.encode(errors="replace")):
        return None
    return told[0], int(told[1:])


def _short(told: str) -> str:
    digest = hmac.new(mail_conf().secret.encode(), f"bounce {told}".encode(), hashlib.sha256).digest()
    # Base 32, for some servers make all letters of an address small.
    return base64.b32encode(digest[:_BOUNCE_BYTES]).decode().rstrip("=").lower()


def _mark(purpose: str, told: str, secret: str) -> str:
    digest = hmac.new(
        mail_conf().secret.encode(), f"{purpose} {told} {secret}".encode(), hashlib.sha256
    ).digest()
    return base64.urlsafe_b64encode(digest[:_MARK_BYTES]).decode()


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
