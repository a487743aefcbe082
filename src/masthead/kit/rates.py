"""How often each client may ask: one limit for many clients, in bounded memory."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable, Hashable
from functools import lru_cache

__all__ = ["Rates", "network_of"]

_MOST_CLIENTS = 50_000


class Rates:
    """Let each client do something ``limit`` times at once, and again as time passes.

    A client that asked for nothing in ``per_s`` seconds has all of its limit again. Where more clients ask than
    there is memory for, those that asked longest ago are forgotten first.

    Args:
        limit: how often within ``per_s``.
        per_s: seconds.
        most_clients: how many clients are remembered.
        clock: tells the time in seconds.
    """

    def __init__(
        self,
        *,
        limit: int,
        per_s: float,
        most_clients: int = _MOST_CLIENTS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._per_s = per_s
        self._each_s = per_s / limit
        self._most_clients = most_clients
        self._clock = clock
        # Client → when it will have all of its limit again, the one that asked longest ago first.
        self._full_at: dict[Hashable, float] = {}

    def allow(self, client: Hashable) -> bool:
        """Count one request of a client and tell whether it is within the limit; refused ones do not count."""
        now = self._clock()
        full_at = max(now, self._full_at.pop(client, now)) + self._each_s
        is_allowed = full_at - now <= self._per_s + self._each_s / 1e6
        self._full_at[client] = full_at if is_allowed else full_at - self._each_s
        if len(self._full_at) > self._most_clients:
            del self._full_at[next(iter(self._full_at))]
        return is_allowed

    def __len__(self) -> int:
        """Return how many clients are remembered."""
        return len(self._full_at)


@lru_cache(maxsize=4096)
def network_of(address: str) -> str:
    """Return what counts as one client of an IP address: itself, or the /64 that one household has with IPv6."""
    if ":" not in address:
        # One of version 4 has a single spelling.
        return address[:64]
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
