"""What stands in a line of text, and what stands between lines."""

from __future__ import annotations

from lxml import etree

from .foreign import Node

__all__ = ["is_inline", "with_tails", "without_outer_space"]

_INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "mark", "nobr", "q", "rp", "rt", "rtc", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr", "label",
}  # fmt: skip


def is_inline(node: Node) -> bool:
    """Tell whether a node is text, or an element that holds nothing but text and such elements."""
    if isinstance(node, str):
        return True
    return node.tag in _INLINE and all(child.tag in _INLINE for child in node.iterdescendants())


def with_tails(element: etree._Element) -> list[Node]:
    """Return an element's children with the text behind each."""
    return [part for child in element for part in (child, child.tail or "")]


def without_outer_space(nodes: list[Node]) -> list[Node]:
    """Return nodes without line breaks and white space at both ends."""
    kept = list(nodes)
    for place in (0, -1):
        while kept and _is_space(kept[place]):
            kept.pop(place)
    return kept


def _is_space(node: Node) -> bool:
    return not node.strip() if isinstance(node, str) else node.tag == "br"
