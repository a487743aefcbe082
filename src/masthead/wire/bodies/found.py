"""What a body needs to know of the media that it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

__all__ = ["FileKind", "FoundFile", "FoundPicture", "MediaFinder"]

FileKind = Literal["audio", "video", "file"]


@dataclass(frozen=True)
class FoundPicture:
    """A picture of the newsroom."""

    pk: int
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True)
class FoundFile:
    """A document of the newsroom."""

    pk: int
    kind: FileKind = "file"


class MediaFinder(Protocol):
    """Finds media by their old address, and by their old number where the body tells it."""

    def picture(self, address: str, foreign_id: str = "") -> FoundPicture | None:
        """Return the picture that was shown from ``address``."""

    def file(self, address: str, foreign_id: str = "") -> FoundFile | None:
        """Return the document that lay at ``address``."""

    def is_own(self, address: str) -> bool:
        """Tell whether ``address`` is one of the old site's own files."""
