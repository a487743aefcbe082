"""The questions that printing asks most, as plain SQL: Django takes longer to write them than a database to answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from masthead.press.models import Entry

__all__ = [
    "Beside",
    "beside_of",
    "card_texts_of",
    "cards_of_chunk",
    "cards_of_kind",
    "clock",
    "count_group",
    "count_newer",
    "count_older",
    "groups_of",
    "neighbours_of",
    "newest_of",
    "rankings",
    "texts_of",
]

# The ids of the pieces right before and after one, by time.
Beside = tuple[int | None, int | None]

_BATCH = 500


def _kind_in(listing: str) -> str:
    """Return the kind of plates in a listing."""
    return "letter" if listing.startswith("newsletter:") else "article"


def _rows(query: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def texts_of(kind: str, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return card and body, as text, of the plates of a kind that there are."""
    found: dict[int, tuple[str, str]] = {}
    for start in range(0, len(ids), _BATCH):
        part = ids[start : start + _BATCH]
        marks = ", ".join(["%s"] * len(part))
        rows = _rows(
            f"SELECT thing_id, card, body FROM press_plate WHERE kind = %s AND thing_id IN ({marks})",  # noqa: S608
            kind,
            *part,
        )
        found.update({thing_id: (card, body) for thing_id, card, body in rows})
    return found


def card_texts_of(kind: str, ids: Sequence[int]) -> dict[int, str]:
    """Return the cards, as text, of the plates of a kind that there are."""
    found: dict[int, str] = {}
    for start in range(0, len(ids), _BATCH):
        part = ids[start : start + _BATCH]
        marks = ", ".join(["%s"] * len(part))
        query = f"SELECT thing_id, card FROM press_plate WHERE kind = %s AND thing_id IN ({marks})"  # noqa: S608
        found.update(_rows(query, kind, *part))
    return found


def newest_of(listing: str, limit: int) -> list[tuple[int, str, str]]:
    """Return id, card and body of the newest pieces of a listing."""
    rows = _rows(
        "SELECT article_id, card, body FROM press_entry JOIN press_plate ON press_plate.id = plate_id "
        "WHERE listing = %s ORDER BY press_entry.shown_at DESC, article_id DESC LIMIT %s",
        listing, limit,
    )  # fmt: skip
    return [(article_id, card, body) for article_id, card, body in rows]


def cards_between(listing: str, since: datetime, until: datetime, limit: int) -> list[str]:
    """Return the cards of the newest pieces of a listing from ``since`` on and before ``until``."""
    adapt = connection.ops.adapt_datetimefield_value
    rows = _rows(
        "SELECT card FROM press_entry JOIN press_plate ON press_plate.id = plate_id "
        "WHERE listing = %s AND press_entry.shown_at >= %s AND press_entry.shown_at < %s "
        "ORDER BY press_entry.shown_at DESC, article_id DESC LIMIT %s",
        listing, adapt(since), adapt(until), limit,
    )  # fmt: skip
    return [card for (card,) in rows]


def cards_of_chunk(listing: str, group: str, size: int, number: int) -> list[str]:
    """Return the cards of chunk ``number`` of a group, counted from the oldest, the oldest first.

    The places are found in the index alone: a join would look up every plate before the chunk.
    """
    rows = _rows(
        "SELECT card FROM (SELECT article_id, shown_at AS at FROM press_entry "
        'WHERE listing = %s AND "group" = %s ORDER BY shown_at, article_id LIMIT %s OFFSET %s) AS chunk '
        "JOIN press_plate ON kind = %s AND thing_id = article_id ORDER BY at, article_id",
        listing, group, size, (number - 1) * size, _kind_in(listing),
    )  # fmt: skip
    return [card for (card,) in rows]


def cards_of_kind(kind: str) -> list[str]:
    """Return the cards of all plates of a kind, by address."""
    return [
        card
        for (card,) in _rows("SELECT card FROM press_plate WHERE kind = %s ORDER BY address, thing_id", kind)
    ]


