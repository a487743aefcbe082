"""Locked pages: live, behind a password, never printed. Their addresses lead to a door that asks for it."""

from __future__ import annotations

from collections.abc import Iterable

from wagtail.models import Page

from masthead.kit.addresses import moved_key, moved_shard
from masthead.press.models import Moved

from .moved import DOOR, HISTORY, door_address, shard_key, shards_of_thing
from .site import SiteTree

__all__ = ["held_doors", "sync_doors"]


def held_doors() -> dict[tuple[str, int], str]:
    """Return the doors that are kept: a page's kind and number → the key of the address that leads there."""
    rows = Moved.objects.filter(origin=DOOR).values_list("kind", "thing_id", "key")
    return {(kind, page_id): key for kind, page_id, key in rows if page_id is not None}


def sync_doors(kind: str, page_ids: Iterable[int], tree: SiteTree) -> set[str]:
    """Bring the doors of pages in line with what is locked now; returns the keys of the shards that changed.

    An address that had a door is remembered like every other that worked.
    """
    ids = list(page_ids)
    held = {row.thing_id or 0: row for row in Moved.objects.filter(origin=DOOR, thing_id__in=ids)}
    locked = {}
    if tree.has_locks:
        pages = Page.objects.filter(pk__in=ids, live=True).order_by()
        locked = {page.pk: moved_key(tree.address(page)) for page in pages if tree.is_locked(page)}
    changed = {
        page_id
        for page_id in held.keys() | locked.keys()
        if page_id not in locked or page_id not in held or held[page_id].key != locked[page_id]
    }
    shards: set[str] = set()
    for page_id in changed:
        if (row := held.get(page_id)) is not None:
            shards.add(row.shard)
            _remember(row)
        if page_id in locked:
            key = locked[page_id]
            Moved.objects.create(
                key=key, shard=moved_shard(key), origin=DOOR, kind=kind, thing_id=page_id,
                target=door_address(page_id),
            )  # fmt: skip
            shards.add(moved_shard(key))
        # Whatever led to the page leads to its door now, or to the page again.
        shards |= shards_of_thing(kind, page_id)
    return {shard_key(shard) for shard in shards}


def _remember(row: Moved) -> None:
    Moved.objects.update_or_create(
        key=row.key,
        origin=HISTORY,
        defaults={"shard": row.shard, "kind": row.kind, "thing_id": row.thing_id, "target": ""},
    )
    row.delete()
