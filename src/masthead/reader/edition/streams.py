"""Sending a long answer piece by piece, and stopping when the reader has gone."""

from __future__ import annotations

import asyncio
import logging
import zlib
from collections.abc import AsyncGenerator, AsyncIterator

from masthead.reader.edition.asgi import Message, Receive, Send

__all__ = ["inflated", "inflated_chunks", "send_chunks", "until_gone"]

_logger = logging.getLogger(__name__)

_GZIP = 16 + zlib.MAX_WBITS
_PIECE_BYTES = 256 * 1024


async def until_gone(receive: Receive) -> None:
    """Return when the client has closed its connection; what it still sends is dropped."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def send_chunks(receive: Receive, send: Send, start: Message, chunks: AsyncIterator[bytes]) -> None:
    """Send an answer whose body comes in pieces.

    When the client goes away, or when the rest cannot be read, the answer ends unfinished: the server then closes the
    connection, and the client sees that the body is not whole.
    """
    gone = asyncio.ensure_future(until_gone(receive))
    try:
        await send(start)
        async for chunk in chunks:
            if gone.done():
                return
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    except (OSError, zlib.error) as error:
        _logger.error("An answer was cut short, because the rest of its file could not be read: %s", error)
    finally:
        gone.cancel()


def inflated(packed: bytes, limit: int) -> bytes | None:
    """Return what ``packed`` holds, or None if that is more than ``limit`` bytes.

    Raises:
        zlib.error: it is no gzip, or not whole.
    """
    pieces: list[bytes] = []
    room = limit
    while packed:
        inflater = zlib.decompressobj(_GZIP)
        # One byte more than fits: an inflater that fills it holds more than is allowed.
        piece = inflater.decompress(packed, room + 1)
        room -= len(piece)
        if room < 0:
            return None
        if not inflater.eof:
            raise zlib.error("the gzip file ends too early")
        pieces.append(piece)
        packed = inflater.unused_data
    return b"".join(pieces)


async def inflated_chunks(chunks: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    """Yield what the chunks of a gzip file hold, in pieces of bounded size.

    Raises:
        zlib.error: it is no gzip, or not whole.
    """
    inflater = zlib.decompressobj(_GZIP)
    async for chunk in chunks:
        packed, is_more = chunk, True
        while is_more:
            if inflater.eof:
                inflater = zlib.decompressobj(_GZIP)
            piece = await asyncio.to_thread(inflater.decompress, packed, _PIECE_BYTES)
            packed = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
            is_more = bool(packed) or (len(piece) == _PIECE_BYTES and not inflater.eof)
            if piece:
                yield piece
    if not inflater.eof:
        raise zlib.error("the gzip file ends too early")
