"""Refreshing: pieces that changed choose anew, and with them the few that are most like them."""

from __future__ import annotations

import fcntl
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import tantivy
from django.db import transaction
from django.db.models import Exists, OuterRef

from masthead.press.conf import press_conf
from masthead.press.engine.queue import enqueue_printed_from
from masthead.press.models import Plate, Related, RelatedWaiting, SearchWaiting
from masthead.press.plates.reading import card_texts_of
from masthead.press.plates.related import count_named, keep_related, related_key, users_of
from masthead.press.search.documents import kind_of, read_entered
from masthead.press.search.finding import IndexClosedError, read_index
from masthead.press.search.folder import IndexFolder
from masthead.press.sheets.plan import make_works

from .choosing import RELATED, choose

__all__ = ["RefreshReport", "fill_related", "refresh_related"]

Progress = Callable[[int, int], None]

_BATCH = 200
# With more than that waiting, whatever is near a piece most likely waits too, or is one of many.
_FEW = 50


@dataclass
class RefreshReport:
    """What a refresh did: pieces that chose, and pieces that name others than before."""

    chosen: int = 0
    changed: int = 0


def refresh_related() -> RefreshReport:
    """Let pieces choose that came or changed, those most like them, and those that named what went.

    Only what the index knows is taken; the rest goes on waiting, as does all while there is no index to ask. The
    sheets that show another choice than before then wait to be printed.
    """
    report = RefreshReport()
    if not RelatedWaiting.objects.exists():
        return report
    with _alone() as is_free:
        if not is_free:
            return report
        while waiting := _take():
            searcher = _searcher()
            if searcher is None:
                break
            _refresh(searcher, waiting, report)
    return report


def fill_related(progress: Progress | None = None) -> RefreshReport:
    """Let every piece choose that has not chosen yet, the newest first: after an import, or on a site without any.

    No sheet is made to wait: whoever fills prints everything next.
    """
    report = RefreshReport()
    with _alone(is_patient=True):
        searcher = _searcher()
        if searcher is None:
            return report
        named = Counter(Related.objects.values_list("related_id", flat=True).iterator(5000))
        waiting = set(RelatedWaiting.objects.values_list("article_id", flat=True))
        ids = [one for one in _newest_first() if one in waiting or not _has_chosen(one)]
        for start in range(0, len(ids), _BATCH):
            _fill(searcher, ids[start : start + _BATCH], named, report)
            if progress is not None:
                progress(min(start + _BATCH, len(ids)), len(ids))
    return report


def _searcher() -> tantivy.Searcher | None:
    """Return what the index is asked by; None while there is none, or one that another version made."""
    folder = IndexFolder()
    # The library ends in a panic, not in an error, where an index has other fields than are asked for.
    if not folder.is_fit(folder.name()):
        return None
    try:
        return read_index().searcher
    except IndexClosedError:
        return None


def _newest_first() -> list[int]:
    plates = Plate.objects.filter(kind="article").order_by("-shown_at", "-thing_id")
    return list(plates.values_list("thing_id", flat=True))


def _has_chosen(article_id: int) -> bool:
    return Related.objects.filter(article_id=article_id).exists()


def _fill(searcher: tantivy.Searcher, ids: list[int], named: Counter[int], report: RefreshReport) -> None:
    chosen, besides = {}, _translations(ids)
    before = Counter(Related.objects.filter(article_id__in=ids).values_list("related_id", flat=True))
    named.subtract(before)
    for entered in sorted(read_entered("article", ids), key=lambda one: ids.index(kind_of(one.key)[1])):
        article_id = kind_of(entered.key)[1]
        picked = choose(
            searcher, entered, lambda some: {one: named[one] for one in some}, besides[article_id]
        )
        named.update(picked)
        chosen[article_id] = picked
    with transaction.atomic():
        report.changed += len(keep_related(_existing(chosen)))
        RelatedWaiting.objects.filter(article_id__in=ids).delete()
    report.chosen += len(chosen)


@dataclass(frozen=True)
class _Waiting:
    """Rows that wait, and the pieces that they speak of."""

    rows: list[int]
    articles: list[int]


def _take() -> _Waiting | None:
    """Return the next rows whose pieces the index knows."""
    unknown = SearchWaiting.objects.filter(kind="article", thing_id=OuterRef("article_id"))
    rows = list(RelatedWaiting.objects.filter(~Exists(unknown)).order_by("pk")[:_BATCH])
    if not rows:
        return None
    return _Waiting([row.pk for row in rows], list(dict.fromkeys(row.article_id for row in rows)))


def _refresh(searcher: tantivy.Searcher, waiting: _Waiting, report: RefreshReport) -> None:
    public = _public(waiting.articles)
    gone = [one for one in waiting.articles if one not in public]
    left = list(dict.fromkeys(user for one in gone for user in users_of(one)))
    chosen = _choose_all(searcher, public)
    # Those that a piece is most like may be like it most: a fresh one then stands on their pages too.
    is_few = len(public) <= _FEW
    near = [other for related in chosen.values() for other in related[:RELATED]] if is_few else []
    others = [one for one in dict.fromkeys([*left[:_BATCH], *near]) if one not in chosen]
    chosen |= _choose_all(searcher, _public(others))
    with transaction.atomic():
        # The rest of those that named what went wait for themselves; those near a piece do not, or it would never end.
        RelatedWaiting.objects.bulk_create([RelatedWaiting(article_id=one) for one in left[_BATCH:]])
        Related.objects.filter(article_id__in=gone).delete()
        changed = keep_related(_existing(chosen))
        enqueue_printed_from([related_key(one) for one in changed], make_works().phases(), at_once=0)
        RelatedWaiting.objects.filter(pk__in=waiting.rows).delete()
    report.chosen += len(chosen)
    report.changed += len(changed)


def _translations(ids: Sequence[int]) -> dict[int, list[int]]:
    """Return which pieces are the same in another language."""
    cards = card_texts_of("article", ids)
    return {one: json.loads(cards[one]).get("translations", []) if one in cards else [] for one in ids}


def _choose_all(searcher: tantivy.Searcher, ids: Sequence[int]) -> dict[int, list[int]]:
    chosen, besides = {}, _translations(ids)
    for entered in read_entered("article", ids):
        article_id = kind_of(entered.key)[1]

        def taken(some: list[int], article_id: int = article_id) -> Mapping[int, int]:
            return count_named(some, besides=article_id)

        chosen[article_id] = choose(searcher, entered, taken, besides[article_id])
    return chosen


def _public(ids: list[int]) -> list[int]:
    found = set(Plate.objects.filter(kind="article", thing_id__in=ids).values_list("thing_id", flat=True))
    return [one for one in ids if one in found]


def _existing(chosen: dict[int, list[int]]) -> dict[int, list[int]]:
    """Leave out what is no longer in print: the index may know it a moment longer."""
    named = list({one for related in chosen.values() for one in related} | set(chosen))
    public: set[int] = set()
    for start in range(0, len(named), 500):
        public |= set(_public(named[start : start + 500]))
    return {
        article_id: [one for one in related if one in public]
        for article_id, related in chosen.items()
        if article_id in public
    }


@contextmanager
def _alone(*, is_patient: bool = False) -> Iterator[bool]:
    """Keep other processes from choosing at the same time; tells whether none does."""
    path = press_conf().run_path
    path.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path / "related.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if is_patient else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(descriptor)