def groups_of(listing: str) -> list[tuple[str, int]]:
    """Return the groups of a listing, the newest first, and how many entries each has."""
    rows = _rows(
        'SELECT "group", COUNT(*) FROM press_entry WHERE listing = %s GROUP BY "group" ORDER BY "group" DESC',
        listing,
    )
    return [(group, count) for group, count in rows]


def rankings() -> dict[str, list[tuple[int, int]]]:
    """Return id and count of the pieces of each ranking, the first one first."""
    rows = _rows("SELECT name, pieces, counts FROM press_ranking")
    return {name: list(zip(json.loads(ids), json.loads(counts), strict=True)) for name, ids, counts in rows}


def clock(unit: str) -> str:
    """Return what the press's clock shows; nothing before it was set."""
    rows = _rows("SELECT value FROM press_clock WHERE unit = %s", unit)
    return str(rows[0][0]) if rows else ""


def count_group(listing: str, group: str) -> int:
    """Return how many entries a group of a listing has."""
    return int(
        _rows('SELECT COUNT(*) FROM press_entry WHERE listing = %s AND "group" = %s', listing, group)[0][0]
    )


def count_newer(entry: Entry, limit: int) -> int:
    """Return how many entries of an entry's listing are newer than it; no more than ``limit`` are counted."""
    moment = connection.ops.adapt_datetimefield_value(entry.shown_at)
    rows = _rows(
        "SELECT COUNT(*) FROM (SELECT 1 FROM press_entry "
        "WHERE listing = %s AND (shown_at, article_id) > (%s, %s) LIMIT %s) AS newer",
        entry.listing, moment, entry.article_id, limit,
    )  # fmt: skip
    return int(rows[0][0])


def count_older(entry: Entry) -> int:
    """Return how many entries of an entry's group are older than it."""
    moment = connection.ops.adapt_datetimefield_value(entry.shown_at)
    rows = _rows(
        "SELECT COUNT(*) FROM press_entry "
        'WHERE listing = %s AND "group" = %s AND (shown_at, article_id) < (%s, %s)',
        entry.listing, entry.group, moment, entry.article_id,
    )  # fmt: skip
    return int(rows[0][0])


_OLDER = (
    "(SELECT article_id FROM press_entry AS o WHERE o.listing = {0} "
    "AND (o.shown_at, o.article_id) < ({1}, {2}) ORDER BY o.shown_at DESC, o.article_id DESC LIMIT 1)"
)
_NEWER = _OLDER.replace("<", ">").replace(" DESC", "")


def neighbours_of(listing: str, shown_at: datetime, article_id: int) -> Beside:
    """Return which pieces of a listing come right before and after a moment, whether a piece stands there or not."""
    moment = connection.ops.adapt_datetimefield_value(shown_at)
    query = f"SELECT {_OLDER.format('%s', '%s', '%s')}, {_NEWER.format('%s', '%s', '%s')}"
    older, newer = _rows(query, listing, moment, article_id, listing, moment, article_id)[0]
    return older, newer


def beside_of(article_ids: Sequence[int], listings: Sequence[str]) -> dict[tuple[str, int], Beside]:
    """Return the neighbours of articles in those of the listings that hold them."""
    found: dict[tuple[str, int], Beside] = {}
    place = ("e.listing", "e.shown_at", "e.article_id")
    for start in range(0, len(article_ids), _BATCH):
        part = article_ids[start : start + _BATCH]
        rows = _rows(
            f"SELECT e.listing, e.article_id, {_OLDER.format(*place)}, {_NEWER.format(*place)} "  # noqa: S608
            "FROM press_plate AS p JOIN press_entry AS e ON e.plate_id = p.id "
            f"WHERE p.kind IN ('article', 'letter') AND p.thing_id IN ({', '.join(['%s'] * len(part))}) "
            f"AND e.listing IN ({', '.join(['%s'] * len(listings))})",
            *part,
            *listings,
        )
        found.update({(listing, article_id): (older, newer) for listing, article_id, older, newer in rows})
    return found
