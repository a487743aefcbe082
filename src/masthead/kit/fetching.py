"""Fetching files from addresses that strangers wrote, without being led into one's own network.

Every name is resolved first, every address it gives must be a public one, and the connection goes to the
address that was checked, so that a name cannot change its meaning in between.
"""

from __future__ import annotations

import ipaddress
import socket
import tempfile
import time
from dataclasses import dataclass
from typing import IO
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpx

__all__ = ["FetchRefusedError", "Fetched", "HostSilentError", "fetch_file", "public_addresses"]

_PIECE = 64 * 1024
_MAX_REDIRECTS = 4
# Networks of version 6 whose addresses end with one of version 4, to which routers can carry what is sent there.
_HOLD_IPV4 = tuple(map(ipaddress.IPv6Network, ("::ffff:0:0/96", "64:ff9b::/96", "::/96")))
_OWN_TRANSLATION = ipaddress.IPv6Network("64:ff9b:1::/48")
_SIX_TO_FOUR = ipaddress.IPv6Network("2002::/16")


class FetchRefusedError(Exception):
    """A file was not fetched; the message names the address and the reason."""


class HostSilentError(FetchRefusedError):
    """A host does not answer at all."""


@dataclass
class Fetched:
    """A fetched file, at its start, and what its server says that it is."""

    file: IO[bytes]
    media_type: str
    address: str


def public_addresses(host: str, port: int, *, allow_private: bool = False) -> list[str]:
    """Return the IP addresses of a host.

    Raises:
        FetchRefusedError: the host has none, or one of them is not public.
    """
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise HostSilentError(f"{host} has no address") from error
    for address in found:
        if not allow_private and not _is_public(ipaddress.ip_address(address.partition("%")[0])):
            raise FetchRefusedError(f"{host} leads to {address}, which is not a public address")
    return sorted(found)


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        if address.is_site_local or address in _OWN_TRANSLATION:
            return False
        held = next((int(address) & 0xFFFFFFFF for one in _HOLD_IPV4 if address in one), None)
        if address in _SIX_TO_FOUR:
            held = int(address) >> 80 & 0xFFFFFFFF
        if held is not None:
            return _is_public(ipaddress.IPv4Address(held))
    return address.is_global and not address.is_multicast


def fetch_file(url: str, *, max_bytes: int, timeout_s: float = 30.0, allow_private: bool = False) -> Fetched:
    """Fetch one file into a temporary one.

    Args:
        url: an http or https address.
        max_bytes: more than that is refused.
        timeout_s: for all of it together.
        allow_private: take hosts of the own network as well.

    Raises:
        FetchRefusedError: the address, its host, its answer or its size is not acceptable.
    """
    ends_at = time.monotonic() + timeout_s
    with httpx.Client(
        timeout=httpx.Timeout(min(timeout_s, 10.0)), follow_redirects=False, trust_env=False
    ) as client:
        for _ in range(_MAX_REDIRECTS + 1):
            request = _request(client, url, allow_private=allow_private)
            try:
                response = client.send(request, stream=True)
                try:
                    if response.is_redirect:
                        url = urljoin(url, response.headers.get("location", ""))
                        continue
                    return _received(response, url, max_bytes, ends_at)
                finally:
                    response.close()
            except httpx.HTTPError as error:
                raise HostSilentError(f"{url} does not answer ({error or type(error).__name__})") from error
    raise FetchRefusedError(f"{url} redirects too often")


def _request(client: httpx.Client, url: str, *, allow_private: bool) -> httpx.Request:
    """Build a request to the checked address that still names the host, for the server and for TLS."""
    parts = urlsplit(url)
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise FetchRefusedError(f"{url} is no address") from error
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or not host or parts.username:
        raise FetchRefusedError(f"{url} is no http or https address")
    address = public_addresses(host, port, allow_private=allow_private)[0]
    netloc = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
    named = f"[{host}]" if ":" in host else host
    named = named if parts.port is None else f"{named}:{port}"
    return client.build_request(
        "GET", urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, "")),
        headers={"Host": named, "User-Agent": "Masthead", "Accept": "*/*", "Accept-Encoding": "identity"},
        extensions={"sni_hostname": host},
    )  # fmt: skip


def _received(response: httpx.Response, url: str, max_bytes: int, ends_at: float) -> Fetched:
    if response.status_code != 200:
        raise FetchRefusedError(f"{url} answers {response.status_code}")
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=1024 * 1024)  # noqa: SIM115 - the caller closes it
    try:
        size = 0
        for piece in response.iter_raw(_PIECE):
            size += len(piece)
            if size > max_bytes:
                raise FetchRefusedError(f"{url} is larger than {max_bytes // 1_000_000} MB")
            if time.monotonic() > ends_at:
                raise FetchRefusedError(f"{url} takes too long")
            file.write(piece)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return Fetched(file, response.headers.get("content-type", "").partition(";")[0].strip().lower(), url)
