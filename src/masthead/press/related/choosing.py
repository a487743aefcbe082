"""Choosing: which pieces are like a piece, by the words and topics that they share, the fresher ones first."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

import tantivy
from tantivy import Occur, Query

from masthead.press.search.documents import Entered, kind_of
from masthead.press.search.languages import STEMMERS
from masthead.press.search.schema import index_schema

__all__ = ["RELATED", "Taken", "choose"]

RELATED = 8
# A piece that very many name would have to be printed on all of them whenever its headline changes.
_MOST_USERS = 16
_CANDIDATES = 40
# Less alike than this part of the likest: a fresh date does not make up for it.
_LEAST_LIKENESS = 0.25
# Among alike ones, one that is so many years newer counts twice as much.
_YEARS_TO_DOUBLE = 4.0
_YEAR_S = 365.2425 * 86400
_HEAD_TERMS, _BODY_TERMS = 12, 20
_HEAD_WEIGHT, _BODY_WEIGHT, _TOPIC_WEIGHT, _SECTION_WEIGHT = 1.5, 1.0, 6.0, 2.0
# Words that so many pieces have say little, and cost most.
_COMMON, _COMMON_AT_LEAST = 0.05, 12
_LONGEST_BODY = 12_000

# Tells of candidates how many pieces name them already.
Taken = Callable[[list[int]], Mapping[int, int]]


@dataclass(frozen=True)
class _Candidate:
    article_id: int
    likeness: float
    shown_at: int


def choose(
    searcher: tantivy.Searcher, entered: Entered, taken: Taken, besides: Collection[int] = ()
) -> list[int]:
    """Return the ids of the pieces most like a piece, eight at most: never itself, none twice.

    Those in its language come first; where they are too few, those that share its topics fill up, then its section's.

    Args:
        searcher: of an index that may not hold the piece yet, or hold it as it was.
        entered: the piece, as the index would hold it.
        taken: of several candidates, how many others name each.
        besides: pieces not to choose: its translations, which the page names elsewhere.
    """
    left_out = {kind_of(entered.key)[1], *besides}
    queries = list(_queries(searcher, entered))
    own = Query.term_query(index_schema(), "language", entered.language)
    chosen: list[int] = []
    for must, must_not in ((own, None), (None, own)):
        if not queries:
            break
        found = _candidates(searcher, _likeness(queries, must, must_not), left_out)
        chosen += _best(found, taken)[: RELATED - len(chosen)]
        if len(chosen) >= RELATED:
            return chosen
    for name in ("section", ""):
        newest = [one for one in _newest(searcher, entered, name) if one not in left_out.union(chosen)]
        counts = taken(newest)
        chosen += [one for one in newest if counts.get(one, 0) < _MOST_USERS]
        if len(chosen) >= RELATED:
            break
    return chosen[:RELATED]


def _queries(searcher: tantivy.Searcher, entered: Entered) -> Iterator[tuple[Query, float]]:
    """Yield what makes a piece like another, and how much each counts."""
    schema = index_schema()
    common = max(_COMMON_AT_LEAST, int(searcher.num_docs * _COMMON))
    language = entered.language
    end = f"_{language}" if language in STEMMERS else ""
    head, body = (f"title{end}", f"standfirst{end}"), (f"body{end}",)
    for names, weight, terms, least in (
        (head, _HEAD_WEIGHT, _HEAD_TERMS, 1), (body, _BODY_WEIGHT, _BODY_TERMS, 2)
    ):  # fmt: skip
        texts = {name: [entered.texts[name][:_LONGEST_BODY]] for name in names if entered.texts.get(name)}
        if texts:
            yield (
                Query.more_like_this_document_fields_query(
                    schema, texts, min_doc_frequency=2, max_doc_frequency=common, min_term_frequency=least,
                    max_query_terms=terms, min_word_length=3, boost_factor=1.0,
                ),
                weight,
            )  # fmt: skip
    for name, weight in (("topic", _TOPIC_WEIGHT), ("section", _SECTION_WEIGHT)):
        for number in entered.numbers.get(name, []):
            yield (
                Query.const_score_query(Query.term_query(schema, name, number), 1.0),
                weight * _rarity(searcher, name, number),
            )


def _rarity(searcher: tantivy.Searcher, name: str, number: int) -> float:
    """Return how much it says that two pieces share a topic or section: a rare one says more (BM25's idf)."""
    total, having = searcher.num_docs, searcher.doc_freq(name, number)
    return math.log(1 + (total - having + 0.5) / (having + 0.5))


def _likeness(queries: list[tuple[Query, float]], must: Query | None, must_not: Query | None) -> Query:
    alike = Query.boolean_query(
        [(Occur.Should, Query.boost_query(query, weight)) for query, weight in queries]
    )
    clauses = [(Occur.Must, alike)]
    if must is not None:
        clauses.append((Occur.Must, Query.const_score_query(must, 0.0)))
    if must_not is not None:
        clauses.append((Occur.MustNot, must_not))
    return Query.boolean_query(clauses)


def _candidates(searcher: tantivy.Searcher, query: Query, left_out: set[int]) -> list[_Candidate]:
    hits = searcher.search(query, limit=_CANDIDATES, count=False).hits
    addresses = [address for _, address in hits]
    keys = searcher.fast_field_values("key", addresses)
    moments = searcher.fast_field_values("shown_at", addresses)
    found = []
    for (score, _), key, moment in zip(hits, keys, moments, strict=True):
        kind, article_id = kind_of(int(key or 0))
        if kind == "article" and article_id not in left_out and score:
            found.append(_Candidate(article_id, float(score), int(moment or 0)))
    return found


def _best(found: list[_Candidate], taken: Taken) -> list[int]:
    """Return those that are alike enough and not taken too often, likest and freshest first."""
    if not found:
        return []
    counts = taken([one.article_id for one in found])
    likest = max(one.likeness for one in found)
    newest = max(one.shown_at for one in found)

    def worth(one: _Candidate) -> tuple[float, int]:
        return one.likeness * 2 ** ((one.shown_at - newest) / _YEAR_S / _YEARS_TO_DOUBLE), one.article_id

    alike = [
        one
        for one in found
        if one.likeness >= _LEAST_LIKENESS * likest and counts.get(one.article_id, 0) < _MOST_USERS
    ]
    return [one.article_id for one in sorted(alike, key=worth, reverse=True)]


def _newest(searcher: tantivy.Searcher, entered: Entered, name: str) -> list[int]:
    """Return the newest pieces, of the narrowest section of a piece or of everything."""
    schema = index_schema()
    query = Query.all_query()
    if name:
        counts = Counter({one: searcher.doc_freq(name, one) for one in entered.numbers.get(name, [])})
        if not counts:
            return []
        query = Query.term_query(schema, name, min(counts, key=lambda one: (counts[one], one)))
    result = searcher.search(query, limit=_CANDIDATES, count=False, order_by_field="shown_at")
    keys = searcher.fast_field_values("key", [address for _, address in result.hits])
    found = [kind_of(int(key)) for key in keys if key is not None]
    return [article_id for kind, article_id in found if kind == "article"]
