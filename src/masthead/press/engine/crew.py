"""Several processes that print together."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager

from django.db import connection, connections

from .crew_member import begin
from .hands import Hands
from .ledger import Outcome
from .printer import Desk, Job, Works, print_sheets
from .writer import Edition

__all__ = ["Crew", "crew", "settle"]

Crew = Callable[[Iterable[Job]], Iterator[list[Outcome]]]


class _Printer:
    """The state of one process of the crew."""

    works: Works
    desk: Desk
    hands: Hands


def settle(works: Works, edition: Edition) -> None:
    """Give a process of the crew what it prints from and where to."""
    _Printer.works = works
    _Printer.desk = works.make_desk()
    _Printer.hands = Hands(edition)


def _print(job: Job) -> list[Outcome]:
    _Printer.desk.prefetch(job.specs)
    return print_sheets(_Printer.works, _Printer.desk, _Printer.hands, job)


@contextmanager
def crew(make_works: Callable[[], Works], edition: Edition, processes: int) -> Iterator[Crew]:
    """Give a function that prints jobs and yields their outcomes in order.

    With one process the jobs run here. Forked processes start at once but are only safe where no
    other thread runs and no server's connection is shared; else fresh ones are started.
    """
    if processes < 2:
        settle(make_works(), edition)
        yield lambda jobs: map(_print, jobs)
        return
    is_forked = threading.active_count() == 1 and connection.vendor == "sqlite"
    if is_forked:
        # SQLite's connections may not be carried into another process, not even to be closed there.
        connections.close_all()
    context = multiprocessing.get_context("fork" if is_forked else "spawn")
    names = [f"{function.__module__}:{function.__qualname__}" for function in (settle, make_works)]
    arguments = (names[0], names[1], edition, os.getpid())
    pool = ProcessPoolExecutor(processes, context, initializer=begin, initargs=arguments)
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
