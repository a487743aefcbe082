"""Connections to push services: to public addresses alone, whatever a name leads to at this moment."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import Any
from urllib.parse import urlsplit

import httpcore

from masthead.kit.fetching import FetchRefusedError, HostSilentError, public_addresses

from .endpoints import is_test_host

__all__ = ["PrivateAddressError", "open_connection"]

_KEEP_S = 60.0
_MOST_ADDRESSES = 3
_lookups = ThreadPoolExecutor(max_workers=8, thread_name_prefix="push-names")


class PrivateAddressError(httpcore.ConnectError):
    """A name leads into one's own network."""


class _PublicNetwork(httpcore.AsyncNetworkBackend):
    """Looks a name up and connects to the address that was checked, so that it cannot mean another one by then."""

    def __init__(self) -> None:
        self._plain = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        look = partial(public_addresses, host, port)
        try:
            async with asyncio.timeout(timeout):
                addresses = await asyncio.get_running_loop().run_in_executor(_lookups, look)
        except HostSilentError as error:
            raise httpcore.ConnectError(str(error)) from error
        except FetchRefusedError as error:
            raise PrivateAddressError(str(error)) from error
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"{host} cannot be looked up in time") from error
        problem: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in addresses[:_MOST_ADDRESSES]:
            try:
                return await self._plain.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
        raise problem or httpcore.ConnectError(f"{host} has no address")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


@cache
def _ssl_context() -> ssl.SSLContext:
    return httpcore.default_ssl_context()


def open_connection(service: str) -> httpcore.AsyncHTTPConnection:
    """Return a connection to a push service; it is made with the first request.

    Args:
        service: the origin.
    """
    parts = urlsplit(service)
    is_secure = parts.scheme == "https"
    origin = httpcore.Origin(
        parts.scheme.encode(), (parts.hostname or "").encode(), parts.port or (443 if is_secure else 80)
    )
    return httpcore.AsyncHTTPConnection(
        origin,
        ssl_context=_ssl_context() if is_secure else None,
        keepalive_expiry=_KEEP_S,
        network_backend=httpcore.AnyIOBackend() if is_test_host(parts.netloc) else _PublicNetwork(),
    )
