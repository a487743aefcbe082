"""Clean HTML as plain text that reads well: wrapped, with links as numbered notes."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from urllib.parse import urldefrag

from lxml import html as lxml_html
from lxml.html import HtmlElement

__all__ = ["PlainText", "wrapped"]

_WIDTH = 72
_BLOCKS = {
    "address", "article", "aside", "blockquote", "details", "dd", "div", "dl", "dt", "figcaption", "figure", "footer",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "summary", "table", "ul",
}  # fmt: skip
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_SILENT = {"script", "style", "audio", "video", "iframe"}
# A line that an author broke; no text of a page holds it.
_BREAK = "\x01"


def wrapped(text: str, width: int = _WIDTH, *, indent: str = "", first: str | None = None) -> str:
    """Return a text in lines of ``width`` characters at most; a longer word, such as an address, stays whole.

    Args:
        indent: what every line begins with. first: what the first line begins with instead.
    """
    wrapper = textwrap.TextWrapper(
        width, initial_indent=indent if first is None else first, subsequent_indent=indent,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return "\n".join(wrapper.fill(" ".join(line.split())) for line in text.split("\n") if line.strip())


class PlainText:
    """Writes HTML as text; addresses of links are numbered and kept for notes at the end.

    Attributes:
        links: the addresses in the order of their numbers, from 1 up.
    """

    def __init__(self, width: int = _WIDTH) -> None:
        self._width = width
        self.links: list[str] = []

    def __call__(self, html: str) -> str:
        """Return sanitised HTML as paragraphs with an empty line between them."""
        if not html.strip():
            return ""
        root = lxml_html.fragment_fromstring(html, create_parent="div")
        return "\n\n".join(self._blocks(root, self._width))

    def notes(self) -> str:
        """Return the addresses of all links so far, one a line, each with its number."""
        return "\n".join(f"[{number}] {address}" for number, address in enumerate(self.links, start=1))

    def _blocks(self, element: HtmlElement, width: int) -> list[str]:
        """Return what stands in an element, block by block; loose text between blocks is a block too."""
        found: list[str] = []
        loose = element.text or ""
        for child in element:
            if child.tag in _BLOCKS:
                found += [self._paragraph(loose, width), *self._block(child, width)]
                loose = child.tail or ""
            else:
                loose += self._inline(child) + (child.tail or "")
        return [one for one in (*found, self._paragraph(loose, width)) if one]

    def _paragraph(self, text: str, width: int) -> str:
        return wrapped(" ".join(text.split()).replace(_BREAK, "\n"), width)

    def _block(self, element: HtmlElement, width: int) -> list[str]:
        tag = element.tag
        if tag in _HEADINGS:
            text = self._paragraph(self._inside(element), width)
            longest = max((len(line) for line in text.split("\n")), default=0)
            return [f"{text}\n{'-' * longest}"] if text else []
        if tag in {"ul", "ol"}:
            return [self._list(element, width)]
        if tag == "blockquote":
            quoted = "\n\n".join(self._blocks(element, width - 2))
            return ["\n".join(f"> {line}".rstrip() for line in quoted.split("\n"))]
        if tag == "pre":
            return [textwrap.indent(str(element.text_content()).strip("\n"), "    ")]
        if tag == "table":
            return ["\n".join(self._rows(element))]
        return ["* * *"] if tag == "hr" else self._blocks(element, width)

    def _list(self, element: HtmlElement, width: int) -> str:
        items = []
        for number, item in enumerate(element.iterchildren("li"), start=1):
            mark = f"{number}. " if element.tag == "ol" else "- "
            inner = "\n".join(self._blocks(item, width - len(mark)))
            items.append(mark + textwrap.indent(inner, " " * len(mark)).lstrip())
        return "\n".join(items)

    def _rows(self, element: HtmlElement) -> Iterator[str]:
        for row in element.iter("tr"):
            cells = [" ".join(self._inside(cell).replace(_BREAK, " ").split()) for cell in row]
            yield " | ".join(cells)

    def _inside(self, element: HtmlElement) -> str:
        return (element.text or "") + "".join(self._inline(one) + (one.tail or "") for one in element)

    def _inline(self, element: HtmlElement) -> str:
        if not isinstance(element.tag, str) or element.tag in _SILENT:
            return ""
        if element.tag == "cite":
            return f"— {self._inside(element).strip()}"
        if element.tag == "br":
            return _BREAK
        if element.tag == "img":
            alt = str(element.get("alt") or "").strip()
            return f"[{alt}]" if alt else ""
        text = self._inside(element)
        address = str(element.get("href") or "")
        return self._linked(text, address) if element.tag == "a" and address else text

    def _linked(self, text: str, address: str) -> str:
        """Return the words of a link with its number; an address that stands there already needs none."""
        said = re.sub(r"^(https?://|mailto:|tel:)|/$", "", address)
        if not text.strip() or text.strip().rstrip("/").endswith(said) or not urldefrag(address).url:
            return text
        if address not in self.links:
            self.links.append(address)
        return f"{text} [{self.links.index(address) + 1}]"
