"""The form in which composing hands over a plate."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

__all__ = ["Composed", "Place", "as_json", "hash_of"]


class Place(NamedTuple):
    """Where a plate stands in a listing: in which group, and at which moment."""

    group: str
    shown_at: datetime


@dataclass
class Composed:
    """One composed thing.

    Attributes:
        kind: article, section, standing, home, newsletter, letter, contributor, topic or frame.
        thing_id: the primary key of the thing in the newsroom.
        card: what lists and other sheets show of it, as plain JSON values.
        body: the rest.
        listings: the listings it belongs to, with the group in each (a month, a year, or nothing).
        moments: the listings in which it stands at another moment than that of its publication.
        uses: kinds and ids of other things it was composed from.
    """

    kind: str
    thing_id: int
    card: dict[str, Any]
    body: dict[str, Any]
    address: str = ""
    language: str = ""
    shown_at: datetime | None = None
    revision_id: int | None = None
    listings: dict[str, str] = field(default_factory=dict)
    moments: dict[str, datetime] = field(default_factory=dict)
    uses: set[tuple[str, int]] = field(default_factory=set)

    def places(self) -> dict[str, Place]:
        """Return where it stands in its listings; nowhere as long as it has no time."""
        shown_at = self.shown_at
        if shown_at is None:
            return {}
        return {one: Place(group, self.moments.get(one, shown_at)) for one, group in self.listings.items()}


def as_json(value: dict[str, Any]) -> str:
    """Write a document so that equal documents are equal text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(text: str) -> str:
    """Return the 128-bit BLAKE2b hash of a text."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
