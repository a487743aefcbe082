"""Feeding the index: what waits is entered, and an index that is missing, old or broken is made anew."""

from __future__ import annotations

import fcntl
import logging
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import tantivy
from django.db import transaction

from masthead.press.models import Plate, PressState, SearchWaiting

from .documents import KINDS, Entered, key_of, read_entered
from .folder import IndexFolder
from .names import LOCK
from .schema import index_schema

__all__ = ["IndexBusyError", "IndexReport", "doubt", "feed_index", "rebuild_index"]

logger = logging.getLogger(__name__)

Progress = Callable[[int, int], None]

_STATE = "search"
_BATCH = 400
# Commits cost most: when much waits they are few.
_COMMIT = 4000
_HEAP_BYTES = 15_000_000
_REBUILD_HEAP_BYTES = 40_000_000

_doubted = threading.Event()


class IndexBusyError(RuntimeError):
    """Another process feeds the index."""


@dataclass
class IndexReport:
    """What a feeding did.

    Attributes:
        entered: plates that were entered or taken out. documents: plates in the index. is_rebuilt: whether it was made anew.
    """

    entered: int = 0
    documents: int = 0
    is_rebuilt: bool = False

    def as_json(self) -> dict[str, object]:
        """Return the figures as plain values."""
        return dict(vars(self))


def doubt() -> None:
    """Have the index looked at before it is fed again: somebody could not read it."""
    _doubted.set()


@contextmanager
def _feeding(folder: IndexFolder, *, is_patient: bool) -> Iterator[None]:
    """Hold the index; the system lets go of it when the process ends, however it ends."""
    folder.path.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(folder.path / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if is_patient else fcntl.LOCK_NB))
        yield
    except BlockingIOError as error:
        raise IndexBusyError(
            "Another process feeds the search index now. Wait for it, or stop it."
        ) from error
    finally:
        os.close(descriptor)


def feed_index(*, is_checked: bool = False, is_patient: bool = False) -> IndexReport:
    """Enter what waits; nothing is opened where nothing does.

    Args:
        is_checked: look first whether the index is there, whole and complete.
        is_patient: wait until the index is free instead of raising.

    Raises:
        IndexBusyError: another process feeds it.
    """
    folder = IndexFolder()
    is_checked = is_checked or _doubted.is_set()
    if not is_checked and not SearchWaiting.objects.exists():
        return IndexReport()
    with _feeding(folder, is_patient=is_patient):
        _doubted.clear()
        if is_checked and not _is_sound(folder):
            return _rebuild(folder, None)
        try:
            return _feed(folder)
        except ValueError as error:
            # So the library says that files are missing or make no sense.
            logger.warning("The search index is broken and made anew: %s", error)
            return _rebuild(folder, None)


def rebuild_index(progress: Progress | None = None) -> IndexReport:
    """Make the index anew from all plates; until it is complete, the one before is asked."""
    folder = IndexFolder()
    with _feeding(folder, is_patient=True):
        return _rebuild(folder, progress)


def _is_sound(folder: IndexFolder) -> bool:
    """Tell whether the index is the one that the database speaks of, and whole."""
    name = folder.name()
    if not folder.is_fit(name):
        return False
    noted, _, commits = (
        PressState.objects.filter(name=_STATE).values_list("value", flat=True).first() or ""
    ).partition(":")
    if noted != name or not commits.isdigit() or folder.commits(name) < int(commits):
        # Another index, or an older one than what was taken off the rows that wait.
        return False
    if SearchWaiting.objects.exists():
        return True
    index = folder.open(name)
    index.reload()
    return bool(index.searcher().num_docs == Plate.objects.filter(kind__in=KINDS).count())


def _feed(folder: IndexFolder) -> IndexReport:
    name = folder.name()
    report = IndexReport()
    index = folder.open(name)
    # It is closed when nothing waits any more: its threads and its memory are not there for nothing.
    with _writer(index, _HEAP_BYTES) as writer:
        while waiting := list(SearchWaiting.objects.order_by("pk")[:_COMMIT]):
            # The rows were read first: a plate that changes from here on has another.
            things = {(row.kind, row.thing_id) for row in waiting}
            _enter(writer, things)
            commit = writer.commit()
            with transaction.atomic():
                _take_off([row.pk for row in waiting])
                _note_state(name, commit)
            report.entered += len(things)
    index.reload()
    report.documents = index.searcher().num_docs
    return report


def _enter(writer: tantivy.IndexWriter, things: set[tuple[str, int]]) -> None:
    # By term the library takes out nothing: it reads the number as one with a sign.
    keys = sorted(key_of(kind, number) for kind, number in things)
    writer.delete_documents_by_query(tantivy.Query.term_set_query(index_schema(), "key", keys))
    for kind in KINDS:
        ids = sorted(number for one, number in things if one == kind)
        for start in range(0, len(ids), _BATCH):
            for entered in read_entered(kind, ids[start : start + _BATCH]):
                writer.add_document(entered.document())


def _rebuild(folder: IndexFolder, progress: Progress | None) -> IndexReport:
    name, index = folder.begin()
    # Read before the plates: what these rows tell of will be in the index.
    seen = list(SearchWaiting.objects.values_list("pk", flat=True))
    total = Plate.objects.filter(kind__in=KINDS).count()
    report = IndexReport(is_rebuilt=True)
    if progress is not None:
        progress(0, total)
    with _writer(index, _REBUILD_HEAP_BYTES) as writer:
        for entered in _all_entered():
            writer.add_document(entered.document())
            report.entered += 1
            if progress is not None and report.entered % _BATCH == 0:
                progress(report.entered, total)
        commit = writer.commit()
    _note_state(name, commit)
    folder.show(name)
    _take_off(seen)
    # What changed meanwhile still waits.
    fed = _feed(folder)
    report.documents = fed.documents
    if progress is not None:
        progress(report.entered, report.entered)
    return report


def _all_entered() -> Iterator[Entered]:
    for kind in KINDS:
        last = -1
        while True:
            ids = list(
                Plate.objects.filter(kind=kind, thing_id__gt=last)
                .order_by("thing_id")
                .values_list("thing_id", flat=True)[:_BATCH]
            )
            if not ids:
                break
            yield from read_entered(kind, ids)
            last = ids[-1]


@contextmanager
def _writer(index: tantivy.Index, heap_bytes: int) -> Iterator[tantivy.IndexWriter]:
    writer = index.writer(heap_bytes, 1)
    try:
        yield writer
    finally:
        # Gives its lock back too. What was not committed is forgotten.
        writer.wait_merging_threads()


def _take_off(rows: Sequence[int]) -> None:
    for start in range(0, len(rows), _COMMIT):
        SearchWaiting.objects.filter(pk__in=rows[start : start + _COMMIT]).delete()


def _note_state(name: str, commit: int) -> None:
    PressState.objects.update_or_create(name=_STATE, defaults={"value": f"{name}:{commit}"})
