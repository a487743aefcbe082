"""Queries: a question in the index's own terms, with what counts how much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from tantivy import Occur, Query, Searcher

from .questions import NEAR_FROM, Narrowing, Word
from .schema import TEXTS, index_schema

__all__ = ["How", "Places", "narrowed", "place_query", "query_of"]

# A word counts by its stem first, and more where it stands as it was typed.
_WEIGHTS = dict(zip(TEXTS, (2.0, 1.0, 0.5), strict=True))
_STEM_WEIGHTS = dict(zip(TEXTS, (3.0, 1.5, 0.75), strict=True))
_PHRASE_WEIGHT = 4.0
# What is named after a section, a contributor or a topic is about it as much as a piece with the word in its title.
_PLACE_WEIGHT = 3.0
# The words that a beginning can be continued to: the most frequent ones.
_CONTINUED = 24

# Word → field → the ids of sections, contributors and topics whose name has it.
Places = Mapping[Word, Mapping[str, Sequence[int]]]


class How(StrEnum):
    """How much of a question its answers have."""

    ALL = "all"
    NEAR = "near"
    ANY = "any"


def _all_of(queries: Iterable[Query], *, optional: Iterable[Query] = ()) -> Query:
    clauses = [(Occur.Must, query) for query in queries]
    clauses += [(Occur.Should, query) for query in optional]
    return clauses[0][1] if len(clauses) == 1 else Query.boolean_query(clauses)


def _any_of(queries: Iterable[Query]) -> Query:
    clauses = [(Occur.Should, query) for query in queries]
    if not clauses:
        return Query.empty_query()
    return clauses[0][1] if len(clauses) == 1 else Query.boolean_query(clauses)


def query_of(searcher: Searcher, words: Sequence[Word], places: Places, how: How) -> Query:
    """Return the query of a question: all of its words that say something, or any of them."""
    if not words:
        # All that has a text: what is named after its pieces has no language.
        return Query.exists_query("language")
    queries = {
        word: _any_of(_alternatives(searcher, word, places.get(word, {}), how is How.NEAR)) for word in words
    }
    if how is How.ANY:
        return _any_of(queries.values())
    needed = [word for word in words if not word.is_light] or list(words)
    light = [word for word in words if word not in needed]
    return _all_of((queries[word] for word in needed), optional=(queries[word] for word in light))


def _alternatives(
    searcher: Searcher, word: Word, places: Mapping[str, Sequence[int]], is_near: bool
) -> Iterator[Query]:
    schema = index_schema()
    if len(word.tokens) > 1:
        for name, weight in _WEIGHTS.items():
            phrase = Query.phrase_query(schema, name, list(word.tokens))
            yield Query.boost_query(phrase, _PHRASE_WEIGHT * weight)
        return
    token = word.tokens[0]
    for name, weight in _WEIGHTS.items():
        yield Query.boost_query(Query.term_query(schema, name, token), weight)
        if word.is_begun:
            yield from _continued(searcher, name, token, weight)
        if is_near and not word.is_exact and len(token) >= NEAR_FROM:
            near = Query.fuzzy_term_query(schema, name, token, 1, True, word.is_begun)
            yield Query.const_score_query(near, weight)
    for language, stem in word.stems:
        for name, weight in _STEM_WEIGHTS.items():
            query = Query.term_query(schema, f"{name}_{language}", stem, "freq")
            yield Query.boost_query(query, weight)
    for name, ids in places.items():
        yield Query.const_score_query(Query.term_set_query(schema, name, list(ids)), _PLACE_WEIGHT)


def _continued(searcher: Searcher, name: str, token: str, weight: float) -> Iterator[Query]:
    terms = [term for term, _ in searcher.terms_with_prefix(name, token, limit=_CONTINUED)]
    if terms:
        yield Query.const_score_query(Query.term_set_query(index_schema(), name, terms), weight)


def place_query(searcher: Searcher, words: Sequence[Word]) -> Query:
    """Return the query of what is named so: a section, contributor or topic with all of these words in its name."""
    schema = index_schema()
    queries = []
    for word in words:
        if len(word.tokens) > 1:
            queries.append(Query.phrase_query(schema, "place", list(word.tokens)))
            continue
        terms = [word.tokens[0]]
        if word.is_begun:
            found = searcher.terms_with_prefix("place", word.tokens[0], limit=_CONTINUED)
            terms = sorted({*terms, *(term for term, _ in found)})
        queries.append(Query.term_set_query(schema, "place", terms))
    return _all_of(queries)


def narrowed(query: Query, narrowing: Narrowing, *, besides: str = "") -> Query:
    """Return a query that finds only what was chosen.

    Args:
        besides: a field whose choice does not count: so its other values can be counted.
    """
    chosen = {name: value for name, value in narrowing.chosen().items() if name != besides}
    terms = (Query.term_query(index_schema(), name, value) for name, value in chosen.items())
    return _all_of([query, *(Query.const_score_query(term, 0.0) for term in terms)])
