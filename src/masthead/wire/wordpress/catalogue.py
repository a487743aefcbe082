"""What an export holds, noted in a first pass and kept in a scratch file instead of memory.

Things refer to things that come later: parents, galleries, links. The catalogue knows them all, and what
each has become here.
"""

from __future__ import annotations

import json
import mimetypes
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from .exported import Item

__all__ = ["Attachment", "Catalogue", "Noted", "Placed"]

_SCHEMA = """
CREATE TABLE items (id TEXT, type TEXT, status TEXT, parent TEXT, slug TEXT, title TEXT, link TEXT,
    menu_order INTEGER, position INTEGER, extra TEXT, PRIMARY KEY (type, id)) WITHOUT ROWID;
CREATE INDEX items_by_id ON items (id);
CREATE INDEX items_by_slug ON items (slug);
CREATE TABLE item_terms (item TEXT, taxonomy TEXT, slug TEXT, position INTEGER);
CREATE INDEX terms_by_item ON item_terms (item, taxonomy);
CREATE TABLE attachments (id TEXT PRIMARY KEY, path TEXT, url TEXT, parent TEXT, title TEXT, alt TEXT,
    caption TEXT, description TEXT, link TEXT, sizes TEXT) WITHOUT ROWID;
CREATE INDEX attachments_by_path ON attachments (path);
CREATE INDEX attachments_by_parent ON attachments (parent);
CREATE TABLE addresses (key TEXT PRIMARY KEY, kind TEXT, id TEXT, rank INTEGER) WITHOUT ROWID;
CREATE TABLE placed (kind TEXT, id TEXT, object_kind TEXT, object_id INTEGER, hash TEXT, note TEXT,
    PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE TABLE months (month TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE losses (kind TEXT, id TEXT, title TEXT, address TEXT, lost TEXT);
CREATE TABLE taken (type TEXT, id TEXT, PRIMARY KEY (type, id)) WITHOUT ROWID;
CREATE TABLE slugs (parent INTEGER, slug TEXT, PRIMARY KEY (parent, slug)) WITHOUT ROWID;
CREATE TABLE contents (id TEXT PRIMARY KEY, content TEXT) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Noted:
    """What the first pass noted of an item."""

    id: str
    type: str
    status: str
    parent: str
    slug: str
    title: str
    link: str
    menu_order: int
    extra: dict[str, Any]


@dataclass(frozen=True)
class Attachment:
    """A file of the old site; ``path`` is relative to the uploads folder, or "" where it lay elsewhere."""

    id: str
    path: str
    url: str
    parent: str
    title: str = ""
    alt: str = ""
    caption: str = ""
    description: str = ""
    link: str = ""
    sizes: tuple[str, ...] = ()

    @property
    def media_type(self) -> str:
        """What the file's name says it is, such as ``image/jpeg``; "" where it says nothing."""
        return mimetypes.guess_type(urlsplit(self.url).path)[0] or ""

    @property
    def is_picture(self) -> bool:
        """Tell whether the file's name says that it is a picture."""
        return self.media_type.startswith("image/")


@dataclass(frozen=True)
class Placed:
    """What a foreign thing became here."""

    object_kind: str
    object_id: int | None
    hash: str
    note: str


