"""What can go wrong while printing."""

from __future__ import annotations

__all__ = ["EditionFullError", "PressBusyError", "PressError", "TemplateFaultError", "ThemeError"]


class PressError(Exception):
    """Printing failed; the message says what, where and what to do."""


class EditionFullError(PressError):
    """The edition cannot be written: the disk is full or may not be written to."""


class PressBusyError(PressError):
    """Another process is printing this edition."""


class ThemeError(PressError):
    """The theme cannot be read at all."""


class TemplateFaultError(RuntimeError):
    """A template cannot be rendered: one sheet fails, and its last good form stands.

    Attributes:
        file: the template's file. line: the line of the mistake, 0 where nobody knows.
        said: what is wrong there. excerpt: the lines around, the one of the mistake marked.
    """

    def __init__(self, file: str, line: int, said: str, excerpt: str) -> None:
        self.file, self.line, self.said, self.excerpt = file, line, said, excerpt
        where = f"{file}, line {line}" if line else file
        super().__init__(f"{where}: {said}." + (f"\n{excerpt}" if excerpt else ""))
