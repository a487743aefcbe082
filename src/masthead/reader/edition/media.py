"""Printed pictures, sound, film and downloads: whole or in parts, and never run as a page of the site."""

from __future__ import annotations

import os
from contextlib import aclosing
from pathlib import Path

from masthead.kit.policies import FILE_POLICY
from masthead.reader.edition.answers import (
    IMMUTABLE,
    file_type,
    http_date,
    security_headers,
    send_nothing,
    start_message,
)
from masthead.reader.edition.asgi import Headers, Receive, Scope, Send
from masthead.reader.edition.beneath import open_beneath, read_chunks, read_whole
from masthead.reader.edition.conditions import is_unchanged, wanted_range
from masthead.reader.edition.files import is_open_address
from masthead.reader.edition.streams import send_chunks

__all__ = ["MEDIA_POLICY", "MEDIA_PREFIX", "Media"]

MEDIA_PREFIX = "/media/"
# Opened by itself, a file may show what is in it and nothing else; as a picture on a page it is not limited by this.
MEDIA_POLICY = FILE_POLICY.encode()
# Browsers show no PDF inside a sandbox, and run no script of the site in one.
_PDF_POLICY = b"default-src 'none'; object-src 'self'"
# Up to this size one read is quicker than handing the file to the server.
_WHOLE_BYTES = 256 * 1024

_SHOWN = (
    b"image/",
    b"audio/",
    b"video/",
    b"text/plain",
    b"text/vtt",
    b"application/pdf",
    b"application/json",
)


class Media:
    """The printed media of one site."""

    def __init__(self, media: Path, *, is_https: bool) -> None:
        """Serve what stands in ``media``, the folder of printed media; what editors uploaded stands elsewhere."""
        self._folder = os.path.abspath(media)
        self._security = security_headers(is_https=is_https, policy=MEDIA_POLICY)
        self._pdf_security = security_headers(is_https=is_https, policy=_PDF_POLICY)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> bool:
        """Answer with the file that a request asks for, or return False if there is none.

        Raises:
            OSError: the file is there and cannot be read; nothing was sent.
        """
        name = scope["path"].removeprefix(MEDIA_PREFIX)
        if name.endswith("/") or not is_open_address(f"/{name}"):
            return False
        opened = open_beneath(self._folder, name)
        if opened is None:
            return False
        descriptor, state = opened
        try:
            await self._send(scope, receive, send, name, descriptor, state)
        finally:
            os.close(descriptor)
        return True

    async def _send(
        self, scope: Scope, receive: Receive, send: Send, name: str, descriptor: int, state: os.stat_result
    ) -> None:
        size, modified_s = state.st_size, int(state.st_mtime)
        etag = f'"{state.st_mtime_ns:x}-{size:x}"'.encode()
        headers = [
            *self._type_headers(name),
            (b"etag", etag),
            (b"last-modified", http_date(modified_s)),
            (b"cache-control", IMMUTABLE),
            (b"accept-ranges", b"bytes"),
        ]
        wanted = dict(scope["headers"])
        if is_unchanged(wanted, etag, modified_s):
            await send_nothing(send, 304, headers)
            return
        is_get = scope["method"] == "GET"
        part = wanted_range(wanted, size=size, etag=etag, modified_s=modified_s) if is_get else None
        if part is None:
            headers.append((b"content-length", b"%d" % size))
            if is_get:
                await self._send_whole(
                    scope, receive, send, headers, f"{self._folder}/{name}", descriptor, size
                )
            else:
                await send_nothing(send, 200, headers)
            return
        start, length = part
        if length == 0:
            headers += [(b"content-range", b"bytes */%d" % size), (b"content-length", b"0")]
            await send_nothing(send, 416, [pair for pair in headers if pair[0] != b"content-type"])
            return
        headers += [
            (b"content-range", b"bytes %d-%d/%d" % (start, start + length - 1, size)),
            (b"content-length", b"%d" % length),
        ]
        async with aclosing(read_chunks(descriptor, start, length)) as chunks:
            await send_chunks(receive, send, start_message(206, headers), chunks)

    async def _send_whole(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        headers: Headers,
        file: str,
        descriptor: int,
        size: int,
    ) -> None:
        if size <= _WHOLE_BYTES:
            body = read_whole(descriptor, size)
            await send(start_message(200, headers))
            await send({"type": "http.response.body", "body": body})
        elif "http.response.pathsend" in (scope.get("extensions") or ()):
            await send(start_message(200, headers))
            await send({"type": "http.response.pathsend", "path": file})
        else:
            async with aclosing(read_chunks(descriptor, 0, size)) as chunks:
                await send_chunks(receive, send, start_message(200, headers), chunks)

    def _type_headers(self, name: str) -> Headers:
        kind = file_type(name)
        headers = [(b"content-type", kind)]
        # A picture made of markup can carry scripts: it is shown inside pages, and saved when opened by itself.
        if not kind.startswith(_SHOWN) or kind.startswith(b"image/svg"):
            headers.append((b"content-disposition", b"attachment"))
        return headers + (self._pdf_security if kind == b"application/pdf" else self._security)