class Catalogue:
    """A scratch database, gone when it is closed."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="masthead-import-")
        self._db = sqlite3.connect(Path(self._folder.name) / "catalogue.sqlite3", isolation_level=None)
        self._db.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-16000;" + _SCHEMA
        )
        self._db.execute("BEGIN")
        self._count = 0

    def __enter__(self) -> Catalogue:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._db.close()
        self._folder.cleanup()

    def close_notes(self) -> None:
        """End the first pass; from now on what is noted can be undone."""
        self._db.execute("COMMIT")
        self._db.execute("PRAGMA journal_mode=MEMORY")

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """Undo what is noted inside where that fails, as the database does with what is written."""
        if self._db.in_transaction:
            yield
            return
        self._db.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def note_item(self, item: Item, extra: dict[str, Any]) -> bool:
        """Note an item and its terms; False when the export has another of the same type and number."""
        self._count += 1
        cursor = self._db.execute(
            "INSERT OR IGNORE INTO items VALUES (?,?,?,?,?,?,?,?,?,?)",
            (item.id, item.type, item.status, item.parent, item.slug, item.title, item.link, item.menu_order,
             self._count, json.dumps(extra)),
        )  # fmt: skip
        if cursor.rowcount == 0:
            return False
        self._db.executemany(
            "INSERT INTO item_terms VALUES (?,?,?,?)",
            [(item.id, term.taxonomy, term.slug, number) for number, term in enumerate(item.terms)],
        )
        return True

    def note_attachment(self, attachment: Attachment) -> None:
        """Note a file of the old site."""
        one = attachment
        self._db.execute(
            "INSERT OR IGNORE INTO attachments VALUES (?,?,?,?,?,?,?,?,?,?)",
            (one.id, one.path, one.url, one.parent, one.title, one.alt, one.caption, one.description, one.link,
             json.dumps(one.sizes)),
        )  # fmt: skip

    def note_content(self, item_id: str, content: str) -> None:
        """Keep the content of a reusable block for the posts that show it."""
        self._db.execute("INSERT OR IGNORE INTO contents VALUES (?,?)", (item_id, content))

    def note_month(self, month: str) -> None:
        """Note that something was published in a month, such as 2012-03."""
        self._db.execute("INSERT OR IGNORE INTO months VALUES (?)", (month,))

    def note_address(self, key: str, kind: str, thing_id: str, rank: int) -> None:
        """Note that an old address led to a thing; a lower rank is the better claim."""
        self._db.execute(
            "INSERT INTO addresses VALUES (?,?,?,?) ON CONFLICT (key) DO UPDATE SET "
            "kind=excluded.kind, id=excluded.id, rank=excluded.rank WHERE excluded.rank < rank",
            (key, kind, thing_id, rank),
        )

    def content(self, item_id: str) -> str:
        """Return the content of a reusable block, or ""."""
        row = self._db.execute("SELECT content FROM contents WHERE id=?", (item_id,)).fetchone()
        return str(row[0]) if row else ""

    def item(self, item_id: str) -> Noted | None:
        """Return the item of that number, whatever its type."""
        rows = self._items("WHERE id=?", (item_id,))
        return next(rows, None)

    def named(self, slug: str) -> Noted | None:
        """Return the one post or page of that slug; None where there is none, or more than one."""
        found = list(self._items("WHERE slug=? AND type IN ('post', 'page') LIMIT 2", (slug,)))
        return found[0] if len(found) == 1 else None

    def noted(self, item_type: str, item_id: str) -> Noted:
        """Return the item of that type and number, which was noted before."""
        return next(self._items("WHERE type=? AND id=?", (item_type, item_id)))

    def items(self, *types: str) -> Iterator[Noted]:
        """Return all items of these types in the order of the file."""
        marks = ",".join("?" * len(types))
        yield from self._items(f"WHERE type IN ({marks}) ORDER BY position", types)

    def _items(self, where: str, values: Iterable[str]) -> Iterator[Noted]:
        columns = "id, type, status, parent, slug, title, link, menu_order, extra"
        for row in self._db.execute(f"SELECT {columns} FROM items {where}", tuple(values)):  # noqa: S608
            fields: list[Any] = [*row[:8], json.loads(row[8])]
            yield Noted(*fields)

    def terms_of(self, item_id: str, taxonomy: str) -> list[str]:
        """Return the slugs of an item's terms in one taxonomy, in the order of the file."""
        rows = self._db.execute(
            "SELECT slug FROM item_terms WHERE item=? AND taxonomy=? ORDER BY position", (item_id, taxonomy)
        )
        return [row[0] for row in rows]

    def attachment(self, attachment_id: str) -> Attachment | None:
        """Return the file of that number."""
        return next(self._attachments("WHERE id=?", (attachment_id,)), None)

    def attachment_at(self, path: str) -> Attachment | None:
        """Return the file that lay at a path of the uploads folder."""
        return next(self._attachments("WHERE path=?", (path,)), None)

    def attachments_of(self, item_id: str) -> list[Attachment]:
        """Return the files that were uploaded to an item."""
        return list(self._attachments("WHERE parent=? ORDER BY CAST(id AS INTEGER)", (item_id,)))

    def attachments(self) -> Iterator[Attachment]:
        """Return all files, a few at a time: what is noted meanwhile disturbs nothing."""
        last = ""
        while batch := list(self._attachments("WHERE id > ? ORDER BY id LIMIT 200", (last,))):
            yield from batch
            last = batch[-1].id

    def _attachments(self, where: str, values: tuple[str, ...]) -> Iterator[Attachment]:
        for row in self._db.execute(f"SELECT * FROM attachments {where}", values).fetchall():  # noqa: S608
            fields: list[Any] = [*row[:9], tuple(json.loads(row[9]))]
            yield Attachment(*fields)

    def thing_at(self, key: str) -> tuple[str, str] | None:
        """Return kind and id of what an old address led to."""
        row = self._db.execute("SELECT kind, id FROM addresses WHERE key=?", (key,)).fetchone()
        return (row[0], row[1]) if row else None

    def place(self, kind: str, thing_id: str, placed: Placed) -> None:
        """Note what a thing has become."""
        self._db.execute(
            "INSERT OR REPLACE INTO placed VALUES (?,?,?,?,?,?)",
            (kind, thing_id, placed.object_kind, placed.object_id, placed.hash, placed.note),
        )

    def placed(self, kind: str, thing_id: str) -> Placed | None:
        """Return what a thing has become, or None while it is not here."""
        row = self._db.execute(
            "SELECT object_kind, object_id, hash, note FROM placed WHERE kind=? AND id=?", (kind, thing_id)
        ).fetchone()
        return Placed(*row) if row else None

    def take(self, item_type: str, item_id: str) -> bool:
        """Note that an item is being imported; False when one of its type and number was before."""
        return self._db.execute("INSERT OR IGNORE INTO taken VALUES (?,?)", (item_type, item_id)).rowcount > 0

    def take_slug(self, parent: int, slug: str) -> str:
        """Return ``slug``, or with a number behind it, whichever is still free below a page, and take it."""
        number, free = 1, slug
        while not self._db.execute("INSERT OR IGNORE INTO slugs VALUES (?,?)", (parent, free)).rowcount:
            number += 1
            free = f"{slug}-{number}"
        return free

    def note_slugs(self, parent: int, slugs: Iterable[str]) -> None:
        """Note slugs that are taken below a page."""
        self._db.executemany("INSERT OR IGNORE INTO slugs VALUES (?,?)", ((parent, slug) for slug in slugs))

    def note_loss(self, *loss: str) -> None:
        """Note a loss that belongs to no record: kind, id, title, address and what was lost."""
        self._db.execute("INSERT INTO losses VALUES (?,?,?,?,?)", loss)

    def losses(self) -> Iterator[tuple[str, str, str, str, str]]:
        """Return the losses that were noted."""
        yield from self._db.execute("SELECT kind, id, title, address, lost FROM losses")

    def count(self, table: str, where: str = "1", *values: str) -> int:
        """Return how many rows of one table fulfil a condition."""
        return int(self._db.execute(f"SELECT count(*) FROM {table} WHERE {where}", values).fetchone()[0])  # noqa: S608

    def rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query that counts or compares many items at once."""
        return self._db.execute(query, values).fetchall()
