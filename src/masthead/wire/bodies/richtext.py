"""Inline HTML in the form that the newsroom's editor keeps, or the word that it cannot be kept.

The editor crashes on markup that it does not expect, and silently drops what it does not know. So every
fragment goes through the editor's own converter, both ways, before it is stored; what does not come back
the same is not stored as rich text.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from html import escape, unescape
from typing import Any

from lxml import etree
from lxml.html import fragments_fromstring
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from masthead.newsroom.blocks import CAPTION_FEATURES, RICH_TEXT_FEATURES

__all__ = ["IN_CAPTION", "IN_QUOTE", "IN_TEXT", "inline_html", "line_html", "list_html", "survives"]

# What the editor can hold in each kind of rich text.
IN_TEXT = tuple(RICH_TEXT_FEATURES)
IN_QUOTE = ("bold", "italic", "link", "ol", "ul")
IN_CAPTION = tuple(CAPTION_FEATURES)

# What the editor calls things, and what comes close enough to be called the same.
_STYLES = {
    "b": "b", "strong": "b", "i": "i", "em": "i", "cite": "i", "var": "i", "dfn": "i", "sup": "sup", "sub": "sub",
    "s": "s", "strike": "s", "del": "s", "code": "code", "kbd": "code", "samp": "code", "tt": "code",
}  # fmt: skip
_TRANSPARENT = {"span", "font", "time", "data", "wbr", "label", "nobr", "big"}
_SPACE = re.compile(r"[ \t\n\f\r]+")
_UNEVEN = re.compile(r"[\t\n\f\r]|  ")
_BREAK = re.compile(r" ?<br/> ?")
_KEYS = re.compile(r' data-block-key="[^"]*"')
_NOT_IN_LINES = re.compile(r"</?(?:s|sup|sub|code)>")
_ELEMENT = re.compile(r"<[^<>]*>")
# Paragraphs that the editor gives back letter by letter, as a property test proves with its own converter: text, and
# elements that are not nested, not side by side, and do not begin or end with any kind of space.
_WORDS = r"[^<>\s](?:[^<>]*[^<>\s])?"
_STYLED = rf"<(?:b|i|s|sup|sub|code)>{_WORDS}</(?:b|i|s|sup|sub|code)>"
_LINKED = rf"<a href=\"(?:https?://|mailto:)[^\"<>\s]+\">{_WORDS}</a>"
_BETWEEN = rf"(?: ?{_WORDS} ?| )"
_FLAT = re.compile(
    rf"<p>(?! )(?:{_STYLED}|{_LINKED})?(?:{_BETWEEN}(?:{_STYLED}|{_LINKED}))*{_BETWEEN}?(?<! )</p>"
)


class _Unholdable(Exception):
    """The editor has no form for an element."""


def inline_html(nodes: list[etree._Element | str]) -> str | None:
    """Return inline content as the editor writes it; None where it holds something that the editor cannot."""
    try:
        html = "".join(_text(node) if isinstance(node, str) else _inline(node, frozenset()) for node in nodes)
    except _Unholdable:
        return None
    html = " ".join(_SPACE.split(html)) if _UNEVEN.search(html) else html
    return _without_outer_breaks(_BREAK.sub("<br/>", html) if "<br/>" in html else html.strip(" "))


def line_html(nodes: list[etree._Element | str]) -> str | None:
    """Return a caption's content as the editor writes it: one line that holds links and emphasis and no more.

    None where that would lose more than the look of some words.
    """
    html = inline_html(nodes)
    if html is None:
        return None
    html = _NOT_IN_LINES.sub("", html.replace("<br/>", " ")).strip()
    return None if html and survives(f"<p>{html}</p>", features=IN_CAPTION) is None else html


def _without_outer_breaks(html: str) -> str:
    while True:
        inner = html.strip(" ").removeprefix("<br/>").removesuffix("<br/>")
        if inner == html:
            return html
        html = inner


def list_html(element: etree._Element) -> str | None:
    """Return a list as the editor writes it; None where it holds more than plain items and lists in them."""
    if set(element.attrib) & {"start", "reversed", "type", "dir", "lang"}:
        return None
    items: list[str] = []
    for child in element:
        if child.tag in {"ul", "ol"} and items:
            # A list beside the items instead of inside one: browsers show it as part of the item before.
            nested = list_html(child)
            if nested is None:
                return None
            items[-1] = items[-1].removesuffix("</li>") + nested + "</li>"
        elif child.tag == "li":
            item = _list_item(child)
            if item is None:
                return None
            items.append(item)
        else:
            return None
    return f"<{element.tag}>{''.join(items)}</{element.tag}>"


def _list_item(element: etree._Element) -> str | None:
    if set(element.attrib) & {"value", "dir", "lang"}:
        return None
    inline: list[etree._Element | str] = [element.text or ""]
    lists: list[str] = []
    for child in element:
        if child.tag in {"ul", "ol"}:
            nested = list_html(child)
            if nested is None or (child.tail or "").strip():
                return None
            lists.append(nested)
        elif lists:
            return None
        elif child.tag == "p":
            if "".join(n if isinstance(n, str) else "x" for n in inline).strip():
                return None
            inline = [child.text or "", *_with_tails(child), child.tail or ""]
        else:
            inline += [child, child.tail or ""]
    content = inline_html(inline)
    return None if content is None else f"<li>{content}{''.join(lists)}</li>"


def _with_tails(element: etree._Element) -> list[etree._Element | str]:
    return [part for child in element for part in (child, child.tail or "")]


def _text(text: str) -> str:
    return escape(text, quote=False)


def _inline(element: etree._Element, styles: frozenset[str]) -> str:
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    if tag == "br":
        return "<br/>"
    if element.get("dir") or (element.get("lang") and tag != "html"):
        raise _Unholdable
    style = _STYLES.get(tag)
    inner_styles = styles | {style} if style else styles
    is_link = tag == "a" and bool(element.get("href"))
    if is_link:
        if "a" in styles:
            raise _Unholdable
        inner_styles |= {"a"}
    elif not style and tag not in _TRANSPARENT and tag != "a":
        raise _Unholdable
    inner = _text(element.text or "") + "".join(
        _inline(child, inner_styles) + _text(child.tail or "") for child in element
    )
    if not inner.strip():
        return inner
    if is_link:
        return f'<a href="{escape(element.get("href") or "")}">{inner}</a>'
    return f"<{style}>{inner}</{style}>" if style and style not in styles else inner


def survives(html: str, *, features: tuple[str, ...] = IN_TEXT) -> str | None:
    """Return ``html`` as the editor gives it back, or None where something would be lost or break."""
    if features == IN_TEXT and _FLAT.fullmatch(html):
        return html
    try:
        returned = _KEYS.sub("", _through_editor(html, features))
    except Exception:  # noqa: BLE001 - whatever breaks the editor's converter must not reach the editor
        return None
    if returned == html or _same(returned, html):
        return str(returned)
    return None


def _through_editor(html: str, features: tuple[str, ...]) -> str:
    """Return HTML as the editor reads and writes it.

    The converter's two steps, without the indented JSON that it writes between them for the browser: writing
    that takes longer than both steps.
    """
    converter = _converter(features)
    handler = converter.html_to_contentstate_handler
    handler.reset()
    handler.feed(html)
    handler.close()
    return str(converter.exporter.render(json.loads(json.dumps(handler.contentstate.as_dict()))))


@lru_cache(maxsize=3)
def _converter(features: tuple[str, ...]) -> Any:
    return ContentstateConverter(list(features))


def _same(one: str, other: str) -> bool:
    return _SPACE.sub("", _plain(one)) == _SPACE.sub("", _plain(other)) and _runs(one) == _runs(other)


def _plain(html: str) -> str:
    return unescape(
        _ELEMENT.sub("", html.replace("<br/>", "\n").replace("</p>", "\n").replace("</li>", "\n"))
    )


def _runs(html: str) -> list[tuple[str, frozenset[str]]]:
    """Flatten HTML to its text and the elements around each piece, so that nesting order does not count.

    Spaces do not count either: the editor moves those at the ends of an element out of it.
    """
    runs: list[tuple[str, frozenset[str]]] = []

    def add(text: str | None, around: frozenset[str]) -> None:
        text = _SPACE.sub("", text or "")
        if text and runs and runs[-1][1] == around:
            runs[-1] = (runs[-1][0] + text, around)
        elif text:
            runs.append((text, around))

    def walk(element: etree._Element, around: frozenset[str], place: str) -> None:
        tag = str(element.tag)
        is_block = tag in {"p", "ul", "ol", "li"}
        mark = f"a {element.get('href')}" if tag == "a" else tag
        # Blocks count by their place, inline elements by being there.
        inside = around | {f"{tag}{place}{element.get('class') or ''}" if is_block else mark}
        if tag == "br":
            add("↵", around)
        add(element.text, inside)
        for number, child in enumerate(element):
            walk(child, inside, f"{place}.{number}" if is_block else place)
            add(child.tail, inside)

    for number, part in enumerate(fragments_fromstring(html)):
        if isinstance(part, str):
            add(part, frozenset())
        else:
            walk(part, frozenset(), str(number))
            add(part.tail, frozenset())
    return runs
