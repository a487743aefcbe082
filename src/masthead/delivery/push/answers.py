"""What a push service's answer means for a notice, and for the service's other notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum

__all__ = ["Answer", "Meaning", "read_answer", "wait_of"]

_LONGEST_WAIT_S = 24 * 3600.0
_LONGEST_REASON = 200


class Meaning(StrEnum):
    """What to do about a notice."""

    TAKEN = "taken"
    GONE = "gone"
    LARGE = "large"
    REFUSED = "refused"
    LATER = "later"
    POSTPONED = "postponed"


@dataclass(frozen=True)
class Answer:
    """What became of an attempt.

    Attributes:
        reason: why, as a sentence.
        wait_s: how many seconds the service asks to wait; None where it does not say.
        is_ailing: whether it tells that the service itself, and not this notice, has a problem.
    """

    meaning: Meaning
    reason: str = ""
    wait_s: float | None = None
    is_ailing: bool = False


def read_answer(status: int, headers: dict[bytes, bytes], body: bytes) -> Answer:
    """Say what an answer means.

    Args:
        status: of HTTP. headers: with names in lower case. body: its beginning.
    """
    if 200 <= status < 300:
        return Answer(Meaning.TAKEN)
    if status in {404, 410}:
        return Answer(Meaning.GONE, "The device takes no more notices.")
    said = _said(body)
    if status == 413:
        return Answer(Meaning.LARGE, f"The push service finds the notice too large (413).{said}")
    wait_s = wait_of(headers.get(b"retry-after", b""))
    if status == 429:
        return Answer(
            Meaning.LATER, "The push service asks for fewer notices (429).", wait_s or 60.0, is_ailing=True
        )
    if status >= 500:
        return Answer(
            Meaning.LATER, f"The push service has a problem of its own ({status}).", wait_s, is_ailing=True
        )
    if 300 <= status < 400:
        return Answer(Meaning.REFUSED, f"The push service leads elsewhere ({status}), which is not followed.")
    if status in {401, 403}:
        return Answer(Meaning.REFUSED, f"The push service does not take the site's key ({status}).{said}")
    return Answer(Meaning.REFUSED, f"The push service refuses the notice ({status}).{said}")


def wait_of(value: bytes, now: datetime | None = None) -> float | None:
    """Return how many seconds a ``Retry-After`` asks to wait, a day at most; None where it is no such thing."""
    text = value.decode("ascii", "replace").strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return min(float(text), _LONGEST_WAIT_S)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    wait_s = (until - (now or datetime.now(UTC))).total_seconds()
    return min(max(wait_s, 0.0), _LONGEST_WAIT_S)


def _said(body: bytes) -> str:
    """Return what a service says of it, in one line; as a stranger's words they may hold anything."""
    text = "".join(one if one.isprintable() else " " for one in body.decode("utf-8", "replace"))
    text = " ".join(text.split())[:_LONGEST_REASON]
    return f" It says: {text}" if text else ""
