"""Bodies of WordPress posts, classic or written in the block editor."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from masthead.wire.bodies.embeds import is_embeddable
from masthead.wire.bodies.found import MediaFinder
from masthead.wire.bodies.reading import HtmlReader
from masthead.wire.bodies.writer import Body, BodyWriter

from .catalogue import Attachment, Catalogue
from .classic import autop
from .coreblocks import BlockReader
from .gutenberg import has_blocks
from .shortcodes import Shortcode, replace_shortcodes

__all__ = ["NEXT_PAGE", "BodyReader"]

_MORE = re.compile(r"<!--\s*more\b.*?-->|<!--\s*noteaser\s*-->", re.S)
NEXT_PAGE = re.compile(r"<!--\s*nextpage\s*-->")
_URL_LINE = re.compile(r"^[ \t]*(?:<p[^>]*>)?\s*(https?://[^\s<>\"]+)\s*(?:</p>)?[ \t]*$", re.M)


class BodyReader:
    """Converts the bodies of one export."""

    def __init__(self, catalogue: Catalogue, media: MediaFinder, base: str) -> None:
        self._catalogue = catalogue
        self._media = media
        self._base = base

    def read(self, content: str, *, item_id: str, seed: str, footnotes: str = "") -> Body:
        """Return the body of one item.

        Args:
            content: the item's content as exported.
            item_id: the item's number, for galleries that show what was uploaded to it.
            seed: what the identifiers of the blocks are made from.
            footnotes: the item's footnotes as the block editor keeps them.
        """
        writer = BodyWriter(seed)
        reader = HtmlReader(writer, self._media, self._base)
        content = _MORE.sub("", content)
        pages = len(NEXT_PAGE.findall(content))
        if pages:
            writer.lose(f"page breaks: {pages + 1} pages became one")
        shortcodes = _Shortcodes(self._catalogue, writer, item_id)
        if has_blocks(content):
            content = NEXT_PAGE.sub("", content)
            blocks = BlockReader(
                reader, writer, shortcodes.replace, self._catalogue.content, self._media, footnotes
            )
            blocks.read(content)
        else:
            content = NEXT_PAGE.sub("\n\n", content)
            reader.read(autop(shortcodes.replace(_embeds(content))))
        return writer.finish()


def _embeds(content: str) -> str:
    """Put a player in the place of each address that stands alone on its line, where WordPress shows one."""

    def player(match: re.Match[str]) -> str:
        address = html.unescape(match.group(1))
        return (
            f'\n<figure><iframe src="{html.escape(address)}"></iframe></figure>\n'
            if is_embeddable(address)
            else match.group()
        )

    is_likely = content.lstrip().startswith("http") or "\nhttp" in content or ">http" in content
    return _URL_LINE.sub(player, content) if is_likely else content


class _Shortcodes:
    """Renders the shortcodes of one post as HTML."""

    def __init__(self, catalogue: Catalogue, writer: BodyWriter, item_id: str) -> None:
        self._catalogue = catalogue
        self._writer = writer
        self._item_id = item_id

    def replace(self, text: str) -> str:
        """Return ``text`` with its shortcodes as HTML."""
        return replace_shortcodes(text, self._render) if "[" in text else text

    def _render(self, shortcode: Shortcode) -> str:
        renderers: dict[str, Callable[[Shortcode], str]] = {
            "caption": self._caption, "wp_caption": self._caption, "gallery": self._gallery, "embed": self._embed,
            "audio": self._recording, "video": self._recording, "playlist": self._playlist,
        }  # fmt: skip
        if (render := renderers.get(shortcode.name)) is not None:
            return render(shortcode)
        shown = shortcode.raw if shortcode.content is None else f"{shortcode.raw.partition(']')[0]}]"
        self._writer.lose(f"the shortcode {shown[:200]}")
        return self.replace(shortcode.content or "")

    def _caption(self, shortcode: Shortcode) -> str:
        content = self.replace(shortcode.content or "")
        match = re.match(r"\s*(<a\b[^>]*>\s*)?<img\b[^>]*>(?(1)\s*</a>)", content, re.I)
        shown, text = (content[: match.end()], content[match.end() :]) if match else (content, "")
        text = shortcode.attributes.get("caption") or text.strip()
        number = html.escape(shortcode.attributes.get("id", ""))
        align = html.escape(shortcode.attributes.get("align", ""))
        return f'\n<figure class="wp-caption {align}" id="{number}">{shown}<figcaption>{text}</figcaption></figure>\n'

    def _gallery(self, shortcode: Shortcode) -> str:
        wanted = shortcode.attributes.get("ids") or shortcode.attributes.get("include") or ""
        if wanted:
            numbers = [number.strip() for number in wanted.split(",") if number.strip()]
            files = [
                self._catalogue.attachment(number) or Attachment(number, "", f"/?attachment_id={number}", "")
                for number in numbers
            ]
        else:
            files = self._catalogue.attachments_of(shortcode.attributes.get("id") or self._item_id)
            excluded = set(re.split(r"\s*,\s*", shortcode.attributes.get("exclude", "")))
            files = [file for file in files if file.id not in excluded and file.is_picture]
        columns = shortcode.attributes.get("columns", "")
        named = f"wp-block-gallery columns-{columns}" if columns.isdigit() else "wp-block-gallery"
        return f'\n<figure class="{named}">' + "".join(_figure(file) for file in files) + "</figure>\n"

    def _embed(self, shortcode: Shortcode) -> str:
        address = html.unescape((shortcode.content or shortcode.attributes.get("src") or "").strip())
        return f'\n<figure><iframe src="{html.escape(address)}"></iframe></figure>\n'

    def _recording(self, shortcode: Shortcode) -> str:
        named = [
            shortcode.attributes.get(name)
            for name in ("src", "mp3", "m4a", "ogg", "wav", "flac", "mp4", "m4v", "webm", "ogv")
        ]
        address = next((one for one in named if one), None) or next(iter(shortcode.words), "")
        if not address:
            kind = "audio/" if shortcode.name == "audio" else "video/"
            files = self._catalogue.attachments_of(self._item_id)
            address = next((file.url for file in files if file.media_type.startswith(kind)), "")
        return f'\n<figure><{shortcode.name} src="{html.escape(address)}"></{shortcode.name}></figure>\n'

    def _playlist(self, shortcode: Shortcode) -> str:
        kind = "video" if shortcode.attributes.get("type") == "video" else "audio"
        numbers = [
            number.strip() for number in (shortcode.attributes.get("ids") or "").split(",") if number.strip()
        ]
        files = [file for number in numbers if (file := self._catalogue.attachment(number)) is not None]
        if not numbers:
            files = [
                f
                for f in self._catalogue.attachments_of(self._item_id)
                if f.media_type.startswith(f"{kind}/")
            ]
        return "".join(
            f'\n<figure><{kind} src="{html.escape(file.url)}"></{kind}></figure>\n' for file in files
        )


def _figure(file: Attachment) -> str:
    return (
        f'<figure><img src="{html.escape(file.url)}" data-id="{html.escape(file.id)}" alt="{html.escape(file.alt)}">'
        f"<figcaption>{file.caption}</figcaption></figure>"
    )
