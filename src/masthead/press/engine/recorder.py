"""Recording what is read while a sheet is printed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

__all__ = ["Recorder", "key_hash"]


def key_hash(key: str) -> int:
    """Return a key's signed 64-bit BLAKE2b hash; two keys with one hash cost a print too many, never one too few."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)


class Recorder:
    """Collects the keys of all that one sheet reads."""

    def __init__(self) -> None:
        self._keys: set[str] = set()

    def record(self, key: str) -> None:
        """Note that what is being printed depends on ``key``."""
        self._keys.add(key)

    def record_all(self, keys: Iterable[str]) -> None:
        """Note that what is being printed depends on all ``keys``."""
        self._keys.update(keys)

    def take(self) -> frozenset[str]:
        """Return the keys recorded since the last call and begin anew."""
        keys, self._keys = frozenset(self._keys), set()
        return keys
