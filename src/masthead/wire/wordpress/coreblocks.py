"""The block editor’s blocks, each in the block of a body that holds it best."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable

from masthead.wire.bodies.embeds import page_address
from masthead.wire.bodies.foreign import is_blank
from masthead.wire.bodies.found import MediaFinder
from masthead.wire.bodies.reading import HtmlReader
from masthead.wire.bodies.writer import BodyWriter
from masthead.wire.texts import plain_text

from .blocknames import AS_HTML, BOXES, EMPTY, LIVE
from .classic import autop
from .gutenberg import Block, parse_blocks

__all__ = ["BlockReader"]

_SUP_FOOTNOTE = re.compile(r'<sup\b[^>]*\bdata-fn="([^"]+)"[^>]*>.*?</sup>', re.S)
_TEXT_BESIDE = 400
_PLACES = {place: place for place in ("left", "right", "center", "wide", "full")}
_BUTTON_SIDE = re.compile(r"^(center|right)$|\balign(?P<named>center|right)\b")
_BACKGROUND = re.compile(r"background-image:\s*url\(\s*['\"]?([^'\")]+)")


class BlockReader:
    """Reads the blocks of one post into a body."""

    def __init__(
        self,
        reader: HtmlReader,
        writer: BodyWriter,
        shortcodes: Callable[[str], str],
        reusable: Callable[[str], str],
        media: MediaFinder,
        footnotes: str,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._shortcodes = shortcodes
        self._reusable = reusable
        self._media = media
        self._footnotes = _footnotes(footnotes)
        self._inside: list[str] = []
        self._waiting: list[str] = []

    def read(self, content: str) -> None:
        """Add all blocks of a post."""
        try:
            self._read_all(parse_blocks(content))
            self._read_waiting()
        except RecursionError:
            self._writer.lose(
                "the structure of blocks that are nested too deeply; their text is kept as HTML"
            )
            self._reader.read(re.sub(r"<!--.*?-->", "", content, flags=re.S))

    def _read_all(self, parts: list[str | Block]) -> None:
        for part in parts:
            if isinstance(part, str):
                self._html(part)
            else:
                self._read(part)

    def _html(self, text: str) -> None:
        """Wait with HTML for what follows: reading much of it at once costs little more than reading some."""
        if text.strip():
            self._waiting.append(text)

    def _read_waiting(self) -> None:
        text, self._waiting = "\n".join(self._waiting), []
        if text:
            self._reader.read(self._shortcodes(_SUP_FOOTNOTE.sub(self._footnote_mark, text)))

    def _read(self, block: Block) -> None:
        name = block.name
        special = getattr(self, f"_read_{name.replace('-', '_')}", None) if "/" not in name else None
        if special is not None:
            self._read_waiting()
            special(block)
        elif name.startswith("core-embed/"):
            self._read_waiting()
            self._read_embed(block)
        elif name in AS_HTML:
            self._html(block.html)
        elif name in BOXES:
            self._read_box(block)
        elif name in LIVE:
            self._writer.lose(f"the block “{name}”, which the old site filled itself")
        elif name not in EMPTY:
            self._read_waiting()
            self._read_unknown(block)

    def _read_box(self, block: Block) -> None:
        if block.inner:
            for inner in block.inner:
                self._read(inner)
        else:
            self._html(block.html)

    def _read_pullquote(self, block: Block) -> None:
        self._reader.read_pull_quote(block.html)

    def _read_html(self, block: Block) -> None:
        content = self._shortcodes(block.html)
        if is_blank(plain_text(content)) or "<iframe" in content or "<blockquote" in content:
            self._html(content)
        else:
            self._reader.keep(content)

    def _read_shortcode(self, block: Block) -> None:
        if block.html.strip():
            self._reader.read(autop(self._shortcodes(block.html)))

    def _read_embed(self, block: Block) -> None:
        address = page_address(block.text("url") or plain_text(block.html))
        caption = re.search(r"<figcaption[^>]*>(.*?)</figcaption>", block.html, re.S)
        place = _PLACES.get(block.text("align"), "")
        if not self._writer.embed(address, caption.group(1) if caption else "", place=place):
            self._html(block.html)

    def _read_cover(self, block: Block) -> None:
        own = block.own_html
        address = block.text("url")
        if not address and (match := _BACKGROUND.search(own)):
            address = html.unescape(match.group(1))
        if address and block.text("backgroundType") == "video":
            place = _PLACES.get(block.text("align"), "")
            self._reader.media.recording_at(address, "video", "", block.text("id"), place=place)
        elif address:
            alt = re.search(r'<img\b[^>]*\balt="([^"]*)"', own)
            number = html.escape(block.text("id"))
            align = html.escape(block.text("align"))
            self._html(
                f'<img class="align{align}" src="{html.escape(address)}" data-id="{number}"'
                f' alt="{alt.group(1) if alt else ""}">'
            )
        if block.inner:
            self._read_box(block)
        else:
            self._html(re.sub(r"<(?:img|video)\b[^>]*>(?:</video>)?", "", own))

    _read_cover_image = _read_cover

    def _read_media_text(self, block: Block) -> None:
        figure = re.search(r"<figure\b.*?</figure>", block.own_html, re.S)
        if figure:
            # The text runs beside what stands before it, if there is enough of it to reach below.
            side = "right" if block.text("mediaPosition") == "right" else "left"
            is_beside = len(plain_text(block.html)) >= _TEXT_BESIDE
            align = f"align{side}" if is_beside else ""
            self._html(f'<div class="wp-block-image {align}">{figure.group()}</div>')
        for inner in block.inner:
            self._read(inner)

    def _read_file(self, block: Block) -> None:
        address = block.text("href")
        link = re.search(r"<a\b[^>]*>(.*?)</a>", block.html, re.S)
        label = plain_text(link.group(1)) if link else ""
        file = self._media.file(address, block.text("id"))
        if file is not None:
            self._writer.media(file.pk, "file", html.escape(label, quote=False))
        elif (picture := self._media.picture(address, block.text("id"))) is not None:
            self._writer.picture(picture, html.escape(label, quote=False))
        elif self._media.is_own(address):
            self._writer.miss(address)
        else:
            self._html(f'<p><a href="{html.escape(address)}">{html.escape(label or address)}</a></p>')

    def _read_button(self, block: Block) -> None:
        link = re.search(r"<a\b[^>]*?(?:href=\"([^\"]*)\")?[^>]*>(.*?)</a>", block.html, re.S)
        address = re.search(r'<a\b[^>]*\bhref="([^"]*)"', block.html)
        label = link.group(2) if link else block.html
        if address:
            label = f'<a href="{address.group(1)}">{label}</a>'
        side = _BUTTON_SIDE.search(block.text("align") or block.own_html)
        named = f' class="has-text-align-{side.group(1) or side.group("named")}"' if side else ""
        self._html(f"<p{named}>{label}</p>")

    def _read_social_link(self, block: Block) -> None:
        address, service = block.text("url"), block.text("label") or block.text("service").title()
        if "." in address and not address.startswith("#"):
            address = address if "://" in address or address.startswith("mailto:") else f"https://{address}"
            self._html(f'<p><a href="{html.escape(address)}">{html.escape(service or address)}</a></p>')

    def _read_block(self, block: Block) -> None:
        number = block.text("ref")
        content = self._reusable(number)
        if number in self._inside or not content:
            self._writer.lose(
                f"the synced pattern (reusable block) number {number}, which the export does not hold"
            )
            return
        self._inside.append(number)
        self._read_all(parse_blocks(content))
        self._inside.pop()

    def _read_missing(self, block: Block) -> None:
        self._read_unknown(block, block.text("originalName") or "missing")

    def _read_unknown(self, block: Block, name: str = "") -> None:
        self._writer.lose(f"the block “{name or block.name}” is not known; its HTML was kept")
        if block.inner:
            for part in block.content:
                if isinstance(part, Block):
                    self._read(part)
                elif not is_blank(plain_text(part)) or "<img" in part or "<iframe" in part:
                    self._html(part)
        else:
            self._reader.keep(self._shortcodes(block.html))

    def _footnote_mark(self, match: re.Match[str]) -> str:
        number = list(self._footnotes).index(match.group(1)) + 1 if match.group(1) in self._footnotes else 0
        return f"<sup>{number or '*'}</sup>"

    def _read_footnotes(self, block: Block) -> None:
        if self._footnotes:
            items = "".join(f"<li>{content}</li>" for content in self._footnotes.values())
            self._html(f"<ol>{items}</ol>")


def _footnotes(text: str) -> dict[str, str]:
    try:
        notes = json.loads(text) if text else []
    except ValueError:
        return {}
    if not isinstance(notes, list):
        return {}
    return {str(note.get("id")): str(note.get("content", "")) for note in notes if isinstance(note, dict)}
