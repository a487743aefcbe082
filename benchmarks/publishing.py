"""Measures publishing: from a commit to all its files in place, how many files that takes, and when readers see it.

The press works as in production: a thread of the process that publishes, woken by the commit. Readers
ask the built-in server, which is a process of its own. The site must be printed; it is changed, so give a copy.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from .figures import Figure, percentile
from .ground import free_port, report, serving_process, start_django
from .magazine import body_of
from .words import Prose

__all__ = ["measure", "new_piece"]

_WARM_UPS = 5
_LONGEST_S = 60.0
_SERVED_ROUNDS = 20
# Between two looks at the served home page: often enough to see, seldom enough not to disturb.
_LOOK_EVERY_S = 0.002
_SERVE = "from masthead.config.server.serving import serve_readers; raise SystemExit(serve_readers())"


@dataclass(frozen=True)
class _Act:
    """One measured act: how long the call took, how long from its commit to its files, and how many files."""

    call_s: float
    files_s: float
    files: int


class _Watch:
    """Sees when the press has printed all that waits."""

    def __init__(self) -> None:
        from masthead.press import worker

        self._print = worker.print_waiting
        self._is_done = threading.Event()
        self.files = 0
        self.finished_at = 0.0
        worker.print_waiting = self._print_and_tell  # type: ignore[assignment]

    def _print_and_tell(self, *arguments: Any, **named: Any) -> Any:
        outcome = self._print(*arguments, **named)
        if outcome.events:
            self.files += outcome.written + outcome.removed
            self.finished_at = time.perf_counter()
            self._is_done.set()
        return outcome

    def expect(self) -> None:
        """Begin to wait for the next print."""
        self.files = 0
        self._is_done.clear()

    def wait(self) -> None:
        """Wait until the press has printed.

        Raises:
            TimeoutError: it did not in a minute.
        """
        if not self._is_done.wait(_LONGEST_S):
            raise TimeoutError(f"The press printed nothing for {_LONGEST_S:.0f} s after a commit.")


@contextmanager
def press_at_work() -> Iterator[_Watch]:
    """Run the press in a thread, as the newsroom's process does."""
    from masthead.press.worker import PressWorker

    watch = _Watch()
    stop = threading.Event()
    worker = PressWorker()
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    try:
        yield watch
    finally:
        stop.set()
        worker.wake()
        thread.join()


def new_piece(prose: Prose, number: int) -> Any:
    """Return an unsaved article like those of the magazine, with a byline and three topics."""
    from masthead.newsroom.models import ArticlePage, BylineEntry, Contributor, Picture, Topic

    people, topics = list(Contributor.objects.order_by("pk")), list(Topic.objects.order_by("pk"))
    piece = ArticlePage(
        title=prose.title(), slug=f"new-piece-{number}", standfirst=prose.sentence(), body=body_of(prose)
    )
    piece.lead_image = Picture.objects.first() if number % 2 else None
    piece.byline = [BylineEntry(contributor=people[number % len(people)])]
    piece.topics = [topics[(number * 7 + place * 67) % len(topics)] for place in range(3)]
    return piece


def _act(watch: _Watch, act: Callable[[], None]) -> _Act:
    from django.db import transaction

    watch.expect()
    started = time.perf_counter()
    with transaction.atomic():
        act()
    committed = time.perf_counter()
    watch.wait()
    return _Act(committed - started, watch.finished_at - committed, watch.files)


def _publish(piece: Any) -> None:
    piece.save_revision().publish()


def _drafts(prose: Prose, numbers: range) -> list[Any]:
    """Write drafts: what is measured is the act of publishing them."""
    from masthead.newsroom.models import SectionPage

    sections = list(SectionPage.objects.order_by("path"))
    pieces = []
    for number in numbers:
        piece = new_piece(prose, number)
        piece.live = False
        section = sections[number % len(sections)]
        section.refresh_from_db()
        section.add_child(instance=piece)
        pieces.append(piece)
    return pieces


