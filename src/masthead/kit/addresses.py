"""Addresses of the site, and the files of the edition behind them.

An address is a path as people read it: percent-decoded, starting with ``/``. Pages end with ``/``,
files (feeds, sitemaps, assets) do not.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from urllib.parse import quote, unquote

__all__ = [
    "MOVED_SHARDS",
    "absolute_url",
    "is_safe_address",
    "moved_file",
    "moved_key",
    "moved_shard",
    "quoted",
    "sealed_key",
    "sheet_file",
]

# Three hexadecimal digits: at a million former addresses a shard holds about 250.
MOVED_SHARDS = 4096
_MAX_NAME_BYTES = 250


def is_safe_address(address: str) -> bool:
    """Tell whether every part of an address can be a file's name below the edition."""
    if not address.startswith("/") or "\x00" in address or "\\" in address:
        return False
    parts = address[1:].removesuffix("/").split("/")
    return address == "/" or all(
        part not in {"", ".", ".."} and len(part.encode()) <= _MAX_NAME_BYTES for part in parts
    )


def sheet_file(address: str) -> str:
    """Return the edition's file for an address, relative to its folder: ``/a/`` is ``a/index.html.gz``.

    Raises:
        ValueError: the address cannot be a file.
    """
    if not is_safe_address(address):
        raise ValueError(
            f"{address!r} cannot be the address of a sheet: a part of it is empty, too long or a dot."
        )
    path = address.lstrip("/")
    return f"{path}index.html.gz" if address.endswith("/") else f"{path}.gz"


def moved_key(path: str, query: str = "") -> str:
    """Return the form in which former addresses are compared: decoded, no slash at the end, query as it came."""
    key = unquote(path).rstrip("/") or "/"
    return f"{key}?{query}" if query else key


def moved_shard(key: str) -> str:
    """Return the three hexadecimal digits of the file that holds a former address."""
    return hashlib.sha256(key.encode()).hexdigest()[:3]


def moved_file(shard: str) -> str:
    """Return the edition's file that holds a shard: JSON of former address → [status, new address]."""
    return f"_moved/{shard}.json.gz"


# A site has few addresses that many pages name: those of sections, topics and contributors.
@lru_cache(maxsize=10_000)
def quoted(address: str) -> str:
    """Percent-encode an address for a header or an attribute."""
    return quote(address, safe="/~:@!$&'()*+,;=?%#-._")


def absolute_url(site_url: str, address: str) -> str:
    """Return the full URL of an address of this site; what is already one stays."""
    return address if "://" in address else site_url + quoted(address)


def sealed_key(key: str) -> str:
    """Return a key that only whoever knows the address can find."""
    return "#" + hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
