"""Writing a body: blocks in the form in which the newsroom stores them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from masthead.wire.texts import cut, plain_text

from .found import FileKind, FoundPicture
from .richtext import IN_QUOTE, survives

__all__ = ["Body", "BodyWriter", "GalleryPicture"]

_MAX_LINE = 500
_LINK = re.compile(r"<a\b[^>]*\bhref=\"([^\"]+)")
_valid_url = URLValidator(schemes=["http", "https"])


@dataclass
class Body:
    """A finished body.

    Attributes:
        blocks: stream data.
        losses: what could not be kept, in words.
        missing: old addresses of media that were not found.
    """

    blocks: list[dict[str, Any]] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class GalleryPicture:
    """One picture of a gallery; its caption is a line of HTML in the editor's form."""

    picture: FoundPicture
    caption: str = ""
    alt: str = ""


class BodyWriter:
    """Collects blocks in order; paragraphs and lists that follow each other become one block."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._body = Body()
        self._run: list[str] = []

    def lose(self, what: str) -> None:
        """Note that something could not be kept; the same words are noted once."""
        if what not in self._body.losses:
            self._body.losses.append(what)

    def miss(self, address: str) -> None:
        """Note that a file was not found."""
        if address not in self._body.missing:
            self._body.missing.append(address)

    def rich(self, html: str) -> bool:
        """Add a paragraph or list in the editor's form; False where the editor cannot hold it."""
        kept = survives(html)
        if kept is None:
            return False
        if kept:
            self._run.append(kept)
        return True

    def html(self, html: str) -> None:
        """Add HTML that was cleaned."""
        if html.strip():
            self._add("html", html)

    def heading(self, text: str, level: int, *, side: str = "") -> None:
        """Add a heading; levels that a body does not have become the nearest that it has."""
        if text := plain_text(text):
            value = {"text": text, "level": str(min(max(level, 2), 4))}
            self._add("heading", value | _said(alignment=side))

    def quote(self, html: str, attribution: str, *, side: str = "") -> bool:
        """Add a quote in the editor's form; False where the editor cannot hold it."""
        kept = survives(html, features=IN_QUOTE)
        if kept is None:
            return False
        if kept:
            value = {"text": kept, "attribution": cut(plain_text(attribution), _MAX_LINE)}
            self._add("quote", value | _said(alignment=side))
        return True

    def pull_quote(self, text: str, attribution: str, *, place: str = "") -> None:
        """Add a sentence that was pulled out of the text."""
        if text := text.strip():
            value = {"text": text, "attribution": cut(plain_text(attribution), _MAX_LINE)}
            self._add("pull_quote", value | _said(placement=place))

    def code(self, text: str, language: str = "") -> None:
        """Add text that is kept to the letter."""
        if text.strip():
            self._add("code", {"text": text, "language": language})

    def table(self, table: dict[str, Any], caption: str, *, place: str = "") -> None:
        """Add a table of plain text; the caption is a line of HTML in the editor's form."""
        self._add("table", {"caption": _paragraph(caption), "table": table} | _said(placement=place))

    def embed(self, address: str, title: str = "", *, place: str = "") -> bool:
        """Add something of another site; False where its address is none."""
        try:
            _valid_url(address)
        except ValidationError:
            return False
        value = {"address": address, "title": cut(plain_text(title), _MAX_LINE)}
        self._add("embed", value | _said(placement=place))
        for link in _LINK.findall(title):
            self.lose(f"a link in a caption: {link}")
        return True

    def picture(self, picture: FoundPicture, caption: str = "", alt: str = "", *, place: str = "") -> None:
        """Add a picture; its own caption and alternative text stand where none are given.

        Args:
            picture: it.
            caption: a line of HTML in the editor's form.
            alt: alternative text.
            place: where it stands beside the text.
        """
        self._add("image", _picture_value(picture, caption, alt) | _said(placement=place))

    def gallery(self, pictures: list[GalleryPicture], *, columns: str = "", place: str = "") -> None:
        """Add pictures that belong together."""
        if len(pictures) == 1:
            self.picture(pictures[0].picture, pictures[0].caption, pictures[0].alt, place=place)
        elif pictures:
            number = len(self._body.blocks)
            items = [
                {
                    "type": "item",
                    "value": _picture_value(one.picture, one.caption, one.alt),
                    "id": self._id(f"{number}/{place}"),
                }
                for place, one in enumerate(pictures)
            ]
            self._add("gallery", {"images": items} | _said(columns=columns, placement=place))

    def media(self, document: int, kind: FileKind, caption: str = "", *, place: str = "") -> None:
        """Add a sound, video or other file; the caption is a line of HTML in the editor's form."""
        value = {"file": document, "kind": kind, "caption": _paragraph(caption)}
        self._add("media", value | _said(placement=place))

    def finish(self) -> Body:
        """Return the body with all blocks in place."""
        self._flush()
        return self._body

    def _add(self, kind: str, value: Any) -> None:
        self._flush()
        self._append(kind, value)

    def _flush(self) -> None:
        if self._run:
            html, self._run = "".join(self._run), []
            # Two lists of one kind side by side would come back from the editor as one.
            self._append("paragraph", re.sub(r"</(ul|ol)><\1>", "", html))

    def _append(self, kind: str, value: Any) -> None:
        number = len(self._body.blocks)
        self._body.blocks.append({"type": kind, "value": value, "id": self._id(str(number))})

    def _id(self, place: str) -> str:
        # The same export gives the same body, block by block.
        return str(uuid5(NAMESPACE_URL, f"{self._seed}#{place}"))


def _picture_value(picture: FoundPicture, caption: str, alt: str) -> dict[str, Any]:
    is_own = caption == escape(plain_text(picture.caption), quote=False)
    return {
        "image": picture.pk,
        "caption": "" if is_own else _paragraph(caption),
        "alt_text": "" if alt == picture.alt else cut(plain_text(alt), _MAX_LINE),
    }


def _paragraph(line: str) -> str:
    return f"<p>{line}</p>" if line else ""


def _said(**choices: str) -> dict[str, str]:
    """Return the choices that were made: what is left to the theme is not stored."""
    return {name: choice for name, choice in choices.items() if choice}
