"""Where a request comes from, as far as that is known to be true."""

from __future__ import annotations

from masthead.reader.edition.asgi import Scope, header_value

__all__ = ["reader_origin"]


def reader_origin(scope: Scope, trusted_proxies: frozenset[str]) -> tuple[str, bytes]:
    """Return the address and scheme that the reader used."""
    client: str = (scope.get("client") or ("",))[0]
    scheme: bytes = scope.get("scheme", "http").encode()
    if client in trusted_proxies:
        # The last entry is the one that the trusted server wrote; those before it came from the client.
        claimed = (header_value(scope["headers"], b"x-forwarded-for") or b"").rpartition(b",")[2].strip()
        client = claimed.decode("latin-1") or client
        claimed_scheme = header_value(scope["headers"], b"x-forwarded-proto")
        scheme = claimed_scheme if claimed_scheme in {b"http", b"https"} else scheme
    return client, scheme
