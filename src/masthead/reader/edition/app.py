"""The ASGI application of the built-in edition server: which part answers which request."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from masthead.press.plain import PlainWords
from masthead.reader.edition.answers import (
    NO_STORE,
    REVALIDATE,
    security_headers,
    send_moved,
    send_nothing,
    send_plain_page,
    start_message,
)
from masthead.reader.edition.asgi import ASGIApp, Headers, Receive, Scope, Send
from masthead.reader.edition.beacons import Beacons
from masthead.reader.edition.conditions import is_unchanged, takes_gzip
from masthead.reader.edition.doors import DOOR_PREFIXES, Doors, is_door
from masthead.reader.edition.files import LongSheet, Sheet, Sheets
from masthead.reader.edition.media import MEDIA_PREFIX, Media
from masthead.reader.edition.moved import Moved, quoted_location
from masthead.reader.edition.streams import send_chunks

__all__ = ["TRUSTED_PROXIES", "make_app"]

_logger = logging.getLogger(__name__)

# A server in front on the same machine, such as nginx.
TRUSTED_PROXIES = frozenset({"127.0.0.1", "::1"})
_ALLOW: Headers = [(b"allow", b"GET, HEAD, OPTIONS")]
_RETRY_AFTER: Headers = [(b"retry-after", b"30")]


def make_app(
    *,
    edition: Path,
    media: Path,
    newsroom_socket: Path,
    counts: Path,
    time_zone: str,
    cache_bytes: int,
    site_url: str,
    production: bool,
    words: PlainWords,
    trusted_proxies: frozenset[str] = TRUSTED_PROXIES,
    answer_within_s: float = 60.0,
) -> ASGIApp:
    """Return the ASGI application that serves one edition to readers.

    Args:
        edition: The folder that the press prints into; ``current`` in it leads to the printed edition.
        media: The folder of printed media, ``printed`` in the folder where uploads stand too.
        newsroom_socket: The Unix socket on which Django answers ``/newsroom/`` and ``/doors/``; it need not exist.
        counts: The folder in which counts of readings and shares wait for the database.
        time_zone: In which days begin, as an IANA name.
        cache_bytes: How much memory printed files may take.
        site_url: Where readers find the site.
        production: Whether the site is public; then browsers are told to keep to HTTPS if ``site_url`` does.
        words: What is said where no page is printed.
        trusted_proxies: Addresses of servers in front of this one, whose ``X-Forwarded-*`` headers are believed.
        answer_within_s: How long Django may be silent before readers are told to come back.
    """
    return EditionServer(
        edition=edition,
        media=media,
        newsroom_socket=newsroom_socket,
        counts=counts,
        time_zone=time_zone,
        cache_bytes=cache_bytes,
        is_https=production and site_url.startswith("https://"),
        words=words,
        trusted_proxies=trusted_proxies,
        answer_within_s=answer_within_s,
    )


class EditionServer:
    """Answers readers from the edition, from media, and through the doors."""

    def __init__(
        self,
        *,
        edition: Path,
        media: Path,
        newsroom_socket: Path,
        counts: Path,
        time_zone: str,
        cache_bytes: int,
        is_https: bool,
        words: PlainWords,
        trusted_proxies: frozenset[str],
        answer_within_s: float,
    ) -> None:
        self._security = security_headers(is_https=is_https)
        self._words = words
        self._sheets = Sheets(edition, cache_bytes=cache_bytes, security=self._security)
        self._kept = self._sheets.kept
        self._moved = Moved(self._sheets.folder)
        self._media = Media(media, is_https=is_https)
        self._beacons = Beacons(
            counts, time_zone=time_zone, trusted_proxies=trusted_proxies, security=self._security
        )
        self._doors = Doors(
            newsroom_socket,
            closed=self._send_closed,
            security=self._security,
            trusted_proxies=trusted_proxies,
            answer_within_s=answer_within_s,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; what readers ask for most takes the fewest steps."""
        if scope["type"] == "http":
            if scope["method"] == "GET" and not scope["query_string"]:
                sheet = self._kept(scope["path"])
                if sheet is not None:
                    wanted = dict(scope["headers"])
                    if (
                        takes_gzip(wanted.get(b"accept-encoding"))
                        and b"if-none-match" not in wanted
                        and b"if-modified-since" not in wanted
                    ):
                        await send(sheet.packed.start)
                        await send(sheet.packed.content)
                        return
            await self._answer(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await send({"type": "websocket.close", "code": 1000})

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self._beacons.write()
                await self._doors.close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, method = scope["path"], scope["method"]
        if self._beacons.takes(path):
            await self._beacons.answer(scope, receive, send)
        elif is_door(path):
            await self._doors.answer(scope, receive, send)
        elif method == "OPTIONS":
            await send_nothing(send, 204, _ALLOW + self._security)
        elif method not in {"GET", "HEAD"}:
            await send_nothing(send, 405, [*_ALLOW, (b"content-length", b"0"), *self._security])
        else:
            try:
                await self._read(scope, receive, send)
            except OSError as error:
                _logger.error("A printed file could not be read: %s", error)
                await send_plain_page(
                    send, 503, self._words, self._security, is_head=method == "HEAD", extra=_RETRY_AFTER
                )

    async def _read(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look for what a request asks for, in the order of the edition's contract."""
        path: str = scope["path"]
        query = scope["query_string"].decode("latin-1")
        if path.startswith(MEDIA_PREFIX):
            if not await self._media.answer(scope, receive, send):
                await self._send_error(404, scope, send)
            return
        found = self._moved.find(path, query) if query else None
        if found is None:
            sheet = self._sheets.find(path)
            if sheet is not None:
                await self._send_sheet(sheet, scope, receive, send)
                return
            better = self._better_address(path)
            found = (301, better) if better else self._moved.find(path)
            query = f"?{query}" if query and better else ""
        else:
            query = ""
        if found is None:
            await self._send_error(404, scope, send)
        elif found[0] == 410:
            await self._send_error(410, scope, send)
        else:
            status, address = found
            await send_moved(send, quoted_location(address) + query, self._security, status=status)

    def _better_address(self, path: str) -> str | None:
        """Return the address that a path nearly is: with the slash that is missing, or without the file's name."""
        better = path.removesuffix("index.html") if path.endswith("/index.html") else f"{path}/"
        if better in DOOR_PREFIXES:
            return better
        if path.endswith("/"):
            return None
        sheet = self._sheets.find(better)
        if isinstance(sheet, LongSheet):
            sheet.close()
        return better if sheet is not None else None

    async def _send_sheet(self, sheet: Sheet | LongSheet, scope: Scope, receive: Receive, send: Send) -> None:
        wanted = dict(scope["headers"])
        is_packed = takes_gzip(wanted.get(b"accept-encoding"))
        if isinstance(sheet, LongSheet):
            await self._send_long(sheet, scope, receive, send, is_packed=is_packed)
            return
        form = sheet.packed if is_packed else self._sheets.plain_form(sheet)
        if form is None:
            long = self._sheets.open_long(sheet.address)
            if long is None:
                await self._send_error(404, scope, send)
                return
            await self._send_long(long, scope, receive, send, is_packed=is_packed)
        elif is_unchanged(wanted, form.etag, sheet.modified_s):
            await send_nothing(send, 304, _without_length(form.headers))
        elif scope["method"] == "HEAD":
            await send_nothing(send, 200, form.headers)
        else:
            await send(form.start)
            await send(form.content)

    async def _send_long(
        self, sheet: LongSheet, scope: Scope, receive: Receive, send: Send, *, is_packed: bool
    ) -> None:
        try:
            headers = sheet.headers(is_packed=is_packed) + self._security
            if is_unchanged(dict(scope["headers"]), sheet.etag(is_packed=is_packed), sheet.modified_s):
                await send_nothing(send, 304, _without_length(headers))
            elif scope["method"] == "HEAD":
                await send_nothing(send, 200, headers)
            else:
                start = start_message(200, headers)
                await send_chunks(receive, send, start, sheet.chunks(is_packed=is_packed))
        finally:
            sheet.close()

    async def _send_closed(self, scope: Scope, send: Send) -> None:
        """Tell a reader that Django does not answer."""
        try:
            await self._send_error(503, scope, send)
        except OSError as error:
            _logger.error("A printed file could not be read: %s", error)
            await send_plain_page(send, 503, self._words, self._security, extra=_RETRY_AFTER)

    async def _send_error(self, status: int, scope: Scope, send: Send) -> None:
        """Send the printed page for a status, or a small one where none is printed."""
        is_head = scope["method"] == "HEAD"
        sheet = self._sheets.error_page(status)
        form = None
        if sheet is not None:
            is_packed = takes_gzip(dict(scope["headers"]).get(b"accept-encoding"))
            form = sheet.packed if is_packed else self._sheets.plain_form(sheet)
        if form is None:
            if not os.path.isdir(self._sheets.folder):
                status = 503
            extra = _RETRY_AFTER if status == 503 else None
            await send_plain_page(send, status, self._words, self._security, is_head=is_head, extra=extra)
            return
        headers = [
            pair for pair in form.headers if pair[0] not in {b"etag", b"last-modified", b"cache-control"}
        ]
        headers.append((b"cache-control", NO_STORE if status == 503 else REVALIDATE))
        if status == 503:
            headers += _RETRY_AFTER
        await send(start_message(status, headers))
        await send({"type": "http.response.body", "body": b"" if is_head else form.body})


def _without_length(headers: Headers) -> Headers:
    # A 304 has no body; a length beside it makes some clients wait for one.
    return [
        pair for pair in headers if pair[0] not in {b"content-length", b"content-encoding", b"content-type"}
    ]
