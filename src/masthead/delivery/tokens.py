"""Permits for one change each: who has none of this site's, or used it already, changes nothing."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable

from .errors import RefusedError

__all__ = ["Permits"]

_VALID_S = 600
_MOST_USED = 20_000


class Permits:
    """Gives permits and takes each once. They end with the process that gave them.

    Args:
        now: tells the time in seconds since 1970.
    """

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._key = secrets.token_bytes(32)
        self._now = now
        self._guard = threading.Lock()
        # Nonce → when its permit ends, the oldest first.
        self._used: dict[str, int] = {}

    def give(self, client: str) -> str:
        """Return a permit for one change by a client, for ten minutes."""
        ends_at, nonce = int(self._now()) + _VALID_S, secrets.token_urlsafe(12)
        return f"{ends_at}.{nonce}.{self._mark(ends_at, nonce, client)}"

    def take(self, permit: str, client: str, *, after_s: float = 0) -> None:
        """Use a permit up.

        Args:
            permit: what was given.
            client: to whom.
            after_s: how long nobody who reads and writes is quicker than, in seconds.

        Raises:
            RefusedError: it is not one that was given to this client, is too young or too old, or was used before.
        """
        ends, _, rest = permit.partition(".")
        nonce, _, mark = rest.partition(".")
        ends_at = int(ends) if ends.isascii() and ends.isdigit() and len(ends) < 13 else 0
        if not hmac.compare_digest(mark.encode(), self._mark(ends_at, nonce, client).encode()):
            raise RefusedError("permit", "This request was not prepared by a page of this site.", 403)
        if ends_at < self._now():
            raise RefusedError("permit", "This request is too old. Please try again.", 403)
        if ends_at - _VALID_S + after_s > self._now():
            raise RefusedError("early", "This was quicker than anybody writes. Please try again.", 403)
        with self._guard:
            if nonce in self._used:
                raise RefusedError("replayed", "This request was made before.", 409)
            self._used[nonce] = ends_at
            while self._used and (
                len(self._used) > _MOST_USED or next(iter(self._used.values())) < self._now()
            ):
                del self._used[next(iter(self._used))]

    def _mark(self, ends_at: int, nonce: str, client: str) -> str:
        return hashlib.blake2b(
            f"{ends_at}.{nonce}.{client}".encode(errors="replace"), key=self._key, digest_size=16
        ).hexdigest()
