"""How large a body a door takes: one rule for the server in front and for the doors behind it."""

from __future__ import annotations

__all__ = ["LARGEST_FROM_A_PAGE", "LARGEST_FROM_A_PROVIDER", "largest_body"]

# The largest that a page sends to a door is a device's address for notices; in bytes.
LARGEST_FROM_A_PAGE = 16 * 1024
# Providers of mail tell of many letters at once; in bytes.
LARGEST_FROM_A_PROVIDER = 5 * 1024 * 1024


def largest_body(path: str) -> int | None:
    """Return how many bytes a request to a path may bring; None where the newsroom's own limits hold."""
    if path.startswith("/doors/mail/hook/"):
        return LARGEST_FROM_A_PROVIDER
    return LARGEST_FROM_A_PAGE if path.startswith(("/doors/", "/search/")) else None
