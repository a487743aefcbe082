"""What stands in a line of text, and what stands between lines."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from .foreign import Node, is_blank, text_of

__all__ = ["around_media", "is_inline", "spread", "with_tails", "without_outer_space"]

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


def around_media(nodes: list[Node]) -> list[list[Node]]:
    """Move media that stand in the middle of a sentence behind it, so that the sentence stays whole."""
    parts: list[list[Node]] = [[]]
    behind: list[Node] = []
    for place, node in enumerate(nodes):
        if is_inline(node):
            parts[-1].append(node)
            continue
        said_before = not is_blank("".join(text_of(one) for one in parts[-1]))
        if said_before and _ends_line(parts[-1]):
            parts.append([node])
            parts.append([])
        elif said_before and _goes_on(nodes[place + 1 :]):
            behind.append(node)
        else:
            parts.append([node])
            parts.append([])
    return [*parts, behind]


def _ends_line(nodes: list[Node]) -> bool:
    for node in reversed(nodes):
        if isinstance(node, str):
            if node.strip():
                return False
        else:
            return node.tag == "br"
    return True


def _goes_on(nodes: list[Node]) -> bool:
    """Tell whether text goes on in the same line."""
    for node in nodes:
        if isinstance(node, str):
            if not is_blank(node):
                return True
        elif node.tag == "br":
            return False
        elif not is_blank(text_of(node)):
            return True
    return False


def spread(element: etree._Element) -> list[Node]:
    """Return an inline element’s children, with runs of inline ones still inside a copy of the element."""
    spread: list[Node] = []
    shell: etree._Element | None = None
    for node in [element.text or "", *with_tails(element)]:
        if not is_inline(node):
            shell = None
            spread.append(node)
            continue
        if shell is None:
            shell = etree.Element(
                element.tag, {str(name): str(value) for name, value in element.attrib.items()}
            )
            spread.append(shell)
        if isinstance(node, str):
            if len(shell):
                shell[-1].tail = (shell[-1].tail or "") + node
            else:
                shell.text = (shell.text or "") + node
        else:
            copy = deepcopy(node)
            copy.tail = None
            shell.append(copy)
    return spread
