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
from masthead.kit.markup import clean_html
from masthead.kit.players import player_address

from .links import RichTextPrinter
from .pictures import Shelf
from .site import SiteTree

__all__ = ["BodyPrinter", "reading_minutes"]

_WORDS_A_MINUTE = 220
# Languages written without spaces are counted in characters a minute.
_CHARACTERS_A_MINUTE = {"zh": 500, "ja": 500, "th": 900, "lo": 900, "km": 900}
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
    """Prints the blocks of one page; notes the pages, pictures and files that it shows."""

    def __init__(self, tree: SiteTree, shelf: Shelf) -> None:
        self._tree = tree
        self._shelf = shelf
        self._rich_text = RichTextPrinter(tree, shelf)
        self._related: set[int] = set()
        self._printers: dict[str, Callable[[Any], str]] = {
            "paragraph": lambda value: self._rich_text(str(value.source)),
            "heading": self._heading,
            "image": lambda value: self._figure(value, "picture"),
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
        return f"<h{level}>{escape(value['text'])}</h{level}>"

    def _figure(self, value: Any, css_class: str) -> str:
        picture = self._shelf.picture(value.get("image"), caption=value["caption"], alt=value["alt_text"])
        if picture is None:
            return ""
        srcset = format_html(' srcset="{}" sizes="(min-width: 48em) 44rem, 100vw"', picture["srcset"])
        image = format_html(
            '<img src="{}"{} width="{}" height="{}" alt="{}" loading="lazy" decoding="async">',
            picture["src"], srcset if picture["srcset"] else "", picture["width"], picture["height"], picture["alt"],
        )  # fmt: skip
        return format_html('<figure class="{}">{}{}</figure>', css_class, image, _figcaption(picture))

    def _quote(self, value: Any) -> str:
        text = mark_safe(self._rich_text(str(value["text"].source)))  # noqa: S308 - it passed the sanitiser
        return format_html(
            '<blockquote class="quote">{}{}</blockquote>', text, _cite("footer", value["attribution"])
        )

    def _pull_quote(self, value: Any) -> str:
        return format_html(
            '<aside class="pull-quote"><p>{}</p>{}</aside>',
            value["text"],
            _cite("footer", value["attribution"]),
        )

    def _gallery(self, value: Any) -> str:
        figures = "".join(self._figure(image, "picture") for image in value["images"])
        return f'<div class="gallery">{figures}</div>' if figures else ""

    def _table(self, value: Any) -> str:
        table = value["table"] or {}
        rows = [[escape("" if cell is None else cell) for cell in row] for row in table.get("data") or []]
        if not rows:
            return ""
        head = ""
        if table.get("first_row_is_table_header"):
            head = (
                "<thead><tr>"
                + "".join(f'<th scope="col">{cell}</th>' for cell in rows.pop(0))
                + "</tr></thead>"
            )
        has_row_heads = bool(table.get("first_col_is_header"))
        body = "".join(f"<tr>{_cells(row, has_row_heads=has_row_heads)}</tr>" for row in rows)
        caption = format_html("<figcaption>{}</figcaption>", value["caption"]) if value["caption"] else ""
        return (
            f'<figure class="table"><div class="table-scroll" tabindex="0"><table>{head}<tbody>{body}</tbody></table>'
            f"</div>{caption}</figure>"
        )

    def _embed(self, value: Any) -> str:
        address = str(value["address"])
        host = urlsplit(address).hostname or ""
        if not address.startswith(("https://", "http://")) or not host:
            return ""
        player = player_address(address)
        framed = format_html(' data-embed="{}"', player) if player else ""
        return format_html(
            '<figure class="embed"{}><a href="{}" rel="noopener">{}</a><figcaption>{}</figcaption></figure>',
            framed, address, value["title"] or address, host,
        )  # fmt: skip

    def _media(self, value: Any) -> str:
        file = self._shelf.file(value.get("file"))
        if file is None:
            return ""
        if value["kind"] in {"audio", "video"}:
            player = format_html('<{0} controls preload="none" src="{1}"></{0}>', value["kind"], file["src"])
        else:
            player = format_html('<a class="download" href="{}" download>{}</a>', file["src"], file["name"])
        caption = format_html("<figcaption>{}</figcaption>", value["caption"]) if value["caption"] else ""
        return format_html('<figure class="media">{}{}</figure>', player, caption)

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


def _figcaption(picture: dict[str, Any]) -> SafeString:
    parts = [
        format_html('<span class="{}">{}</span>', name, picture[name])
        for name in ("caption", "credit")
        if picture[name]
    ]
    return format_html("<figcaption>{}</figcaption>", mark_safe(" ".join(parts))) if parts else mark_safe("")  # noqa: S308


def _cite(tag: str, words: str) -> SafeString:
    return format_html("<{0}><cite>{1}</cite></{0}>", mark_safe(tag), words) if words else mark_safe("")  # noqa: S308


def _cells(row: list[Any], *, has_row_heads: bool) -> str:
    first = f'<th scope="row">{row[0]}</th>' if has_row_heads else f"<td>{row[0]}</td>"
    return first + "".join(f"<td>{cell}</td>" for cell in row[1:])
