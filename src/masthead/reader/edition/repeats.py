"""Who counts: nobody twice a day, no robots, nobody who asks not to be counted. Nothing about a reader is kept on disk.

A reader is known for a day, and only as a number: the keyed hash of network, browser's name and piece. The key
is made by chance, lives in the memory of this process alone and is thrown away at midnight with all numbers.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict

__all__ = ["Repeats", "Robots", "asks_not_to_be_counted"]

_LONGEST_NAME = 512
_KNOWN_NAMES = 2048
# A number takes about 70 bytes: both halves together at most 14 MB.
_HALF = 100_000


class Repeats:
    """Remembers for a day what each reader was counted for, in bounded memory."""

    def __init__(self, half: int = _HALF) -> None:
        self._half = half
        self._day = ""
        self._salt = b""
        self._now: set[bytes] = set()
        self._before: set[bytes] = set()

    def number(self, day: str, *parts: str) -> bytes:
        """Return a number that only this process can make, and only on this day."""
        if day != self._day:
            self._day, self._salt = day, secrets.token_bytes(32)
            self._now, self._before = set(), set()
        return hashlib.blake2b("\0".join(parts).encode(), key=self._salt, digest_size=8).digest()

    def is_repeat(self, number: bytes) -> bool:
        """Tell whether a number was seen today, and remember it."""
        if number in self._now or number in self._before:
            return True
        if len(self._now) >= self._half:
            self._now, self._before = set(), self._now
        self._now.add(number)
        return False


class Robots:
    """Knows robots by the names that they give themselves."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, bool] = OrderedDict()

    def is_robot(self, name: str) -> bool:
        """Tell whether a ``User-Agent`` is a robot's; whoever gives no name, or a very long one, is none of ours."""
        if not name or len(name) > _LONGEST_NAME:
            return True
        known = self._known.get(name)
        if known is None:
            # Loading the list takes a tenth of a second and 5 MB: not before somebody is to be counted.
            from crawleruseragents import is_crawler

            known = bool(is_crawler(name))
            if len(self._known) >= _KNOWN_NAMES:
                self._known.popitem(last=False)
            self._known[name] = known
        return known


def asks_not_to_be_counted(headers: dict[bytes, bytes]) -> bool:
    """Tell whether a browser says that its reader does not want to be measured."""
    return headers.get(b"sec-gpc") == b"1" or headers.get(b"dnt") == b"1"
