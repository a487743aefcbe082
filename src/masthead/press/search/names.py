"""The names in the folder of the index, for whoever looks at it without the library that reads it."""

from __future__ import annotations

__all__ = ["CURRENT", "LOCK"]

CURRENT = "current"
LOCK = "feeding.lock"
