"""What can go wrong while printing."""

from __future__ import annotations

__all__ = ["EditionFullError", "PressBusyError", "PressError", "ThemeError"]


class PressError(Exception):
    """Printing failed; the message says what, where and what to do."""


class EditionFullError(PressError):
    """The edition cannot be written: the disk is full or may not be written to."""


class PressBusyError(PressError):
    """Another process is printing this edition."""


class ThemeError(PressError):
    """The theme cannot be read at all."""
