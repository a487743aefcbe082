"""The rows that composing adds most, as plain SQL: Django takes longer to make them than a database to keep them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from masthead.kit.addresses import moved_shard
from masthead.press.models import Entry

__all__ = ["add_uses", "insert_entries", "keep_history"]

HISTORY = "history"


def add_uses(rows: Iterable[tuple[int, str, int]]) -> None:
    """Note which plates were composed from which things: the plate's row, and the thing's kind and id."""
    _insert("INSERT INTO press_use (plate_id, used_kind, used_id) VALUES (%s, %s, %s)", list(rows))


def insert_entries(entries: Iterable[Entry]) -> None:
    """Insert entries whose plates are kept; they do not learn their own numbers."""
    moment = connection.ops.adapt_datetimefield_value
    _insert(
        'INSERT INTO press_entry (listing, "group", shown_at, article_id, plate_id) VALUES (%s, %s, %s, %s, %s)',
        [(one.listing, one.group, moment(one.shown_at), one.article_id, one.plate_id) for one in entries],
    )


def keep_history(rows: Iterable[tuple[str, str, int]]) -> None:
    """Keep which thing answers for an address that was printed: the address's key, and the thing's kind and id."""
    _insert(
        "INSERT INTO press_moved (key, shard, origin, kind, thing_id, target) VALUES (%s, %s, %s, %s, %s, '') "
        "ON CONFLICT (key, origin) DO UPDATE SET shard = excluded.shard, kind = excluded.kind, "
        "thing_id = excluded.thing_id, target = ''",
        [(key, moved_shard(key), HISTORY, kind, thing_id) for key, kind, thing_id in rows],
    )


def _insert(query: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(query, rows)
