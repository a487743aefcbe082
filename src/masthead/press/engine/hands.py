"""Hands: threads that pack and write sheets while the next are rendered."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from .sheet import Drawn, Printed
from .writer import Edition

__all__ = ["Hands", "hands"]

# Packing and the disk let go of the interpreter; and a rename may wait for the disk while others go on.
_THREADS = 3


class Hands:
    """Writes sheets into one edition: at once, or by threads that are waited for."""

    def __init__(self, edition: Edition, pool: ThreadPoolExecutor | None = None) -> None:
        self.edition = edition
        self._pool = pool
        self._writing: list[Future[None]] = []

    def write(self, generation: int, printed: Printed | Drawn, level: int) -> None:
        """Write a sheet, or let it be written.

        Raises:
            EditionFullError: nothing more can be written.
        """
        arguments = (generation, printed.address, printed.content, level)
        if self._pool is None:
            self.edition.write(*arguments)
        else:
            self._writing.append(self._pool.submit(self.edition.write, *arguments))

    def wait(self) -> None:
        """Return when all sheets stand.

        Raises:
            EditionFullError: nothing more can be written; some of them do not stand.
        """
        writing, self._writing = self._writing, []
        for one in writing:
            one.result()


@contextmanager
def hands(edition: Edition) -> Iterator[Hands]:
    """Give hands that work in threads; when the block ends, none of them writes any more."""
    with ThreadPoolExecutor(_THREADS, "press hand") as pool:
        try:
            yield Hands(edition, pool)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
