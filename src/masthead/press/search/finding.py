"""Finding: the door through which the index is asked."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import tantivy

from .documents import kind_of
from .feeding import doubt
from .folder import IndexFolder
from .queries import How, narrowed, place_query, query_of
from .questions import Narrowing, Word, words_of

__all__ = [
    "FACETS",
    "Findings",
    "Found",
    "How",
    "IndexClosedError",
    "Question",
    "Reading",
    "find",
    "read_index",
]

FACETS = ("section", "contributor", "topic", "year", "language")
# Of a facet with more values, those with the most pieces are offered.
_FACET_VALUES = 12
_LANGUAGES = 40
_PLACES_OF_A_WORD = 16
_PLACES = 4
# Answers that are kept as long as the index is the same, a few kilobytes each.
_MOST_FOUND = 512


class IndexClosedError(RuntimeError):
    """There is no index to ask: it is being made, or it is broken and will be."""


class Found(NamedTuple):
    """A plate that was found."""

    kind: str
    thing_id: int


@dataclass(frozen=True)
class Question:
    """What a reader asks.

    Attributes:
        is_typing: whether the last word may be the beginning of one.
        is_by_date: the newest first, instead of what fits best.
        offset, limit: which of the results.
        has_facets: whether to count by what results can be narrowed.
    """

    text: str
    narrowing: Narrowing = field(default_factory=Narrowing)
    is_typing: bool = False
    is_by_date: bool = False
    offset: int = 0
    limit: int = 10
    has_facets: bool = False


@dataclass(frozen=True)
class Findings:
    """What was found.

    Attributes:
        total: how many pieces and standing pages there are.
        hits: those asked for.
        places: sections, contributors and topics that are named so.
        how: whether they have all of the words, nearly all of them, or some.
        words: the question's words, for marking them.
        facets: field → values with the number of results that each leaves; the most frequent first.
    """

    total: int
    hits: list[Found]
    places: list[Found]
    how: How
    words: list[Word]
    facets: Mapping[str, list[tuple[int | str, int]]]


@dataclass(frozen=True)
class Reading:
    """An index as it stood at one moment; safe to use from several threads.

    Attributes:
        searcher: the library's own.
        languages: those that pieces are in.
        found: what was found in it of late: a page of results is followed by the next, and many type the same.
    """

    searcher: tantivy.Searcher
    languages: tuple[str, ...]
    found: dict[Question, Findings] = field(default_factory=dict)


@dataclass(frozen=True)
class _Opened:
    path: str
    name: str
    index: tantivy.Index
    state: tuple[int, int]
    reading: Reading


_opened: _Opened | None = None
_opening = threading.Lock()


def read_index() -> Reading:
    """Return the index as it stands now.

    Raises:
        IndexClosedError: there is none that can be read.
    """
    global _opened
    folder = IndexFolder()
    known = _opened
    try:
        name = folder.name()
        if known is not None and _is_fresh(known, folder, name):
            return known.reading
        with _opening:
            known = _opened
            if known is None or not _is_fresh(known, folder, name):
                known = _opened = _open(folder, name, known)
            return known.reading
    except (OSError, ValueError) as error:
        doubt()
        raise IndexClosedError("The search index is being made.") from error


def _is_fresh(opened: _Opened, folder: IndexFolder, name: str) -> bool:
    return (opened.path, opened.name, opened.state) == (str(folder.path), name, folder.state(name))


def _open(folder: IndexFolder, name: str, before: _Opened | None) -> _Opened:
    if not name:
        raise ValueError("no index")
    # Asked before it is opened: a commit in between is seen the next time.
    state = folder.state(name)
    is_same = before is not None and (before.path, before.name) == (str(folder.path), name)
    index = before.index if before is not None and is_same else folder.open(name)
    index.reload()
    searcher = index.searcher()
    languages = _values(searcher, tantivy.Query.all_query(), ("language",), _LANGUAGES)["language"]
    names = tuple(sorted(str(language) for language, _ in languages))
    return _Opened(str(folder.path), name, index, state, Reading(searcher, names))


def find(question: Question) -> Findings:
    """Answer a question; where nothing has all of its words, near ones count too, and then any of them.

    Raises:
        IndexClosedError: there is no index to ask.
    """
    reading = read_index()
    found = reading.found.get(question)
    if found is None:
        found = _find(reading, question)
        if len(reading.found) >= _MOST_FOUND:
            reading.found.clear()
        reading.found[question] = found
    return found


def _find(reading: Reading, question: Question) -> Findings:
    searcher = reading.searcher
    words = words_of(question.text, reading.languages, is_typing=question.is_typing)
    if question.text and not words:
        return Findings(0, [], [], How.ALL, [], {})
    places = {word: _places_of(searcher, word) for word in words if not word.is_light}
    for how in How if words else (How.ALL,):
        query = query_of(searcher, words, places, how)
        total, hits = _hits(searcher, query, question)
        if total or question.offset:
            break
    facets = _facets(searcher, query, question) if question.has_facets and total else {}
    found = _found(searcher, place_query(searcher, words), _PLACES) if words and not question.offset else []
    return Findings(total, hits, found, how, words, facets)


def _hits(searcher: tantivy.Searcher, query: tantivy.Query, question: Question) -> tuple[int, list[Found]]:
    result = searcher.search(
        narrowed(query, question.narrowing),
        limit=question.limit,
        offset=question.offset,
        order_by_field="shown_at" if question.is_by_date else None,
        weight_by_field=None if question.is_by_date else "weight",
    )
    total: int | None = result.count  # type: ignore[attr-defined]  # missing in the library's hints
    return total or 0, _kinds(searcher, [address for _, address in result.hits])


def _found(searcher: tantivy.Searcher, query: tantivy.Query, limit: int) -> list[Found]:
    result = searcher.search(query, limit=limit, count=False)
    return _kinds(searcher, [address for _, address in result.hits])


def _kinds(searcher: tantivy.Searcher, addresses: list[tantivy.DocAddress]) -> list[Found]:
    keys = searcher.fast_field_values("key", addresses)
    return [Found(*kind_of(int(key))) for key in keys if key is not None]


def _places_of(searcher: tantivy.Searcher, word: Word) -> Mapping[str, Sequence[int]]:
    """Return the sections, contributors and topics with a word in their name, by field."""
    named: dict[str, list[int]] = {}
    for kind, number in _found(searcher, place_query(searcher, [word]), _PLACES_OF_A_WORD):
        named.setdefault(kind, []).append(number)
    return named


def _facets(
    searcher: tantivy.Searcher, query: tantivy.Query, question: Question
) -> dict[str, list[tuple[int | str, int]]]:
    """Count each facet's values as if nothing had been chosen of it, so that another can be."""
    chosen = question.narrowing.chosen()
    free = tuple(name for name in FACETS if name not in chosen)
    facets = _values(searcher, narrowed(query, question.narrowing), free, _FACET_VALUES) if free else {}
    for name in chosen:
        besides = narrowed(query, question.narrowing, besides=name)
        facets |= _values(searcher, besides, (name,), _FACET_VALUES)
    return {name: facets[name] for name in FACETS}


def _values(
    searcher: tantivy.Searcher, query: tantivy.Query, names: Sequence[str], size: int
) -> dict[str, list[tuple[int | str, int]]]:
    wanted: dict[str, Any] = {name: {"terms": {"field": name, "size": size}} for name in names}
    counted = searcher.aggregate(query, wanted)
    return {
        name: [
            (one["key"] if isinstance(one["key"], str) else int(one["key"]), int(one["doc_count"]))
            for one in counted[name]["buckets"]
        ]
        for name in names
    }
