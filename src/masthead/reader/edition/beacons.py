"""The doors that count readings and shares, and say how often a piece was shared.

They are answered here, where readers are answered, so that thousands a second disturb neither the newsroom nor the
press. Counts are gathered in memory and left for the database in batches: a kill loses the last batch at most.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from zoneinfo import ZoneInfo

from masthead.kit.origins import is_same_origin
from masthead.kit.rates import Rates, network_of
from masthead.reader.batches import READ, SHARED, Tally, read_shares, write_batch
from masthead.reader.edition.answers import NO_STORE, send_nothing, start_message
from masthead.reader.edition.asgi import Headers, Message, Receive, Scope, Send
from masthead.reader.edition.origin import reader_origin
from masthead.reader.edition.repeats import Repeats, Robots, asks_not_to_be_counted

__all__ = ["BATCH_S", "Beacons"]

_logger = logging.getLogger(__name__)

BATCH_S = 20.0
_KINDS = {"/doors/read": READ, "/doors/shared": SHARED}
_SHARES = "/doors/shares"
_NOTHING: Message = {"type": "http.response.body", "body": b""}
_MIDNIGHT = time_of_day()
_LONGEST_BODY = 32
_LONGEST_ID = 18
_ID = re.compile(rb"(?:^|&)id=([0-9]{1,18})(?:&|$)")
_MOST_TALLIES = 20_000
# One network: a household, an office, or many readers behind one provider.
_A_MINUTE = 240
_A_DAY_FOR_A_PIECE = 100
_LOOK_EVERY_S = 5.0


class Beacons:
    """Counts what readers read and share.

    Args:
        folder: where counts wait for the database.
        time_zone: in which days begin.
        trusted_proxies: servers in front of this one that say who asks.
        now: tells the time in seconds since 1970.
    """

    def __init__(
        self,
        folder: Path,
        *,
        time_zone: str,
        trusted_proxies: frozenset[str],
        security: Headers,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._folder = folder
        self._zone = ZoneInfo(time_zone)
        self._trusted_proxies = trusted_proxies
        self._quiet: Headers = [(b"cache-control", NO_STORE), *security]
        self._told = {status: self._telling(status) for status in (204, 400, 403, 413, 429)}
        self._security = security
        self._now = now
        self._counts: dict[Tally, int] = {}
        self._is_due = False
        self._repeats = Repeats()
        self._robots = Robots()
        self._rates = Rates(limit=_A_MINUTE, per_s=60, clock=now)
        self._rates_for_a_piece = Rates(limit=_A_DAY_FOR_A_PIECE, per_s=86_400, clock=now)
        self._day = ""
        self._day_lasts = (0.0, 0.0)
        self._shares: tuple[int, dict[int, int]] = (0, {})
        self._looked_at = 0.0
        self._writing: set[asyncio.Task[None]] = set()

    def takes(self, path: str) -> bool:
        """Tell whether a path is one of these doors."""
        return path in _KINDS or path == _SHARES

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = scope["path"]
        if path == _SHARES:
            await self._tell_shares(scope, send)
            return
        if scope["method"] != "POST":
            await send_nothing(send, 405, [(b"allow", b"POST"), (b"content-length", b"0"), *self._quiet])
            return
        await send(self._told[await self._take(_KINDS[path], scope, receive)])
        await send(_NOTHING)

    def _telling(self, status: int) -> Message:
        """Make the beginning of an answer: once, for thousands a second begin so."""
        length = [] if status == 204 else [(b"content-length", b"0")]
        extra: Headers = [(b"retry-after", b"60")] if status == 429 else []
        return start_message(status, [*length, *extra, *self._quiet])

    def _today(self, now: float) -> str:
        """Return the day of a moment; worked out once a day."""
        begins, ends = self._day_lasts
        if not begins <= now < ends:
            day = datetime.fromtimestamp(now, self._zone).date()
            midnights = (
                datetime.combine(one, _MIDNIGHT, self._zone) for one in (day, day + timedelta(days=1))
            )
            begins, ends = (one.timestamp() for one in midnights)
            self._day, self._day_lasts = day.isoformat(), (begins, ends)
        return self._day

    async def _take(self, kind: str, scope: Scope, receive: Receive) -> int:
        """Count what a request says, if it is to be counted; return a status."""
        headers = dict(scope["headers"])
        if not _is_from_the_site(headers):
            return 403
        body = await _small_body(receive)
        if body is None:
            return 413
        if not body.isdigit() or len(body) > _LONGEST_ID or not body.isascii() or int(body) == 0:
            return 400
        network = network_of(reader_origin(scope, self._trusted_proxies)[0])
        day = self._today(self._now())
        if not self._rates.allow(self._repeats.number(day, network)):
            return 429
        # Whether it is counted is not told: who makes numbers up learns nothing.
        name = headers.get(b"user-agent", b"").decode("latin-1")
        if asks_not_to_be_counted(headers) or self._robots.is_robot(name):
            return 204
        article = str(int(body))
        if self._repeats.is_repeat(self._repeats.number(day, kind, article, network, name)):
            return 204
        if self._rates_for_a_piece.allow(self._repeats.number(day, kind, article, network)):
            self._count(Tally(day, kind, int(body)))
        return 204

    def _count(self, tally: Tally) -> None:
        if tally not in self._counts and len(self._counts) >= _MOST_TALLIES:
            return
        self._counts[tally] = self._counts.get(tally, 0) + 1
        if not self._is_due:
            self._is_due = True
            asyncio.get_running_loop().call_later(BATCH_S, self._begin_writing)

    def _begin_writing(self) -> None:
        self._is_due = False
        task = asyncio.ensure_future(self.write())
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def write(self) -> None:
        """Leave what was counted for the database; what cannot be written now is kept for the next time."""
        counts, self._counts = self._counts, {}
        if not counts:
            return
        try:
            await asyncio.to_thread(write_batch, self._folder, counts)
        except OSError as error:
            _logger.error("Counts could not be written and are kept in memory: %s", error)
            for tally, count in counts.items():
                if tally in self._counts or len(self._counts) < _MOST_TALLIES:
                    self._counts[tally] = self._counts.get(tally, 0) + count
            if not self._is_due:
                self._is_due = True
                asyncio.get_running_loop().call_later(BATCH_S, self._begin_writing)

    async def _tell_shares(self, scope: Scope, send: Send) -> None:
        """Say how often a piece was shared; null until that is often enough to be shown."""
        if scope["method"] not in {"GET", "HEAD"}:
            await send_nothing(send, 405, [(b"allow", b"GET, HEAD"), (b"content-length", b"0"), *self._quiet])
            return
        asked = _ID.search(scope["query_string"])
        if self._now() - self._looked_at > _LOOK_EVERY_S:
            self._looked_at = self._now()
            self._shares = await asyncio.to_thread(read_shares, self._folder)
        answer = {"shares": self._shares[1].get(int(asked[1]))} if asked else {"error": "Name a piece: ?id=1"}
        body = json.dumps(answer).encode()
        headers: Headers = [
            (b"content-type", b"application/json; charset=utf-8"),
            (b"content-length", b"%d" % len(body)),
            (b"cache-control", b"public, max-age=60" if asked else NO_STORE),
            *self._security,
        ]
        await send(start_message(200 if asked else 400, headers))
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


def _is_from_the_site(headers: dict[bytes, bytes]) -> bool:
    if headers.get(b"sec-fetch-site") == b"same-origin":
        return True

    def text(name: bytes) -> str | None:
        value = headers.get(name)
        return None if value is None else value.decode("latin-1")

    return is_same_origin(
        host=text(b"host") or "", origin=text(b"origin"), fetch_site=text(b"sec-fetch-site")
    )


async def _small_body(receive: Receive) -> bytes | None:
    """Return a request's body; None if it is larger than any that a page of ours sends."""
    body, is_more = b"", True
    while is_more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if len(body) > _LONGEST_BODY:
            return None
        is_more = message.get("more_body", False)
    return body
