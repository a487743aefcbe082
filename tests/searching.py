"""Asking the search index, and the property that must hold of it."""

from __future__ import annotations

from typing import Any

import tantivy

from masthead.press.actions import print_waiting
from masthead.press.models import Plate, SearchWaiting
from masthead.press.search.documents import KINDS, read_entered
from masthead.press.search.feeding import feed_index
from masthead.press.search.finding import Question, find, read_index

__all__ = ["assert_index_is_the_plates", "bring_up_to_date", "found", "held"]


def bring_up_to_date() -> None:
    """Print what waits, then enter it."""
    assert print_waiting().failed == 0
    feed_index(is_checked=True)


def found(text: str, **question: Any) -> list[tuple[str, int]]:
    """Return kinds and ids of what a question finds."""
    return [tuple(hit) for hit in find(Question(text, **question)).hits]


def held() -> set[tuple[int, int]]:
    """Return key and digest of every document of the index."""
    searcher = read_index().searcher
    hits = searcher.search(tantivy.Query.all_query(), limit=max(1, searcher.num_docs)).hits
    addresses = [address for _, address in hits]
    keys = searcher.fast_field_values("key", addresses)
    digests = searcher.fast_field_values("digest", addresses)
    assert len(set(keys)) == len(keys), "a plate is held twice"
    return set(zip(keys, digests, strict=True))


def assert_index_is_the_plates() -> None:
    """Compare the index with what entering every plate anew would give."""
    assert not SearchWaiting.objects.exists()
    wanted = set()
    for kind in KINDS:
        ids = Plate.objects.filter(kind=kind).values_list("thing_id", flat=True)
        wanted |= {(one.key, one.digest) for one in read_entered(kind, ids)}
    assert held() == wanted
