"""What can go wrong while something comes in, each in sentences that say what to do."""

from __future__ import annotations

from .report import ImportReport

__all__ = ["ExportNotReadableError", "MediaNotReadableError", "NoHomePageError", "StoppedError", "WireError"]


class WireError(Exception):
    """An import cannot go on; the message says what, where and what to do."""


class ExportNotReadableError(WireError):
    """An export ends early or is not what it should be; all that came before the fault was imported.

    Attributes:
        offset: bytes of the file that were read before the fault, or None where nothing was.
        last_item: the last whole item before the fault, or "" where there was none.
        report: what was imported before the fault, once that is done.
    """

    report: ImportReport | None = None

    def __init__(self, message: str, *, offset: int | None = None, last_item: str = "") -> None:
        super().__init__(message)
        self.offset = offset
        self.last_item = last_item


class MediaNotReadableError(WireError):
    """The folder or zip that should hold the media cannot be read."""


class NoHomePageError(WireError):
    """The magazine has no home page to put sections and pages under."""


class StoppedError(WireError):
    """The database or the disk gave out in the middle; what was imported before is kept."""