def measure(site: Path, rounds: int) -> list[Figure]:
    """Publish new pieces, then edit them, then withdraw them, each in a transaction of its own."""
    from masthead.newsroom.models import ArticlePage

    size = ArticlePage.objects.filter(live=True).count()
    prose = Prose(seed=2)
    pieces = _drafts(prose, range(rounds + _WARM_UPS))
    more = _drafts(prose, range(len(pieces), len(pieces) + _SERVED_ROUNDS + _WARM_UPS))
    with press_at_work() as watch:
        published = [_act(watch, partial(_publish, piece)) for piece in pieces]
        edited = [_act(watch, partial(_edit, piece.pk, prose)) for piece in pieces]
        withdrawn = [_act(watch, partial(_withdraw, piece.pk)) for piece in pieces]
        port = free_port()
        with serving_process(site, [sys.executable, "-c", _SERVE], port):
            served = [_until_served(watch, port, piece) for piece in more][_WARM_UPS:]
    seen = partial(Figure, "Publish call to the served home page, median", unit="ms", size=size, target=200)
    return [
        seen(statistics.median(served) * 1000),
        *_figures("Publishing", published[_WARM_UPS:], size, is_target=True),
        *_figures("Editing a title and a paragraph", edited[_WARM_UPS:], size),
        *_figures("Unpublishing", withdrawn[_WARM_UPS:], size),
    ]


def _until_served(watch: _Watch, port: int, piece: Any) -> float:
    """Publish a piece; returns the seconds from the call to the home page that names it, as a reader gets it."""
    from django.db import transaction

    reader = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    watch.expect()
    started = time.perf_counter()
    with transaction.atomic():
        _publish(piece)
    while piece.slug not in _home_page(reader):
        if time.perf_counter() - started > _LONGEST_S:
            raise TimeoutError(f"The home page did not show {piece.slug} within {_LONGEST_S:.0f} s.")
        time.sleep(_LOOK_EVERY_S)
    seconds = time.perf_counter() - started
    watch.wait()
    reader.close()
    return seconds


def _home_page(reader: http.client.HTTPConnection) -> str:
    reader.request("GET", "/", headers={"Accept-Encoding": "gzip"})
    return gzip.decompress(reader.getresponse().read()).decode()


def _edit(page_id: int, prose: Prose) -> None:
    from masthead.newsroom.models import ArticlePage

    piece = ArticlePage.objects.get(pk=page_id)
    piece.title = prose.title()
    piece.body = body_of(prose)
    _publish(piece)


def _withdraw(page_id: int) -> None:
    from masthead.newsroom.models import ArticlePage

    ArticlePage.objects.get(pk=page_id).unpublish()


def _figures(name: str, acts: list[_Act], size: int, *, is_target: bool = False) -> list[Figure]:
    waits = [act.files_s * 1000 for act in acts]
    figure = partial(Figure, size=size)
    return [
        figure(
            f"{name}: commit to files, median",
            statistics.median(waits),
            "ms",
            target=60 if is_target else None,
        ),
        figure(
            f"{name}: commit to files, p95", percentile(waits, 0.95), "ms", target=150 if is_target else None
        ),
        figure(
            f"{name}: files, most", max(act.files for act in acts), "files", target=60 if is_target else None
        ),
        figure(
            f"{name}: the newsroom's own transaction, median",
            statistics.median(a.call_s for a in acts) * 1000,
            "ms",
        ),
    ]


def main() -> None:
    """Measure one printed site from the command line."""
    parser = argparse.ArgumentParser(
        description="Measure publishing on a printed site, which is changed by it."
    )
    parser.add_argument("--site", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=60)
    chosen = parser.parse_args()
    start_django(chosen.site)
    report(measure(chosen.site, chosen.rounds))


if __name__ == "__main__":
    main()
