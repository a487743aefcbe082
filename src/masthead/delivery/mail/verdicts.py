"""What a mail server's refusal says of an address: that it is no more, that it is full for now, or nothing at all."""

from __future__ import annotations

import re
from enum import StrEnum

__all__ = ["Verdict", "read_refusal", "status_of"]

_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_NO_MAILBOX = re.compile(
    r"unknown|no such|not exist|doesn.t exist|not found|invalid recipient|no mailbox|unrouteable|disabled|no longer",
    re.IGNORECASE,
)
_FULL = re.compile(r"quota|full|exceeded storage", re.IGNORECASE)
_POLICY = re.compile(
    r"spam|policy|blocked|blacklist|reputation|denied|rejected due|dmarc|spf|dkim", re.IGNORECASE
)
_GONE_CODES = {550, 551, 553, 556}


class Verdict(StrEnum):
    """What a refusal means."""

    HARD = "hard"
    SOFT = "soft"
    POLICY = "policy"


def status_of(text: str) -> str:
    """Return the enhanced status code (RFC 3463) in a text, such as ``5.1.1``; empty where there is none."""
    found = _STATUS.search(text)
    return found[0] if found else ""


def read_refusal(code: int, text: str) -> Verdict:
    """Return what a refusal means.

    Args:
        code: the server's three digits, or 0 where only a text is known.
        text: what it said besides, with or without an enhanced status code.
    """
    status = status_of(text)
    if status:
        kind, subject, detail = status.split(".")
        if kind != "5":
            return Verdict.SOFT
        # 5.1.x: the address; 5.2.1: a mailbox that was closed. 5.1.7 and 5.1.8 are about the sender.
        if (subject == "1" and detail not in {"7", "8"}) or (subject, detail) == ("2", "1"):
            return Verdict.HARD
        if subject in {"2", "3", "4"}:
            return Verdict.SOFT
        # Many say 5.5.0 or 5.7.1 where they mean that there is no such mailbox.
        is_gone = subject in {"0", "5"} and _NO_MAILBOX.search(text) and not _POLICY.search(text)
        return Verdict.HARD if is_gone else Verdict.POLICY
    if 400 <= code < 500 or code == 552 or _FULL.search(text):
        return Verdict.SOFT
    if _POLICY.search(text):
        return Verdict.POLICY
    if code in _GONE_CODES or _NO_MAILBOX.search(text):
        return Verdict.HARD
    return Verdict.POLICY
