"""Bodies: the blocks of a page as final HTML."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from masthead.kit.addresses import quoted
from masthead.kit.markup import clean_html, clean_line
from masthead.kit.players import player_of
from masthead.newsroom.models import EmbedPreview

from .links import RichTextPrinter
from .pictures import Shelf
from .site import SiteTree

__all__ = ["BodyPrinter", "reading_minutes"]

_WORDS_A_MINUTE = 220
# Languages written without spaces are counted in characters a minute.
_CHARACTERS_A_MINUTE = {"zh": 500, "ja": 500, "th": 900, "lo": 900, "km": 900}
# From here on a picture fills its place; a smaller one is shown in its own size, for enlarged it would be blurred.
_FILLS_FROM = 600
# How wide a picture is shown, by its place: what browsers need to choose a size.
_SHOWN = {
    "left": "(min-width: 40rem) 21rem, 100vw",
    "right": "(min-width: 40rem) 21rem, 100vw",
    "wide": "(min-width: 66rem) 62rem, 100vw",
    "full": "100vw",
}
_SHOWN_IN_TEXT = "(min-width: 48em) 44rem, 100vw"
_PLACES = {"left", "right", "center", "wide", "full"}
_SIDES = {"left", "center", "right"}
# What the editor of tables calls the alignment of a cell.
_CELL_SIDES = {"htCenter": "center", "htRight": "right", "htLeft": "left"}
_TAG = re.compile(r"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")


def reading_minutes(html: str, language: str) -> int:
    """Return how many minutes a text takes to read, 1 at the least.

    220 words a minute, rounded up, as studies of silent reading give for prose (Brysbaert 2019: 238
    for fiction, 175 to 300 in all); languages without spaces are counted in characters.
    """
    text = _TAG.sub(" ", html)
    rate = _CHARACTERS_A_MINUTE.get(language.split("-")[0])
    amount, rate = (len("".join(text.split())), rate) if rate else (len(text.split()), _WORDS_A_MINUTE)
    return max(1, -(-amount // rate))


class BodyPrinter:
    """Prints the blocks of one page; notes the pages, pictures and files that it shows.

    Attributes:
        embeds: what can be shown in a frame, in the order of the numbers that the HTML names.
        enclosures: the site's own sounds and videos, as feeds name them.
    """

    def __init__(self, tree: SiteTree, shelf: Shelf) -> None:
        self._tree = tree
        self._shelf = shelf
        self._rich_text = RichTextPrinter(tree, shelf)
        self._related: set[int] = set()
        self.embeds: list[dict[str, Any]] = []
        self.enclosures: list[dict[str, Any]] = []
        self._printers: dict[str, Callable[[Any], str]] = {
            "paragraph": lambda value: self._rich_text(str(value.source)),
            "heading": self._heading,
            "image": self._picture,
            "quote": self._quote,
            "pull_quote": self._pull_quote,
            "gallery": self._gallery,
            "table": self._table,
            "embed": self._embed,
            "media": self._media,
            "code": self._code,
            "related": self._related_page,
            "html": lambda value: (
                f'<div class="html">{clean_html(str(value))}</div>' if str(value).strip() else ""
            ),
        }

    @property
    def uses(self) -> set[tuple[str, int]]:
        """The pages that the body links to or shows."""
        return {("page", page) for page in self._rich_text.pages | self._related}

    def __call__(self, body: Any) -> str:
        """Return the body's HTML, sanitised and final."""
        return "\n".join(filter(None, (self._printers[block.block_type](block.value) for block in body)))

    def _heading(self, value: Any) -> str:
        level = value["level"] if value["level"] in {"2", "3", "4"} else "2"
        return format_html(
            "<h{0}{1}>{2}</h{0}>", level, _class_of(*_aligned(value.get("alignment"))), value["text"]
        )

    def _picture(self, value: Any) -> str:
        place = value.get("placement") or ""
        return self._figure(value, _SHOWN.get(place, _SHOWN_IN_TEXT), *_placed(place))

    def _figure(self, value: Any, shown: str, *classes: str) -> str:
        picture = self._shelf.picture(value.get("image"), alt=value["alt_text"])
        if picture is None:
            return ""
        caption = self._line(value["caption"]) or escape(picture["caption"])
        widest = picture["srcset"].rpartition(" ")[2] or f"{picture['width']}w"
        is_small = int(widest.removesuffix("w")) < _FILLS_FROM
        srcset = format_html(' srcset="{}" sizes="{}"', picture["srcset"], shown)
        image = format_html(
            '<img src="{}"{} width="{}" height="{}" alt="{}" loading="lazy" decoding="async">',
            picture["src"], srcset if picture["srcset"] else "", picture["width"], picture["height"], picture["alt"],
        )  # fmt: skip
        return format_html(
            "<figure{}>{}{}</figure>",
            _class_of("picture", "small" if is_small else "", *classes),
            image,
            _figcaption(caption, picture["credit"]),
        )

    def _line(self, value: Any) -> SafeString:
        """Return a caption: one line that may hold links and emphasis."""
        source = str(value.source) if value else ""
        return mark_safe(clean_line(self._rich_text(source)))  # noqa: S308 - it passed the sanitiser

    def _quote(self, value: Any) -> str:
        text = mark_safe(self._rich_text(str(value["text"].source)))  # noqa: S308 - it passed the sanitiser
        return format_html(
            "<blockquote{}>{}{}</blockquote>",
            _class_of("quote", *_aligned(value.get("alignment"))),
            text,
            _cite("footer", value["attribution"]),
        )

    def _pull_quote(self, value: Any) -> str:
        return format_html(
            "<aside{}><p>{}</p>{}</aside>",
            _class_of("pull-quote", *_placed(value.get("placement"))),
            value["text"],
            _cite("footer", value["attribution"]),
        )

    def _gallery(self, value: Any) -> str:
        columns = str(value.get("columns") or "")
        share = f"{62 // int(columns)}rem" if columns.isdigit() and columns != "0" else "21rem"
        shown = f"(min-width: 48em) {share}, 50vw"
        figures = mark_safe("".join(self._figure(image, shown) for image in value["images"]))  # noqa: S308
        if not figures:
            return ""
        in_columns = f"columns columns-{columns}" if columns else ""
        classes = _class_of("gallery", in_columns, *_placed(value.get("placement")))
        return format_html("<div{}>{}</div>", classes, figures)

    def _table(self, value: Any) -> str:
        table = value["table"] or {}
        rows = _table_cells(table)
        if not rows:
            return ""
        head = ""
        if table.get("first_row_is_table_header"):
            cells = "".join(f'<th scope="col"{side}>{text}</th>' for text, side in rows.pop(0))
            head = f"<thead><tr>{cells}</tr></thead>"
        has_row_heads = bool(table.get("first_col_is_header"))
        body = "".join(f"<tr>{_cells(row, has_row_heads=has_row_heads)}</tr>" for row in rows)
        return format_html(
            '<figure{}><div class="table-scroll" tabindex="0"><table>{}</table></div>{}</figure>',
            _class_of("table", *_placed(value.get("placement"))),
            mark_safe(f"{head}<tbody>{body}</tbody>"),  # noqa: S308 - every cell was escaped
            _figcaption(self._line(value["caption"])),
        )

    def _embed(self, value: Any) -> str:
        address = str(value["address"])
        host = urlsplit(address).hostname or ""
        if not address.startswith(("https://", "http://")) or not host:
            return ""
        player = player_of(address)
        provider = player.provider if player else host
        number = ""
        if player is not None:
            number = format_html(' data-embed-number="{}"', len(self.embeds))
            image = value.get("image") or self._preview(address)
            self.embeds.append(
                {
                    "address": address,
                    "title": str(value["title"] or ""),
                    "frame": player.address,
                    "provider": player.provider,
                    "privacy": player.privacy,
                    "shape": player.shape,
                    "picture": self._shelf.picture(image),
                }
            )
        # A link alone has no size of its own that could fill a place.
        place = _placed(value.get("placement")) if player else []
        return format_html(
            '<figure{}{}><a href="{}" rel="noopener">{}</a><figcaption>{}</figcaption></figure>',
            _class_of("embed", *place), number, address, value["title"] or address, provider,
        )  # fmt: skip

    def _preview(self, address: str) -> Any:
        preview = EmbedPreview.objects.select_related("picture").filter(address=address).first()
        return preview.picture if preview else None

    def _media(self, value: Any) -> str:
        file = self._shelf.file(value.get("file"))
        if file is None:
            return ""
        if value["kind"] in {"audio", "video"}:
            self.enclosures.append({name: file[name] for name in ("src", "bytes")})
            player = format_html('<{0} controls preload="none" src="{1}"></{0}>', value["kind"], file["src"])
        else:
            player = format_html('<a class="download" href="{}" download>{}</a>', file["src"], file["name"])
        classes = _class_of("media", *_placed(value.get("placement")))
        return format_html(
            "<figure{}>{}{}</figure>", classes, player, _figcaption(self._line(value["caption"]))
        )

    def _code(self, value: Any) -> str:
        language = format_html(' data-language="{}"', value["language"]) if value["language"] else ""
        return format_html('<pre class="code" tabindex="0"{}><code>{}</code></pre>', language, value["text"])

    def _related_page(self, page: Page | None) -> str:
        if page is None:
            return ""
        self._related.add(page.pk)
        if not self._tree.is_public(page):
            return ""
        return format_html(
            '<aside class="related" data-piece="{}"><a class="related-card" href="{}">{}</a></aside>',
            page.pk, quoted(self._tree.address(page)), page.title,
        )  # fmt: skip


