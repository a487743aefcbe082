"""Several processes that print together."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager

from django.db import connections

from .ledger import Outcome
from .printer import Desk, Job, Works, print_sheets
from .writer import Edition

__all__ = ["Crew", "crew"]

_LOOK_EVERY_S = 0.2

Crew = Callable[[Iterable[Job]], Iterator[list[Outcome]]]


class _Printer:
    """The state of one process of the crew."""

    works: Works
    desk: Desk
    edition: Edition


def _start(make_works: Callable[[], Works], edition: Edition) -> None:
    if multiprocessing.get_start_method() != "fork" or not _is_django_ready():
        import django

        django.setup()
    threading.Thread(
        target=_end_with_parent, args=(os.getppid(),), name="end with parent", daemon=True
    ).start()
    connections.close_all()
    _Printer.works = make_works()
    _Printer.desk = _Printer.works.make_desk()
    _Printer.edition = edition


def _end_with_parent(parent: int) -> None:
    # A parent that was killed cannot say so, and its children would wait for work for ever.
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY_S)
    os._exit(1)


def _is_django_ready() -> bool:
    from django.apps import apps

    return apps.ready


def _print(job: Job) -> list[Outcome]:
    return print_sheets(_Printer.works, _Printer.desk, _Printer.edition, job)


@contextmanager
def crew(make_works: Callable[[], Works], edition: Edition, processes: int) -> Iterator[Crew]:
    """Give a function that prints jobs and yields their outcomes in order.

    With one process the jobs run here. Forked processes start at once but are only safe where no
    other thread runs; else fresh ones are started.
    """
    if processes < 2:
        works = make_works()
        desk = works.make_desk()
        yield lambda jobs: (print_sheets(works, desk, edition, job) for job in jobs)
        return
    context = multiprocessing.get_context("fork" if threading.active_count() == 1 else "spawn")
    connections.close_all()
    pool = ProcessPoolExecutor(processes, context, initializer=_start, initargs=(make_works, edition))
    try:
        yield lambda jobs: _in_order(pool, jobs, processes * 3)
    finally:
        pool.shutdown(cancel_futures=True)


def _in_order(pool: ProcessPoolExecutor, jobs: Iterable[Job], ahead: int) -> Iterator[list[Outcome]]:
    running: deque[Future[list[Outcome]]] = deque()
    for job in jobs:
        running.append(pool.submit(_print, job))
        if len(running) >= ahead:
            yield running.popleft().result()
    while running:
        yield running.popleft().result()
