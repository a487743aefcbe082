"""The courier: a loop of its own in a thread of its own, with a lane for each push service."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from types import TracebackType

import uvloop

from .answers import Answer
from .lanes import Lane
from .sealing import Parcel

__all__ = ["Courier"]

_START_S = 10.0
_MOST_LANES = 1000


class Courier:
    """Carries parcels; a context, in which its thread runs.

    Attributes:
        done: what became of each parcel, in no order; put here by the courier's thread.
    """

    def __init__(self) -> None:
        self.done: queue.SimpleQueue[tuple[Parcel, Answer]] = queue.SimpleQueue()
        self._lanes: dict[str, Lane] = {}
        self._loop: asyncio.AbstractEventLoop = uvloop.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="push-courier", daemon=True)

    def __enter__(self) -> Courier:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def send(self, parcels: list[Parcel]) -> None:
        """Put parcels on their lanes; each comes back in ``done`` once."""
        self._loop.call_soon_threadsafe(self._put, parcels)

    def stop(self) -> None:
        """Cut off what is on its way, give back all that waits, and end the thread."""
        if self._thread.is_alive():
            ended = asyncio.run_coroutine_threadsafe(self._end(), self._loop)
            with contextlib.suppress(TimeoutError):
                ended.result(_START_S)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(_START_S)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        finally:
            self._loop.close()

    def _put(self, parcels: list[Parcel]) -> None:
        if len(self._lanes) > _MOST_LANES:
            self._lanes = {name: lane for name, lane in self._lanes.items() if not lane.is_forgettable}
        for parcel in parcels:
            if parcel.service not in self._lanes:
                self._lanes[parcel.service] = Lane(parcel.service, self._report)
            self._lanes[parcel.service].put(parcel)

    def _report(self, parcel: Parcel, answer: Answer) -> None:
        self.done.put((parcel, answer))

    async def _end(self) -> None:
        await asyncio.gather(*(lane.end() for lane in self._lanes.values()), return_exceptions=True)
