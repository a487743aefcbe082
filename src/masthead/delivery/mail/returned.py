"""Reading what comes back by mail: reports of delivery (RFC 3464), of abuse (RFC 5965), and what older servers write.

A report counts only when it carries the mark of a mail that was sent from here: in the address that it came to, or in the
headers of the mail that it returns. Whoever writes one by hand cannot know any mark but that of their own letter.
"""

from __future__ import annotations

import email
import email.policy
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, Message
from enum import StrEnum

from flufl.bounce import all_failures

from masthead.delivery.conf import mail_conf

from .bounces import note_complaint, note_returned, post_of
from .links import read_bounce_mark
from .verdicts import Verdict, read_refusal

__all__ = ["Kind", "Returned", "read_returned", "take_returned"]

_log = logging.getLogger(__name__)

_ADDRESS_HEADERS = ("delivered-to", "x-original-to", "envelope-to", "to", "x-failed-recipients")
_MARK = re.compile(r"\b([ln]\d{1,18}-[a-z2-7]{10})\b", re.IGNORECASE | re.ASCII)
_LARGEST = 5_000_000


class Kind(StrEnum):
    """What a mail that came back is."""

    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    OTHER = "other"
    FOREIGN = "foreign"


@dataclass(frozen=True)
class Returned:
    """What a mail that came back says.

    Attributes:
        kind: ``other``: an answer of a person or a machine; ``foreign``: it carries no mark of ours.
        mark: kind and number of the mail that came back.
        verdict: what a bounce says of the address; detail: the words with its code.
    """

    kind: Kind
    mark: tuple[str, int] | None = None
    verdict: Verdict | None = None
    detail: str = ""


def read_returned(content: bytes) -> Returned:
    """Return what a mail says that came to the bounce address; one that cannot be read says nothing."""
    try:
        return _read(content)
    except Exception as error:  # noqa: BLE001 - anybody may write there, and one mail must not keep the others from being read
        _log.warning("A mail to the bounce address cannot be read: %s", type(error).__name__)
        return Returned(Kind.FOREIGN)


def _read(content: bytes) -> Returned:
    message = email.message_from_bytes(content[:_LARGEST], policy=email.policy.compat32)
    mark = next((one for text in _places(message) for one in _marks(text)), None)
    if mark is None:
        return Returned(Kind.FOREIGN)
    if _is_report(message, "feedback-report"):
        return Returned(Kind.COMPLAINT, mark)
    found = _delivery_report(message) or _other_report(message)
    if found is None:
        return Returned(Kind.OTHER, mark)
    return Returned(Kind.BOUNCE, mark, *found)


def take_returned(content: bytes) -> Kind:
    """Do what a mail asks for that came to the bounce address; return what it is."""
    returned = read_returned(content)
    post = post_of(*returned.mark) if returned.mark else None
    if post is None:
        return Kind.FOREIGN if returned.kind != Kind.OTHER else Kind.OTHER
    if returned.kind == Kind.COMPLAINT:
        note_complaint(post.reader.address)  # type: ignore[attr-defined]
    elif returned.verdict is not None:
        note_returned(post, returned.verdict, detail=returned.detail)
    return returned.kind


def _marks(text: str) -> Iterator[tuple[str, int]]:
    for found in _MARK.finditer(text):
        mark = read_bounce_mark(found[1])
        if mark is not None:
            yield mark


def _places(message: Message) -> Iterator[str]:
    """Yield where a mark can stand: the addresses that the mail came to, and the headers of what it returns."""
    name, _, host = mail_conf().bounce_address.rpartition("@")
    for header in _ADDRESS_HEADERS:
        for value in message.get_all(header, []):
            if name and f"@{host}".lower() in str(value).lower():
                yield str(value)
    for part in message.walk():
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}:
            inner = part.get_payload()
            returned = inner[0] if isinstance(inner, list) and inner else None
            if isinstance(returned, Message):
                yield "\n".join(str(one) for one in returned.get_all("message-id", []))
                continue
            lines = str(inner)[:20_000].splitlines()
            yield "\n".join(line for line in lines if line.lower().startswith(("message-id", " <")))
    if not message.is_multipart():
        # Older servers write the mail that they return below their words.
        yield str(message.get_payload())[:50_000]


def _is_report(message: Message, kind: str) -> bool:
    is_report = message.get_content_type() == "multipart/report"
    return is_report and str(message.get_param("report-type", "")).lower() == kind


def _delivery_report(message: Message) -> tuple[Verdict | None, str] | None:
    """Return what a report of delivery says; a mere delay says nothing of the address."""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else []:
            if not isinstance(block, Message):
                continue
            action = str(block.get("Action", "")).strip().lower()
            if action == "failed":
                words = f"{block.get('Status', '')} {block.get('Diagnostic-Code', '')}"
                return read_refusal(0, " ".join(words.split())[:500]), words
            if action:
                return None, ""
    return None


def _other_report(message: Message) -> tuple[Verdict | None, str] | None:
    if isinstance(message, EmailMessage):
        raise TypeError("Reports are read with the older policy.")
    if str(message.get("Auto-Submitted", "")).lower().startswith("auto-replied"):
        return None
    try:
        temporary, permanent = all_failures(message)
    except Exception:  # noqa: BLE001 - its detectors stumble over what is no report at all
        return None
    if permanent:
        return Verdict.HARD, ""
    return (Verdict.SOFT, "") if temporary else None
