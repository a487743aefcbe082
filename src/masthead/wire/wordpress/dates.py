"""Dates of an export: in Greenwich time where it is given, else in the site's own."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

__all__ = ["read_date"]

_DATE = re.compile(r"^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})$")
# Before the web, and beyond every calendar that sorts by four digits.
_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


def read_date(gmt: str, local: str, zone: ZoneInfo) -> datetime | None:
    """Return the moment that an export names; None where it names none that can be."""
    for text, where in ((gmt, UTC), (local, zone)):
        match = _DATE.match(text.strip())
        if match is None or match.group(1) == "0000":
            continue
        try:
            moment = datetime(*(int(part) for part in match.groups()), tzinfo=where)  # type: ignore[misc,arg-type]
            moment = moment.astimezone(UTC)
        except (ValueError, OverflowError):
            continue
        if _FIRST <= moment <= _LAST:
            return moment
    return None
