"""Where the feeds stand that hold a piece."""

from __future__ import annotations

from collections.abc import Sequence

from .models import Entry, Plate
from .sheets.feeds import FEED_FORMATS

__all__ = ["feeds_of"]

_KINDS = ("section", "contributor", "topic")


def feeds_of(article_ids: Sequence[int]) -> set[str]:
    """Return the addresses of the feeds in which pieces stand; those of everything are always among them."""
    listings = set(Entry.objects.filter(article_id__in=article_ids).values_list("listing", flat=True))
    places = {"/"}
    for kind in _KINDS:
        things = [int(number) for name, _, number in (one.partition(":") for one in listings) if name == kind]
        places |= set(Plate.objects.filter(kind=kind, thing_id__in=things).values_list("address", flat=True))
    return {place + name for place in places for name in FEED_FORMATS.values()}
