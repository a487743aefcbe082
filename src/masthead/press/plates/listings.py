"""Listings: ordered lists of plates by time, and the keys of the parts of them that changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet

from masthead.press.models import Entry, Plate

__all__ = [
    "MONTH_CHUNK",
    "NEWEST_SIZES",
    "PEOPLE_CHUNK",
    "SITEMAP_CHUNK",
    "chunk_sizes",
    "groups_key",
    "newest_key",
    "pages_key",
    "range_key",
    "sync_listings",
]

# How many of the newest a sheet may ask for: each size is a key of its own, so that a piece at
# place 30 does not touch a sheet that shows 6.
NEWEST_SIZES = (6, 12, 20, 40)
MONTH_CHUNK = 100
PEOPLE_CHUNK = 50
SITEMAP_CHUNK = 1000


def chunk_sizes(listing: str) -> tuple[int, ...]:
    """Return the sizes of the chunks in which a listing's groups are printed."""
    if listing == "all":
        return (MONTH_CHUNK, SITEMAP_CHUNK)
    return (MONTH_CHUNK,) if listing.startswith("section:") else (PEOPLE_CHUNK,)


def newest_key(listing: str, size: int) -> str:
    """Name the newest ``size`` of a listing: which they are and what their cards say."""
    return f"newest:{listing}:{size}"


def range_key(listing: str, group: str, size: int, number: int) -> str:
    """Name chunk ``number`` of a group, counted from the oldest: which it holds and what their cards say."""
    return f"range:{listing}:{group}:{size}:{number}"


def pages_key(listing: str, group: str, size: int) -> str:
    """Name how many chunks a group has."""
    return f"pages:{listing}:{group}:{size}"


def groups_key(listing: str, size: int) -> str:
    """Name which groups a listing has, and how many chunks each."""
    return f"groups:{listing}:{size}"


def _beside(listing: str, shown_at: datetime, article_id: int, *, is_newer: bool) -> QuerySet[Entry]:
    if is_newer:
        later = Q(shown_at__gt=shown_at) | Q(shown_at=shown_at, article_id__gt=article_id)
        return Entry.objects.filter(Q(shown_at__gte=shown_at) & later, listing=listing)
    earlier = Q(shown_at__lt=shown_at) | Q(shown_at=shown_at, article_id__lt=article_id)
    return Entry.objects.filter(Q(shown_at__lte=shown_at) & earlier, listing=listing)


def _newest_keys(entry: Entry) -> Iterator[str]:
    newer = _beside(entry.listing, entry.shown_at, entry.article_id, is_newer=True)[
        : NEWEST_SIZES[-1]
    ].count()
    yield from (newest_key(entry.listing, size) for size in NEWEST_SIZES if newer < size)


def _place(entry: Entry) -> int:
    older = _beside(entry.listing, entry.shown_at, entry.article_id, is_newer=False)
    return older.filter(group=entry.group).count()


def _count(listing: str, group: str) -> int:
    return Entry.objects.filter(listing=listing, group=group).count()


def _membership_keys(entry: Entry, *, count_without: int) -> Iterator[str]:
    """Yield what a new or removed entry changes: its chunk and those after it, and perhaps their number."""
    place = _place(entry)
    for size in chunk_sizes(entry.listing):
        before, after = -(-count_without // size), -(-(count_without + 1) // size)
        for number in range(place // size + 1, after + 1):
            yield range_key(entry.listing, entry.group, size, number)
        if before != after:
            yield pages_key(entry.listing, entry.group, size)
            yield groups_key(entry.listing, size)


def _card_keys(entry: Entry) -> Iterator[str]:
    place = _place(entry)
    for size in chunk_sizes(entry.listing):
        yield range_key(entry.listing, entry.group, size, place // size + 1)


def sync_listings(
    plate: Plate, wanted: dict[str, str], shown_at: datetime | None, *, is_card_changed: bool
) -> tuple[set[str], set[str]]:
    """Bring a plate's entries to what is wanted.

    Args:
        plate: an article's plate, saved.
        wanted: listing → group; empty to take the plate out of all.
        shown_at: the time by which it is sorted.
        is_card_changed: whether lists that keep it have to show it anew.

    Returns:
        The keys that changed, and the listings that gained or lost the plate.
    """
    keys: set[str] = set()
    touched: set[str] = set()
    held = {entry.listing: entry for entry in plate.entries.all()}
    for listing, entry in held.items():
        group = wanted.get(listing)
        if group == entry.group and shown_at == entry.shown_at:
            if is_card_changed:
                keys.update(_newest_keys(entry), _card_keys(entry))
            continue
        keys.update(_newest_keys(entry))
        keys.update(_membership_keys(entry, count_without=_count(listing, entry.group) - 1))
        entry.delete()
        touched.add(listing)
    for listing, group in wanted.items():
        entry = held.get(listing)  # type: ignore[assignment]
        if entry is not None and entry.pk is not None:
            continue
        if shown_at is None:
            continue
        entry = Entry(listing=listing, group=group, shown_at=shown_at, article_id=plate.thing_id, plate=plate)
        keys.update(_membership_keys(entry, count_without=_count(listing, group)))
        entry.save()
        keys.update(_newest_keys(entry))
        touched.add(listing)
    return keys, touched
