"""All readers as a table that other systems, and this one, can read."""

from __future__ import annotations

import csv
from datetime import datetime
from typing import Any, TextIO

from masthead.delivery.models import Membership

from .foreign import FORMULA_STARTS
from .lists import MailList, all_lists

__all__ = ["COLUMNS", "export_readers"]

COLUMNS = (
    "address", "name", "language", "state", "list", "source", "asked_at", "asked_from", "confirmed_at", "joined_at", "left_at",
)  # fmt: skip
_BATCH = 2000


def export_readers(file: TextIO, *, of: MailList | None = None) -> int:
    """Write a row for each reader on each list into a file as CSV; return how many.

    Args:
        file: where to.
        of: one list; all without one.
    """
    titles = {one.number: one.title for one in all_lists()}
    found = Membership.objects.select_related("reader").order_by("newsletter_id", "pk")
    if of is not None:
        found = found.filter(newsletter_id=of.number)
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    count = 0
    for one in found.iterator(chunk_size=_BATCH):
        writer.writerow(_row(one, titles.get(one.newsletter_id, str(one.newsletter_id))))
        count += 1
    return count


def _row(one: Membership, title: str) -> list[str]:
    reader: Any = one.reader
    values = (
        reader.address, reader.name, reader.language, reader.state, title, one.source, one.asked_at, reader.asked_from,
        reader.confirmed_at, one.joined_at, one.left_at,
    )  # fmt: skip
    return [value.isoformat() if isinstance(value, datetime) else _cell(str(value or "")) for value in values]


def _cell(text: str) -> str:
    # A text that begins so is a formula to a spreadsheet; importing takes the mark away.
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
