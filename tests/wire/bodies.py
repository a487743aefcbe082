"""Reading bodies in tests without an import around them."""

from __future__ import annotations

from typing import Any

from masthead.wire.bodies.found import FoundFile, FoundPicture
from masthead.wire.bodies.writer import Body
from masthead.wire.wordpress.bodies import BodyReader
from masthead.wire.wordpress.catalogue import Attachment, Catalogue

OLD = "https://old.example"


class AllMedia:
    """A finder that has every file of the old site: a picture or document for each, numbered as they are asked for."""

    def __init__(self, *, is_empty: bool = False) -> None:
        self._numbers: dict[str, int] = {}
        self._is_empty = is_empty

    def number(self, address: str) -> int:
        return self._numbers.setdefault(address, len(self._numbers) + 1)

    def picture(self, address: str, foreign_id: str = "") -> FoundPicture | None:
        return FoundPicture(self.number(address), "Own words", "Own caption") if self._has(address) else None

    def file(self, address: str, foreign_id: str = "") -> FoundFile | None:
        return FoundFile(self.number(address)) if self._has(address) else None

    def is_own(self, address: str) -> bool:
        return address.startswith(OLD)

    def _has(self, address: str) -> bool:
        return not self._is_empty and self.is_own(address)


def read_body(
    content: str,
    *,
    media: AllMedia | None = None,
    attachments: tuple[Attachment, ...] = (),
    reusable: str = "",
    footnotes: str = "",
) -> Body:
    with Catalogue() as catalogue:
        for attachment in attachments:
            catalogue.note_attachment(attachment)
        if reusable:
            catalogue.note_content("9", reusable)
        reader = BodyReader(catalogue, media or AllMedia(), OLD)
        return reader.read(content, item_id="1", seed="test", footnotes=footnotes)


def blocks(content: str, **options: Any) -> list[tuple[str, Any]]:
    return [(block["type"], block["value"]) for block in read_body(content, **options).blocks]


def kinds(content: str, **options: Any) -> list[str]:
    return [kind for kind, _ in blocks(content, **options)]
