"""Measures the search as readers meet it: through the built-in server, the newsroom's process, the index and the theme.

Questions are drawn from the words of the generated magazine as often as they are written there, so that frequent
words, which match most pieces and cost most, are asked most. Each is asked once, by a reader of its own.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlencode

from .figures import Figure, percentile
from .ground import free_port, report, serving_process, start_django, timed
from .memory import tree_of
from .words import Prose

__all__ = ["measure"]

_QUESTIONS = 150
_WARM_UPS = 20
_START_S = 60.0
_IDLE_WITHIN_S = 600.0
_LOOK_EVERY_S = 3.0
# So much of one processor is no work that anybody waits for.
_IDLE_SHARE = 0.1


class _Reader:
    """Asks the built-in server; each question comes from another address, as readers' do."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._number = 0

    def ask(self, address: str) -> int:
        """Ask and read the whole answer; returns its status."""
        self._number += 1
        client = f"10.{self._number >> 16}.{self._number >> 8 & 255}.{self._number & 255}"
        self._connection.request("GET", address, headers={"X-Forwarded-For": client})
        answer = self._connection.getresponse()
        answer.read()
        return answer.status

    def wait(self) -> None:
        """Wait until the search is open.

        Raises:
            TimeoutError: it is not within a minute.
        """
        deadline = time.monotonic() + _START_S
        while self.ask("/doors/suggest?q=open") != 200:
            if time.monotonic() > deadline:
                raise TimeoutError("The search did not open within a minute.")
            time.sleep(0.2)


class _Questions:
    """Draws questions from the words of the magazine."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._prose = Prose(seed=1)

    def _words(self, count: int) -> list[str]:
        words: list[str] = []
        while len(words) < count:
            words += self._prose.sentence().strip(".").replace(",", "").lower().split()[1:]
        return self._random.sample(words, count)

    def typed(self) -> str:
        """Return what stands in the field while somebody types: the last word is not complete."""
        *before, last = self._words(self._random.choice((1, 1, 2, 3)))
        return " ".join([*before, last[: self._random.randint(2, max(2, len(last)))]])

    def written(self) -> str:
        """Return one to three words."""
        return " ".join(self._words(self._random.choice((1, 2, 2, 3))))

    def mistyped(self) -> str:
        """Return a word with one letter too many."""
        word = max(self._words(8), key=len)
        place = self._random.randint(1, len(word) - 1)
        return f"{word[:place]}q{word[place:]}"

    def quoted(self) -> str:
        """Return two words that stand side by side somewhere."""
        words = self._prose.sentence().strip(".").replace(",", "").lower().split()
        place = self._random.randint(0, len(words) - 2)
        return f'"{words[place]} {words[place + 1]}"'


def measure(site: Path, size: int) -> list[Figure]:
    """Make the index, then ask it as readers do; the site must be printed.

    Args:
        site: the site's folder.
        size: how many articles its magazine was made with.
    """
    from masthead.press.models import RelatedWaiting
    from masthead.press.search.feeding import rebuild_index

    figure = partial(Figure, size=size)
    rebuild_s, made = timed(rebuild_index)
    index_bytes = sum(path.stat().st_size for path in (site / "data" / "search").rglob("*") if path.is_file())
    figures = [
        figure("Making the search index", made.documents / rebuild_s, "pieces/s"),
        figure("The search index on disk", index_bytes / 1e6, "MB"),
    ]
    # Pieces that still choose those like them would ask the index all the while, and print what they chose.
    RelatedWaiting.objects.all().delete()
    port = free_port()
    command = [sys.executable, "-m", "masthead.config.cli", "up"]
    with serving_process(site, command, port) as process:
        reader = _Reader(port)
        reader.wait()
        _wait_until_idle(process.pid)
        questions = _Questions(seed=3)
        for name, target, ask in (
            ("A suggestion while typing", 30.0, partial(_suggestion, questions.typed)),
            ("A suggestion for a mistyped word", 30.0, partial(_suggestion, questions.mistyped)),
            ("A page of results with what to narrow it by", 80.0, partial(_page, questions.written)),
            ("The same, narrowed by a year", 80.0, partial(_page, questions.written, year=2015)),
            ("The same, by date", 80.0, partial(_page, questions.written, sort="date")),
            ("The same, for a phrase", None, partial(_page, questions.quoted)),
        ):
            times = list(_times(reader, ask))
            figures.append(figure(f"{name}, median", statistics.median(times), "ms"))
            figures.append(figure(f"{name}, p95", percentile(times, 0.95), "ms", target=target))
    return figures


def _wait_until_idle(root: int) -> None:
    """Wait until the press has looked at all pages, as it does when it starts.

    Raises:
        TimeoutError: it goes on for ten minutes.
    """
    deadline = time.monotonic() + _IDLE_WITHIN_S
    before = _busy_s(root)
    while True:
        time.sleep(_LOOK_EVERY_S)
        now = _busy_s(root)
        if now - before < _IDLE_SHARE * _LOOK_EVERY_S:
            return
        before = now
        if time.monotonic() > deadline:
            raise TimeoutError("The site did not come to rest: was it printed with another version?")


def _busy_s(root: int) -> float:
    """Return how long a process and all below it have computed."""
    ticks = 0
    for process in tree_of(root):
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _suggestion(draw: Callable[[], str]) -> str:
    return f"/doors/suggest?q={quote(draw())}"


def _page(draw: Callable[[], str], **narrowed: object) -> str:
    return f"/search/?{urlencode({'q': draw(), **narrowed})}"


def _times(reader: _Reader, ask: Callable[[], str]) -> Iterator[float]:
    """Yield how many milliseconds each answer takes.

    Raises:
        ValueError: a question was not answered.
    """
    for number in range(_WARM_UPS + _QUESTIONS):
        address = ask()
        taken_s, status = timed(partial(reader.ask, address))
        if status != 200:
            raise ValueError(f"{address} was answered with {status}.")
        if number >= _WARM_UPS:
            yield taken_s * 1000


def main() -> None:
    """Measure one site from the command line."""
    parser = argparse.ArgumentParser(description="Measure the search of a site; its index is made anew.")
    parser.add_argument("--site", type=Path, required=True)
    parser.add_argument("--size", type=int, default=0, help="articles that its magazine was made with")
    chosen = parser.parse_args()
    start_django(chosen.site)
    report(measure(chosen.site, chosen.size))


if __name__ == "__main__":
    main()
