"""Passing requests on to Django over its Unix socket: the newsroom, and the doors that must answer live."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import httpcore

from masthead.kit.bodies import largest_body
from masthead.reader.edition.answers import NO_STORE, start_message
from masthead.reader.edition.asgi import Headers, Message, Receive, Scope, Send, header_value
from masthead.reader.edition.origin import reader_origin
from masthead.reader.edition.streams import until_gone

__all__ = ["DOOR_PREFIXES", "Doors", "is_door"]

_logger = logging.getLogger(__name__)

DOOR_PREFIXES = ("/newsroom/", "/doors/", "/search/")
_CONNECTIONS = 64
_PRINTABLE = bytes(range(0x21, 0x7F)).decode()
_HOP_BY_HOP = {
    b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization", b"proxy-connection",
    b"te", b"trailer", b"transfer-encoding", b"upgrade",
}  # fmt: skip
# What a client says about itself in these is not known to be true.
_CLAIMS = {
    b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-port", b"x-forwarded-proto",
    b"x-forwarded-server", b"x-forwarded-prefix", b"x-real-ip", b"expect",
}  # fmt: skip
# The server in front writes its own.
_OWN = {b"date", b"server"}
_TOO_LONG = b"That is too long.\n"
# How much of a body that is too long is still read, and for how long.
_DROPPED_BYTES, _DROPPED_S = 16 * 1024 * 1024, 5
_REPEATABLE = {"GET", "HEAD", "OPTIONS"}
_FAILURES = (
    httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, httpcore.ConnectionNotAvailable,
)  # fmt: skip


class ClientGoneError(Exception):
    """The client closed its connection while it was still sending its request."""


class TooLongError(Exception):
    """A request's body is longer than any that is sent to a door."""


def is_door(path: str) -> bool:
    """Tell whether Django answers a path."""
    return path.startswith(DOOR_PREFIXES)


