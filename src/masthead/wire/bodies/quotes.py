"""Quotes in foreign HTML: what was said, and by whom."""

from __future__ import annotations

import re
from copy import deepcopy

from lxml import etree

from .foreign import Node, drop, is_blank, text_of
from .inline import is_inline, with_tails, without_outer_space
from .richtext import inline_html, list_html

__all__ = ["read_quote"]

_BREAKS = re.compile(r"(?:<br/>){2,}")


def read_quote(element: etree._Element) -> tuple[str | None, str, list[str]]:
    """Return a quote's text in the editor's form, its source, and the source's links.

    The text is None where the quote holds more than paragraphs and lists.
    """
    quote = deepcopy(element)
    attribution, links = "", []
    for cite in list(quote.iter("cite", "footer")):
        if cite.getparent() is not None and _closes(quote, cite):
            attribution = text_of(cite)
            links += [link.get("href") or "" for link in cite.iter("a") if link.get("href")]
            drop(cite)
    return _quote_html([quote.text or "", *with_tails(quote)]), attribution, links


def _closes(quote: etree._Element, cite: etree._Element) -> bool:
    """Tell whether nothing is said in the quote behind its source."""
    element = cite
    while element is not quote:
        parent = element.getparent()
        if parent is None or not is_blank(element.tail or ""):
            return False
        if any(not is_blank(text_of(after)) for after in element.itersiblings()):
            return False
        element = parent
    return not is_blank(text_of(quote).replace(text_of(cite), "", 1))


def _quote_html(nodes: list[Node]) -> str | None:
    """Return a quote’s paragraphs in the editor’s form; None where it holds more than those and lists."""
    parts: list[str] = []
    run: list[Node] = []

    def close() -> bool:
        inline = inline_html(without_outer_space(run))
        run.clear()
        if inline:
            parts.extend(f"<p>{part}</p>" for part in _BREAKS.split(inline) if not is_blank(part))
        return inline is not None

    for node in nodes:
        if is_inline(node):
            run.append(node)
            continue
        if not close():
            return None
        if node.tag == "p" and all(is_inline(inner) for inner in with_tails(node)):  # type: ignore[union-attr,arg-type]
            run = [node.text or "", *with_tails(node)]  # type: ignore[union-attr,arg-type]
            if not close():
                return None
        elif node.tag in {"ul", "ol"} and (html := list_html(node)) is not None:  # type: ignore[union-attr,arg-type]
            parts.append(html)
        else:
            return None
    return "".join(parts) if close() else None
