"""Listings: ordered lists of plates by time, and the keys of the parts of them that changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from masthead.press.models import Entry, Plate

from .composed import Place
from .reading import count_group, count_newer, count_older, neighbours_of
from .writing import insert_entries

__all__ = [
    "CORRECTIONS",
    "MONTH_CHUNK",
    "NEWEST_SIZES",
    "NEWS_SIZE",
    "PEOPLE_CHUNK",
    "SITEMAP_CHUNK",
    "add_entries",
    "begins_key",
    "beside_key",
    "chunk_sizes",
    "groups_key",
    "letters_of",
    "newest_key",
    "pages_key",
    "range_key",
    "ranking_counts_key",
    "ranking_key",
    "sync_listings",
]

# How many of the newest a sheet may ask for: each size is a key of its own, so that a piece at
# place 30 does not touch a sheet that shows 8.
NEWEST_SIZES = (8, 10, 20)
# A news sitemap may name no more.
NEWS_SIZE = 1000
# The pieces that were corrected, by their newest correction and in groups by its year.
CORRECTIONS = "corrections"
MONTH_CHUNK = 100
PEOPLE_CHUNK = 50
# A publish prints one chunk of each kind anew: a larger one costs more at every publish.
SITEMAP_CHUNK = 250


def letters_of(newsletter_id: int) -> str:
    """Name the listing of a newsletter's letters."""
    return f"newsletter:{newsletter_id}"


def chunk_sizes(listing: str) -> tuple[int, ...]:
    """Return the sizes of the chunks in which a listing's groups are printed."""
    if listing == "all":
        return (MONTH_CHUNK, SITEMAP_CHUNK)
    return (MONTH_CHUNK,) if listing.startswith("section:") else (PEOPLE_CHUNK,)


def _newest_sizes(listing: str) -> tuple[int, ...]:
    return (*NEWEST_SIZES, NEWS_SIZE) if listing == "all" else NEWEST_SIZES


def newest_key(listing: str, size: int) -> str:
    """Name the newest ``size`` of a listing: which they are and what their cards say."""
    return f"newest:{listing}:{size}"


def range_key(listing: str, group: str, size: int, number: int) -> str:
    """Name chunk ``number`` of a group, counted from the oldest: which it holds and what their cards say."""
    return f"range:{listing}:{group}:{size}:{number}"


def pages_key(listing: str, group: str, size: int) -> str:
    """Name how many chunks a group has."""
    return f"pages:{listing}:{group}:{size}"


def begins_key(listing: str, group: str, size: int, number: int) -> str:
    """Name whether a group has a chunk ``number``: for pages that name the next one and not all."""
    return f"begins:{listing}:{group}:{size}:{number}"


def beside_key(listing: str, article_id: int) -> str:
    """Name which pieces stand right before and after one in a listing, whatever they say."""
    return f"beside:{listing}:{article_id}"


def groups_key(listing: str, size: int) -> str:
    """Name which groups a listing has, and how many chunks each."""
    return f"groups:{listing}:{size}"


def ranking_key(name: str) -> str:
    """Name the order of a ranking."""
    return f"ranking:{name}:order"


def ranking_counts_key(name: str) -> str:
    """Name the counts of a ranking."""
    return f"ranking:{name}:counts"


@dataclass(frozen=True)
class _Place:
    """Where an entry stands in its listing.

    Attributes:
        newer: how many pieces of the listing are newer, counted as far as any sheet's newest reach.
        older: how many of its group are older.
        others: how many others its group has.
    """

    newer: int
    older: int
    others: int

    @classmethod
    def of(cls, entry: Entry) -> _Place:
        """Find the place of an entry, whether it is saved or not."""
        newer = count_newer(entry, _newest_sizes(entry.listing)[-1])
        others = count_group(entry.listing, entry.group) - bool(entry.pk)
        # Most pieces are the newest of their listing when they come: then nothing needs counting.
        older = count_older(entry) if newer else others
        return cls(newer, older, others)


def _by_time(entry: Entry) -> tuple[datetime, int]:
    return entry.shown_at, entry.article_id


def _newest_keys(entry: Entry, place: _Place) -> Iterator[str]:
    sizes = _newest_sizes(entry.listing)
    yield from (newest_key(entry.listing, size) for size in sizes if place.newer < size)


def _membership_keys(*entries: Entry) -> Iterator[str]:
    """Yield what entries of one group change that come together, or one that goes.

    The newest, the chunk of the oldest of them and all chunks after it, and their number.
    """
    first, last = min(entries, key=_by_time), max(entries, key=_by_time)
    entry, place = first, _Place.of(first)
    yield from _newest_keys(last, place if last is first else _Place.of(last))
    if entry.listing.startswith(("section:", "newsletter:")):
        for one in entries:
            yield from _beside_keys(one)
    for size in chunk_sizes(entry.listing):
        without, within = -(-place.others // size), -(-(place.others + len(entries)) // size)
        for number in range(place.older // size + 1, within + 1):
            yield range_key(entry.listing, entry.group, size, number)
        for number in range(without + 1, within + 1):
            yield begins_key(entry.listing, entry.group, size, number)
        if without != within:
            yield pages_key(entry.listing, entry.group, size)
            yield groups_key(entry.listing, size)


def _beside_keys(entry: Entry) -> Iterator[str]:
    """Yield what an entry that comes or goes changes for itself and for the two that it stands between."""
    moment = entry.shown_at, entry.article_id
    for article_id in (entry.article_id, *neighbours_of(entry.listing, *moment)):
        if article_id is not None:
            yield beside_key(entry.listing, article_id)


def _card_keys(entry: Entry) -> Iterator[str]:
    place = _Place.of(entry)
    yield from _newest_keys(entry, place)
    for size in chunk_sizes(entry.listing):
        yield range_key(entry.listing, entry.group, size, place.older // size + 1)


def sync_listings(
    plate: Plate, wanted: Mapping[str, Place], *, is_card_changed: bool, is_new: bool = False
) -> tuple[set[str], set[str]]:
    """Bring a plate's entries to what is wanted.

    Args:
        plate: an article's plate, saved.
        wanted: where it stands, by listing; empty to take the plate out of all.
        is_card_changed: whether lists that keep it have to show it anew.
        is_new: whether it stands in no listing yet, so that none is looked up.

    Returns:
        The keys that changed, and the listings that gained or lost the plate.
    """
    keys: set[str] = set()
    touched: set[str] = set()
    kept: set[str] = set()
    for entry in () if is_new else plate.entries.all():
        if wanted.get(entry.listing) == (entry.group, entry.shown_at):
            kept.add(entry.listing)
            if is_card_changed:
                keys.update(_card_keys(entry))
            continue
        keys.update(_membership_keys(entry))
        touched.add(entry.listing)
        entry.delete()
    fresh = [
        Entry(listing=listing, **place._asdict(), article_id=plate.thing_id, plate=plate)
        for listing, place in wanted.items()
        if listing not in kept
    ]
    keys |= add_entries(fresh)
    touched |= {entry.listing for entry in fresh}
    return keys, touched


def add_entries(entries: Sequence[Entry], *, are_keys_wanted: bool = True) -> set[str]:
    """Save new entries; returns the keys that changed, or none where they are not wanted."""
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries if are_keys_wanted else ():
        groups.setdefault((entry.listing, entry.group), []).append(entry)
    keys = {key for group in groups.values() for key in _membership_keys(*group)}
    insert_entries(entries)
    return keys
