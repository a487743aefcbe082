"""What the newsroom refuses to do."""

from __future__ import annotations

__all__ = ["MergeError"]


class MergeError(ValueError):
    """Two things cannot become one; the message says why and what to choose."""
