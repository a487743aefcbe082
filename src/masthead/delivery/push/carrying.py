"""One carrier: a connection to a push service, and one notice on it at a time."""

from __future__ import annotations

import asyncio
import logging
from urllib.parse import urlsplit

import httpcore

from .answers import Answer, Meaning, read_answer
from .connecting import PrivateAddressError, open_connection
from .sealing import Parcel

__all__ = ["Carrier"]

logger = logging.getLogger(__name__)

_WHOLE_S = 20.0
_TIMEOUTS = {"connect": 6.0, "read": 12.0, "write": 12.0, "pool": 1.0}
_LONGEST_ANSWER = 64 * 1024
_KEPT_ANSWER = 1024


class Carrier:
    """Posts notices to a service, one after another, on a connection that is kept.

    Args:
        service: its origin.
    """

    def __init__(self, service: str) -> None:
        self._service = service
        self._connection: httpcore.AsyncHTTPConnection | None = None

    async def carry(self, parcel: Parcel) -> Answer:
        """Post a notice and say what came of it; redirects are not followed."""
        try:
            async with asyncio.timeout(_WHOLE_S):
                return await self._post(parcel)
        except PrivateAddressError:
            await self.close()
            return Answer(Meaning.REFUSED, "The push service is not on the public network.")
        except (TimeoutError, httpcore.TimeoutException):
            await self.close()
            return Answer(Meaning.LATER, "The push service did not answer in time.", is_ailing=True)
        except httpcore.LocalProtocolError as error:
            await self.close()
            return Answer(Meaning.REFUSED, f"The endpoint cannot be asked: {str(error)[:200]}.")
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ConnectionNotAvailable) as error:
            await self.close()
            told = str(error)[:200] or type(error).__name__
            return Answer(Meaning.LATER, f"The push service could not be reached ({told}).", is_ailing=True)
        except Exception:
            # One notice that nobody foresaw must not end the lane, nor be tried for ever.
            logger.exception("A notice for %s could not be sent.", self._service)
            await self.close()
            return Answer(Meaning.REFUSED, "The notice could not be sent; the log says why.")

    async def _post(self, parcel: Parcel) -> Answer:
        is_kept = self._connection is not None and self._connection.is_available()
        try:
            return await self._post_once(parcel)
        except httpcore.LocalProtocolError as error:
            await self.close()
            return Answer(Meaning.REFUSED, f"The endpoint cannot be asked: {str(error)[:200]}.")
        except (httpcore.NetworkError, httpcore.RemoteProtocolError):
            if not is_kept:
                raise
            # A service closes what is idle for long, and that may cross with a request.
            await self.close()
            return await self._post_once(parcel)

    async def _post_once(self, parcel: Parcel) -> Answer:
        connection = self._connection
        if connection is None or not connection.is_available() or connection.has_expired():
            await self.close()
            connection = self._connection = open_connection(self._service)
        headers = parcel.headers | {
            "Host": urlsplit(self._service).netloc,
            "Content-Length": str(len(parcel.content)),
        }
        response = await connection.handle_async_request(
            httpcore.Request(
                "POST",
                f"{self._service}{parcel.path}",
                headers=list(headers.items()),
                content=parcel.content,
                extensions={"timeout": _TIMEOUTS},
            )
        )
        body, is_whole = await _beginning(response)
        await response.aclose()
        if not is_whole:
            await self.close()
        told = {name.lower(): value for name, value in response.headers}
        return read_answer(response.status, told, body)

    async def close(self) -> None:
        """Close the connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.aclose()


async def _beginning(response: httpcore.Response) -> tuple[bytes, bool]:
    """Return the beginning of an answer's body, and whether it ended before it became too long."""
    kept, size = b"", 0
    async for piece in response.aiter_stream():
        size += len(piece)
        kept += piece[: max(0, _KEPT_ANSWER - len(kept))]
        if size > _LONGEST_ANSWER:
            return kept, False
    return kept, True
