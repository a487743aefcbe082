"""Lanes: what waits for one push service, and who carries it there. A slow service holds back its own lane alone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

from .answers import Answer, Meaning
from .carrying import Carrier
from .sealing import Parcel

__all__ = ["Lane", "Report"]

# How many notices are on their way to one service at once.
_CARRIERS = 40
_LINGER_S = 15.0
# So many failures in a row, and the service is left alone for a while.
_MOST_FAILURES = 5
_FIRST_PAUSE_S = 30.0
_LONGEST_PAUSE_S = 3600.0

# Who is told what became of a parcel.
Report = Callable[[Parcel, Answer], None]


class Lane:
    """Carries parcels to one service.

    Args:
        service: its origin.
        report: is called once for each parcel that was put on the lane.
    """

    def __init__(self, service: str, report: Report) -> None:
        self.service = service
        self._report = report
        self._waiting: asyncio.Queue[Parcel] = asyncio.Queue()
        self._carriers: set[asyncio.Task[None]] = set()
        self._resting = 0
        self._failures = 0
        self._pauses = 0
        self._paused_until = 0.0

    @property
    def is_forgettable(self) -> bool:
        """Whether nothing waits, nobody carries, and nothing is known of the service that matters."""
        return not self._carriers and self._waiting.empty() and self._paused_until < time.monotonic()

    def put(self, parcel: Parcel) -> None:
        """Take a parcel; it comes back as postponed where the service is left alone for now."""
        if self._pause_s() > 0:
            self._postpone(parcel)
            return
        self._waiting.put_nowait(parcel)
        self._man()

    def _man(self) -> None:
        """Have as many carriers as there is to carry; one for a service that failed, to see whether it works again."""
        most = 1 if self._failures >= _MOST_FAILURES else _CARRIERS
        wanted = min(most - len(self._carriers), self._waiting.qsize() - self._resting)
        for _ in range(wanted):
            task = asyncio.get_running_loop().create_task(self._carry())
            self._carriers.add(task)
            task.add_done_callback(self._carriers.discard)

    async def _carry(self) -> None:
        carrier = Carrier(self.service)
        try:
            while (parcel := await self._next()) is not None:
                if self._pause_s() > 0:
                    self._postpone(parcel)
                    continue
                answer = Answer(Meaning.POSTPONED, "Sending was cut off.")
                try:
                    answer = await carrier.carry(parcel)
                finally:
                    self._report(parcel, answer)
                self._learn(answer)
        finally:
            await carrier.close()

    async def _next(self) -> Parcel | None:
        """Return what is to be carried next; None when nothing came for a while."""
        with suppress(asyncio.QueueEmpty):
            return self._waiting.get_nowait()
        self._resting += 1
        try:
            return await asyncio.wait_for(self._waiting.get(), _LINGER_S)
        except TimeoutError:
            return None
        finally:
            self._resting -= 1

    def _learn(self, answer: Answer) -> None:
        """Leave a service alone that asks for it, or that failed several times in a row."""
        if not answer.is_ailing:
            had_failed = self._failures >= _MOST_FAILURES
            self._failures = self._pauses = 0
            if had_failed:
                self._man()
            return
        self._failures += 1
        wait_s = answer.wait_s or 0.0
        if self._failures >= _MOST_FAILURES and self._pause_s() <= 0:
            wait_s = max(wait_s, min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2.0**self._pauses))
            self._pauses = min(self._pauses + 1, 10)
        if wait_s > 0:
            self._paused_until = max(self._paused_until, time.monotonic() + wait_s)
            self.empty()

    def _pause_s(self) -> float:
        return self._paused_until - time.monotonic()

    def empty(self) -> None:
        """Give back all that waits."""
        while not self._waiting.empty():
            self._postpone(self._waiting.get_nowait())

    def _postpone(self, parcel: Parcel) -> None:
        self._report(parcel, Answer(Meaning.POSTPONED, wait_s=max(self._pause_s(), 0.0)))

    async def end(self) -> None:
        """Give back what waits, and cut off what is on its way."""
        self.empty()
        for task in list(self._carriers):
            task.cancel()
        await asyncio.gather(*self._carriers, return_exceptions=True)
