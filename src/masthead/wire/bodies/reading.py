"""Reading foreign HTML: every element finds the block that holds it best, and nothing is dropped in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy

from lxml import etree
from lxml.html import fragment_fromstring

from masthead.kit.markup import clean_html

from .foreign import Node, drop, is_blank, parse, serialised, text_of, tidied
from .found import MediaFinder
from .inline import around_media, is_inline, spread, with_tails, without_outer_space
from .mediaelements import MediaReader
from .quotes import read_quote
from .richtext import inline_html, list_html
from .sides import classes, is_natural, place_of, side_of
from .tables import read_table
from .writer import BodyWriter

__all__ = ["HtmlReader"]

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_CONTAINERS = {
    "div", "section", "article", "header", "footer", "main", "aside", "center", "nav", "noscript", "hgroup", "label",
    "fieldset", "legend", "button",
}  # fmt: skip
_BREAKS = re.compile(r"(?:<br/>){2,}")


class HtmlReader:
    """Turns HTML into blocks of one body."""

    def __init__(self, writer: BodyWriter, media: MediaFinder, base: str) -> None:
        self._writer = writer
        self._base = base
        self._media = MediaReader(writer, media)
        self._side = ""

    @property
    def media(self) -> MediaReader:
        """The reader of images, sounds, videos and embeds."""
        return self._media

    def read(self, html: str) -> None:
        """Add a fragment of foreign HTML to the body."""
        try:
            nodes, losses = parse(html, self._base)
            for loss in losses:
                self._writer.lose(loss)
            self._flow(nodes)
        except RecursionError:
            self._writer.lose("the structure of HTML that is nested too deeply; its text is kept as HTML")
            self._writer.html(clean_html(html))

    def keep(self, html: str) -> None:
        """Add foreign HTML as it is, cleaned; its media become blocks of their own behind it."""
        nodes, losses = parse(html, self._base)
        for loss in losses:
            self._writer.lose(loss)
        self._as_html(nodes)

    def _flow(self, nodes: Iterable[Node]) -> None:
        run: list[Node] = []
        for node in nodes:
            if is_inline(node):
                run.append(node)
            else:
                self._paragraph(run)
                run = []
                self._block(node)  # type: ignore[arg-type]  # only elements are not inline
        self._paragraph(run)

    def _block(self, element: etree._Element) -> None:
        around = self._side
        self._lean(side_of(element) or around)
        self._block_of(element)
        self._lean(around)

    def _lean(self, side: str) -> None:
        self._side = side
        self._media.is_centered = side == "center"

    def _side_for(self, text: str) -> str:
        """Return the side to which lines of ``text`` are to be aligned, or "" where they go there anyway."""
        if self._side == "justify":
            self._writer.lose("justified lines: the theme sets lines its own way")
            return ""
        return "" if is_natural(self._side, text) else self._side

    def _block_of(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if tag == "p":
            self._whole_paragraph(element)
        elif tag in _HEADINGS:
            self._heading(element, _HEADINGS[tag])
        elif tag in {"ul", "ol"}:
            self._list(element)
        elif tag == "blockquote":
            self._quote(element)
        elif tag == "pre":
            self._preformatted(element)
        elif tag == "table":
            self._table(element, "")
        elif tag == "figure":
            self._figure(element)
        elif tag in _CONTAINERS:
            self._container(element)
        elif tag == "dl" and "wp-caption" in classes(element):
            self._figure(element)
        elif not self._media.read(element):
            self._other(element)

    def _other(self, element: etree._Element) -> None:
        if element.tag in {
            "a",
            "span",
            "b",
            "strong",
            "i",
            "em",
            "u",
            "s",
            "font",
            "small",
            "big",
            "ins",
            "del",
            "sub",
            "sup",
        }:
            self._flow(spread(element))
        elif element.tag != "br":
            self._as_html([element])

    def _paragraph(self, run: list[Node]) -> None:
        run = without_outer_space(run)
        text = "".join(text_of(node) for node in run)
        if is_blank(text):
            return
        side = self._side_for(text) if self._side else ""
        opening = f'<p class="text-{side}">' if side else "<p>"
        html = inline_html(run)
        if html is not None:
            parts = (
                [part for part in _BREAKS.split(html) if not is_blank(part)]
                if "<br/><br/>" in html
                else [html]
            )
            if len(parts) > 1 and any(
                part.count("<") != part.count("</") * 2 + part.count("<br/>") for part in parts
            ):
                parts = [html]
            if all(self._writer.rich(f"{opening}{part}</p>") for part in parts):
                return
        self._writer.html(tidied(opening + "".join(serialised(node) for node in run) + "</p>"))

    def _whole_paragraph(self, element: etree._Element) -> None:
        nodes: list[Node] = [element.text or "", *with_tails(element)]
        if not all(is_inline(node) for node in nodes):
            for part in around_media(nodes):
                self._flow(part)
        elif element.get("dir") or element.get("lang"):
            self._as_html([element])
        else:
            self._paragraph(nodes)

    def _heading(self, element: etree._Element, level: int) -> None:
        text = text_of(element)
        self._writer.heading(text, level, side=self._side_for(text) if self._side else "")
        if next(element.iter("a"), None) is not None and not is_blank(text):
            links = [a.get("href") for a in element.iter("a") if a.get("href")]
            if links:
                self._writer.lose(f"a link in a heading: {links[0]}")
        for image in list(element.iter("img")):
            self._media.image(image)

    def _list(self, element: etree._Element) -> None:
        if is_blank(text_of(element)) and next(element.iter("img", "iframe", "video", "audio"), None) is None:
            return
        if {"blocks-gallery-grid", "gallery", "wp-block-gallery"} & classes(element):
            self._media.gallery(element)
            return
        if self._side and self._side_for(text_of(element)):
            self._writer.lose("the alignment of a list")
        html = list_html(element)
        if html is None or not self._writer.rich(html):
            self._as_html([element])

    def _quote(self, element: etree._Element) -> None:
        if self._media.quoted_embed(element):
            return
        html, attribution, links = read_quote(element)
        side = self._side_for(text_of(element)) if self._side else ""
        if html is None or not self._writer.quote(html, attribution, side=side):
            self._as_html([element])
            return
        for link in links:
            self._writer.lose(f"the link of a quote’s source: {link}")

    def pull_quote(self, element: etree._Element) -> None:
        """Add a figure or quote as a sentence pulled out of the text."""
        place = place_of(element)
        cites = list(element.iter("cite", "figcaption"))
        attribution = text_of(cites[0]) if cites else ""
        for cite in cites:
            drop(cite)
        text = "\n".join(text_of(p).strip() for p in element.iter("p")) or text_of(element)
        self._writer.pull_quote(text, attribution, place=place)

    def read_pull_quote(self, html: str) -> None:
        """Add HTML as a sentence pulled out of the text."""
        for node in parse(html, self._base)[0]:
            if not isinstance(node, str):
                self.pull_quote(node)

    def _preformatted(self, element: etree._Element) -> None:
        inner = [child for child in element.iterdescendants() if isinstance(child.tag, str)]
        plain = all(child.tag in {"br", "code", "span"} for child in inner)
        if plain and "wp-block-verse" not in classes(element):
            language = next(
                (
                    name[9:]
                    for one in [element, *inner]
                    for name in classes(one)
                    if name.startswith("language-")
                ),
                "",
            )
            self._writer.code(text_of(element).strip("\n"), language)
        else:
            self._as_html([element])

    def _table(self, element: etree._Element, caption: str) -> None:
        own = element.find("caption")
        table = read_table(element)
        if table is None:
            if caption:
                element.insert(0, fragment_fromstring(caption, create_parent="caption"))
            self._as_html([element])
        else:
            own_caption = self._media.line(own) if own is not None and not caption else caption
            self._writer.table(table, own_caption, place=place_of(element))

    def _figure(self, element: etree._Element) -> None:
        caption_element = element.find(".//figcaption")
        table = element.find(".//table")
        if "wp-block-pullquote" in classes(element):
            self.pull_quote(element)
        elif table is not None:
            self._table(table, self._media.line(caption_element) if caption_element is not None else "")
        elif not self._media.figure(element):
            if is_blank(text_of(element)):
                return
            self._flow([element.text or "", *with_tails(element)])

    def _container(self, element: etree._Element) -> None:
        names = classes(element)
        if {"wp-caption", "wp-block-image"} & names or {
            "gallery",
            "wp-block-gallery",
            "tiled-gallery",
        } & names:
            self._figure(element)
            return
        nodes: list[Node] = [element.text or "", *with_tails(element)]
        if (element.get("dir") or element.get("lang")) and all(is_inline(node) for node in nodes):
            self._as_html([element])
        else:
            self._flow(nodes)

    def _as_html(self, nodes: list[Node]) -> None:
        """Keep nodes as HTML; media in them become blocks behind it, since HTML alone cannot size or describe them."""
        nodes = [node if isinstance(node, str) else deepcopy(node) for node in nodes]
        taken: list[etree._Element] = []
        for node in nodes:
            if isinstance(node, str):
                continue
            for element in list(node.iter("img", "iframe", "embed", "object", "video", "audio")):
                if element is not node and element.getparent() is not None:
                    taken.append(deepcopy(element))
                    drop(element)
        self._writer.html(tidied("".join(serialised(node) for node in nodes)))
        for element in taken:
            self._media.read(element)