class Doors:
    """The way to Django."""

    def __init__(
        self,
        newsroom_socket: Path,
        *,
        closed: Callable[[Scope, Send], Awaitable[None]],
        security: Headers,
        trusted_proxies: frozenset[str],
        answer_within_s: float,
    ) -> None:
        """Pass requests on to the server that listens on ``newsroom_socket``.

        Args:
            newsroom_socket: Path of the Unix socket.
            closed: Sends the answer for when Django cannot be reached.
            security: Headers for a refusal.
            trusted_proxies: Addresses of servers in front of this one, whose ``X-Forwarded-*`` headers are believed.
            answer_within_s: How long Django may be silent before its answer counts as missing.
        """
        self._socket = newsroom_socket
        self._closed = closed
        self._refusing: Headers = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", b"%d" % len(_TOO_LONG)),
            (b"cache-control", NO_STORE),
            *security,
        ]
        self._trusted_proxies = trusted_proxies
        self._timeouts = dict.fromkeys(("read", "write", "pool"), answer_within_s)
        self._timeouts["connect"] = min(5.0, answer_within_s)
        self._pool: httpcore.AsyncConnectionPool | None = None

    def _open_pool(self) -> httpcore.AsyncConnectionPool:
        # Opened when it is needed first: then the loop that it belongs to runs.
        if self._pool is None:
            self._pool = httpcore.AsyncConnectionPool(
                uds=str(self._socket),
                max_connections=_CONNECTIONS,
                max_keepalive_connections=8,
                keepalive_expiry=5,
            )
        return self._pool

    async def close(self) -> None:
        """Close the connections to Django."""
        if self._pool is not None:
            await self._pool.aclose()
            self._pool = None

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on and its answer back, both as streams; stop when the client goes away."""
        upload = _Upload(receive, scope["headers"], most_bytes=largest_body(scope["path"]))
        if upload.is_too_long:
            await upload.drop_rest()
            await self._refuse_body(send)
            return
        passing = asyncio.ensure_future(self._pass(scope, upload, send))
        gone = asyncio.ensure_future(upload.until_gone())
        try:
            await asyncio.wait({passing, gone}, return_when=asyncio.FIRST_COMPLETED)
            if passing.done():
                passing.result()
        finally:
            gone.cancel()
            passing.cancel()
            await asyncio.gather(gone, passing, return_exceptions=True)

    async def _pass(self, scope: Scope, upload: _Upload, send: Send) -> None:
        try:
            response = await self._ask(scope, upload)
        except ClientGoneError:
            return
        except TooLongError:
            await self._refuse_body(send)
            return
        except (*_FAILURES, OSError) as error:
            # The kind of error alone: its text could hold what a reader sent.
            _logger.warning("The newsroom did not answer on %s: %s", self._socket, type(error).__name__)
            await self._closed(scope, send)
            return
        try:
            await _pass_back(response, send)
        except (*_FAILURES, OSError) as error:
            # The answer has begun: leaving it unfinished closes the connection, so that the client knows.
            _logger.warning("An answer of the newsroom was cut short: %s", type(error).__name__)
        finally:
            await response.aclose()

    async def _ask(self, scope: Scope, upload: _Upload) -> httpcore.Response:
        target = scope.get("raw_path") or quote(scope["path"]).encode()
        if scope["query_string"]:
            target += b"?" + scope["query_string"]
        # Some clients send letters beyond ASCII as they are; the next server need not take them.
        target = quote(target, safe=_PRINTABLE).encode()
        headers = _request_headers(scope, trusted_proxies=self._trusted_proxies, has_body=upload.has_body)
        pool = self._open_pool()

        async def ask() -> httpcore.Response:
            request = httpcore.Request(
                scope["method"],
                "http://newsroom/",
                headers=headers,
                content=upload.chunks() if upload.has_body else None,
                extensions={"target": target, "timeout": self._timeouts},
            )
            return await pool.handle_async_request(request)

        try:
            return await ask()
        except (httpcore.RemoteProtocolError, httpcore.ReadError, httpcore.WriteError):
            # A kept connection that Django closed just now; what has no body and changes nothing can be asked again.
            if upload.has_body or scope["method"] not in _REPEATABLE:
                raise
            return await ask()

    async def _refuse_body(self, send: Send) -> None:
        await send(start_message(413, self._refusing))
        await send({"type": "http.response.body", "body": _TOO_LONG})


class _Upload:
    """The body of a request, passed on as it comes."""

    def __init__(self, receive: Receive, headers: Headers, *, most_bytes: int | None) -> None:
        self._receive = receive
        self._most_bytes = most_bytes
        length = header_value(headers, b"content-length")
        is_chunked = header_value(headers, b"transfer-encoding") is not None
        self._length = None if is_chunked or length is None or not length.isdigit() else int(length)
        self.has_body = is_chunked or bool(self._length)
        self._is_read = asyncio.Event()
        if not self.has_body:
            self._is_read.set()

    @property
    def is_too_long(self) -> bool:
        """Whether it says itself that it is longer than it may be."""
        return self._most_bytes is not None and (self._length or 0) > self._most_bytes

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield the body.

        Raises:
            ClientGoneError: the client went away before it was whole, or sent another length than it said.
            TooLongError: it is longer than it may be.
        """
        try:
            is_more, received = True, 0
            while is_more:
                message: Message = await self._receive()
                if message["type"] == "http.disconnect":
                    raise ClientGoneError
                is_more = message.get("more_body", False)
                part: bytes = message.get("body", b"")
                received += len(part)
                if self._most_bytes is not None and received > self._most_bytes:
                    if is_more:
                        await self.drop_rest()
                    raise TooLongError
                if self._length is not None and (
                    received > self._length or (not is_more and received < self._length)
                ):
                    raise ClientGoneError
                if part:
                    yield part
        finally:
            self._is_read.set()

    async def drop_rest(self) -> None:
        """Read on for a moment: a client that is cut off while it sends does not see what it is answered."""
        left, is_more = _DROPPED_BYTES, True
        with suppress(TimeoutError):
            async with asyncio.timeout(_DROPPED_S):
                while is_more and left > 0:
                    message = await self._receive()
                    left -= len(message.get("body", b""))
                    is_more = message.get("more_body", False)

    async def until_gone(self) -> None:
        """Return when the client has gone; while its body is read, :meth:`chunks` notices instead."""
        await self._is_read.wait()
        await until_gone(self._receive)


def _request_headers(scope: Scope, *, trusted_proxies: frozenset[str], has_body: bool) -> Headers:
    given: Headers = scope["headers"]
    dropped = _HOP_BY_HOP | _CLAIMS | _named_by_connection(given)
    if header_value(given, b"transfer-encoding") is not None:
        dropped = dropped | {b"content-length"}
    # WSGI cannot tell X_Forwarded_For from X-Forwarded-For, so names with an underscore do not pass.
    headers = [(name, value) for name, value in given if name not in dropped and b"_" not in name]
    if has_body and header_value(headers, b"content-length") is None:
        headers.append((b"transfer-encoding", b"chunked"))
    client, scheme = reader_origin(scope, trusted_proxies)
    headers += [
        (b"x-forwarded-for", client.encode()),
        (b"x-forwarded-proto", scheme),
        (b"x-forwarded-host", header_value(given, b"host") or b""),
    ]
    return headers


def _named_by_connection(headers: Headers) -> set[bytes]:
    return {
        name.strip().lower() for key, value in headers if key == b"connection" for name in value.split(b",")
    }


async def _pass_back(response: httpcore.Response, send: Send) -> None:
    given = [(name.lower(), value) for name, value in response.headers]
    dropped = _HOP_BY_HOP | _OWN | _named_by_connection(given)
    headers = [(name, value) for name, value in given if name not in dropped]
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    async for chunk in response.aiter_stream():
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