def _class_of(*names: str) -> SafeString:
    shown = " ".join(filter(None, names))
    return format_html(' class="{}"', shown) if shown else mark_safe("")


def _placed(place: str | None) -> list[str]:
    return [f"placed-{place}"] if place in _PLACES else []


def _aligned(side: str | None) -> list[str]:
    return [f"text-{side}"] if side in _SIDES else []


def _figcaption(caption: str, credit: str = "") -> SafeString:
    parts = [
        format_html('<span class="{}">{}</span>', name, words)
        for name, words in (("caption", caption), ("credit", credit))
        if words
    ]
    return format_html("<figcaption>{}</figcaption>", mark_safe(" ".join(parts))) if parts else mark_safe("")  # noqa: S308


def _cite(tag: str, words: str) -> SafeString:
    return format_html("<{0}><cite>{1}</cite></{0}>", mark_safe(tag), words) if words else mark_safe("")  # noqa: S308


def _table_cells(table: dict[str, Any]) -> list[list[tuple[str, SafeString]]]:
    """Return a table's cells as escaped text, each with the class that aligns it."""
    sides = {
        (cell.get("row"), cell.get("col")): _CELL_SIDES[name]
        for cell in table.get("cell") or []
        for name in str(cell.get("className") or "").split()
        if name in _CELL_SIDES
    }
    return [
        [
            (escape("" if cell is None else cell), _class_of(*_aligned(sides.get((row, column)))))
            for column, cell in enumerate(cells)
        ]
        for row, cells in enumerate(table.get("data") or [])
    ]


def _cells(row: list[tuple[str, SafeString]], *, has_row_heads: bool) -> str:
    cells = [f"<td{side}>{text}</td>" for text, side in row]
    if has_row_heads:
        text, side = row[0]
        cells[0] = f'<th scope="row"{side}>{text}</th>'
    return "".join(cells)
