"""What a request's headers ask for: gzip or plain, changed or not, all or a part."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import parsedate_to_datetime

__all__ = ["is_unchanged", "takes_gzip", "wanted_range"]

_MEMORY = 512
_known_encodings: dict[bytes | None, bool] = {None: False}


def takes_gzip(accept_encoding: bytes | None) -> bool:
    """Tell whether a client takes gzip, by its ``Accept-Encoding``; few values exist, so answers are kept."""
    known = _known_encodings.get(accept_encoding)
    if known is None:
        if len(_known_encodings) >= _MEMORY:
            _known_encodings.clear()
            _known_encodings[None] = False
        known = _known_encodings[accept_encoding] = _takes_gzip(accept_encoding or b"")
    return known


def _takes_gzip(accept_encoding: bytes) -> bool:
    by_star = False
    for item in accept_encoding.lower().split(b","):
        coding, *parameters = (part.strip() for part in item.split(b";"))
        if coding in {b"gzip", b"x-gzip"}:
            return _quality(parameters) > 0
        if coding == b"*":
            by_star = _quality(parameters) > 0
    return by_star


def _quality(parameters: list[bytes]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition(b"=")
        if name.strip() == b"q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


def is_unchanged(headers: Mapping[bytes, bytes], etag: bytes, modified_s: int) -> bool:
    """Tell whether what the client has is what it would get, so that 304 is the answer."""
    tags = headers.get(b"if-none-match")
    if tags is not None:
        return tags.strip() == b"*" or any(
            tag.strip().removeprefix(b"W/") == etag for tag in tags.split(b",")
        )
    since = _seconds(headers.get(b"if-modified-since"))
    return since is not None and modified_s <= since


def _seconds(http_date: bytes | None) -> int | None:
    if http_date is None:
        return None
    try:
        return int(parsedate_to_datetime(http_date.decode("latin-1")).timestamp())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def wanted_range(
    headers: Mapping[bytes, bytes], *, size: int, etag: bytes, modified_s: int
) -> tuple[int, int] | None:
    """Return the part of a file that a request asks for as (start, length).

    None means the whole file: no range, one that cannot be understood, several, or one that belongs to another
    state of the file (``If-Range``). A length of 0 means that the file has no such part (416).
    """
    wanted = headers.get(b"range")
    if wanted is None or not _is_same_state(headers.get(b"if-range"), etag, modified_s):
        return None
    unit, _, numbers = wanted.partition(b"=")
    first, dash, last = (part.strip() for part in numbers.partition(b"-"))
    if unit.strip().lower() != b"bytes" or not dash or not _are_numbers(first, last):
        return None
    if not first:
        length = min(int(last), size)
        return size - length, length
    start = int(first)
    end = min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return None
    return start, max(0, end - start + 1)


def _are_numbers(first: bytes, last: bytes) -> bool:
    # Twenty digits hold any size of a file; int() of thousands of digits would be slow.
    return bool(first or last) and all(
        not part or (part.isdigit() and len(part) <= 20) for part in (first, last)
    )


def _is_same_state(if_range: bytes | None, etag: bytes, modified_s: int) -> bool:
    if if_range is None:
        return True
    if_range = if_range.strip()
    if if_range.startswith((b'"', b"W/")):
        return if_range == etag
    return _seconds(if_range) == modified_s
