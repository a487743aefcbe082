"""Foreign HTML: parsed without its scripts, and cleaned for readers."""

from __future__ import annotations

import re
from typing import cast
from urllib.parse import urljoin

import nh3
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring, tostring

from masthead.kit.markup import clean_html

from .sides import name_sides

__all__ = ["Node", "drop", "is_blank", "parse", "serialised", "text_of", "tidied"]

Node = etree._Element | str

_STRUCTURE = {
    "address", "audio", "big", "button", "embed", "figcaption", "figure", "font", "iframe", "main", "noscript", "object",
    "param", "picture", "section", "source", "summary", "tfoot", "track", "video", "fieldset", "legend", "label", "nobr",
}  # fmt: skip
_TAGS = set(nh3.ALLOWED_TAGS) | _STRUCTURE
_ATTRIBUTES = {tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}
_ATTRIBUTES["*"] = {"class", "id", "dir", "lang", "title", "role", "align", "style"}
for _tag, _names in {
    "a": {"name", "download"}, "img": {"srcset", "sizes"}, "iframe": {"src", "width", "height"}, "embed": {"src", "type"},
    "object": {"data", "type"}, "param": {"name", "value"}, "audio": {"src"}, "video": {"src", "poster"},
    "source": {"src", "srcset", "type"}, "track": {"src", "kind", "srclang", "label"}, "ol": {"start", "reversed", "type"},
    "li": {"value"}, "details": {"open"},
}.items():  # fmt: skip
    _ATTRIBUTES[_tag] = _ATTRIBUTES.get(_tag, set()) | _names
_LOST = {
    "a script": re.compile(r"<script\b|\bon[a-z]{3,20}\s*=\s*[\"']|javascript:", re.I),
    "a form": re.compile(r"<(?:form|input|select|textarea)\b", re.I),
}
_LOOKS_DANGEROUS = re.compile(
    r"<(?:script|form|input|select|textarea)\b|\bon[a-z]{3,20}\s*=|javascript:", re.I
)

# What HTML no longer has, and what says the same today ("" leaves the content alone).
_RENAMED = {
    "strike": "s",
    "tt": "code",
    "acronym": "abbr",
    "big": "",
    "center": "div",
    "font": "",
    "nobr": "",
    "noscript": "",
    "address": "div",
    "tfoot": "tbody",
}
_OBSOLETE_ATTRIBUTES = {
    "align", "valign", "char", "charoff", "summary", "border", "width", "height", "size", "noshade", "name", "rel",
    "cellpadding", "cellspacing", "bgcolor", "axis", "abbr", "hspace", "vspace", "clear", "compact", "role",
}  # fmt: skip


def parse(html: str, base: str) -> tuple[list[Node], list[str]]:
    """Return the nodes of a fragment of foreign HTML, without anything that could run, and what was lost of it.

    Args:
        html: anything.
        base: address that relative links and media are meant from.
    """
    losses = (
        [what for what, pattern in _LOST.items() if pattern.search(html)]
        if _LOOKS_DANGEROUS.search(html)
        else []
    )
    cleaned = nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, generic_attribute_prefixes={"data-"}, link_rel=None,
        url_schemes={"http", "https", "mailto", "tel"}, clean_content_tags={"script", "style", "template"},
        filter_style_properties={"text-align", "float"},
    )  # fmt: skip
    if not cleaned.strip():
        return [], losses
    if "<" not in cleaned and "&" not in cleaned:
        return [cleaned], losses
    root = document_fromstring(f"<html><body>{cleaned}</body></html>", parser=_parser()).find("body")
    if root is None:
        return [], losses
    _complete(root, base)
    if "align" in cleaned or "style=" in cleaned or "<center" in cleaned:
        name_sides(root)
    return [root.text or "", *(part for child in root for part in (child, child.tail or ""))], losses


def _parser() -> etree.HTMLParser:
    return cast(
        etree.HTMLParser, HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding=None)
    )


def _complete(root: HtmlElement, base: str) -> None:
    """Make addresses whole, and put the words behind the little pictures that stand for emoji."""
    for element in list(root.iter("a", "img", "iframe", "embed", "audio", "video", "source", "object")):
        for name in ("href", "src", "data", "poster"):
            value = (element.get(name) or "").strip()
            if (
                value
                and not value.startswith("#")
                and "://" not in value
                and not value.startswith(("mailto:", "tel:"))
            ):
                element.set(name, urljoin(base + "/", value))
            elif value:
                element.set(name, value)
        if element.tag == "img" and {"wp-smiley", "emoji"} & set((element.get("class") or "").split()):
            element.tail = (element.get("alt") or "") + (element.tail or "")
            drop(element)


def drop(element: etree._Element) -> None:
    """Take an element out of its tree, with all in it; the text behind it stays."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def is_blank(text: str) -> bool:
    """Tell whether there is nothing to read; no-break spaces are nothing."""
    return not text.replace("\xa0", " ").strip()


def text_of(node: Node) -> str:
    """Return all text of a node, line breaks as new lines."""
    if isinstance(node, str):
        return node
    parts = [node.text or ""]
    for child in node:
        parts.append("\n" if child.tag == "br" else text_of(child))
        parts.append(child.tail or "")
    return "".join(parts)


def serialised(node: Node) -> str:
    """Return a node as HTML, without what follows it."""
    if isinstance(node, str):
        return _escaped(node)
    return cast(str, tostring(node, encoding="unicode", with_tail=False))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def tidied(html: str) -> str:
    """Return HTML for readers: sanitised, and without elements and attributes that HTML no longer has."""
    root = document_fromstring(f"<html><body>{html}</body></html>", parser=_parser()).find("body")
    if root is None:
        return ""
    targets = {(a.get("href") or "")[1:] for a in root.iter("a") if (a.get("href") or "").startswith("#")}
    for element in list(root.iterdescendants()):
        if not isinstance(element.tag, str):
            continue
        for name in set(element.attrib) & _OBSOLETE_ATTRIBUTES:
            if not (name in {"width", "height"} and element.tag in {"img", "video"}):
                del element.attrib[name]
        if not (element.get("cite") or "http").startswith("http"):
            del element.attrib["cite"]
        if element.get("id") and element.get("id") not in targets:
            del element.attrib["id"]
        if element.tag in _RENAMED:
            if _RENAMED[element.tag]:
                element.tag = _RENAMED[element.tag]
            else:
                cast(HtmlElement, element).drop_tag()
    inner = _escaped(root.text or "") + "".join(tostring(child, encoding="unicode") for child in root)
    return clean_html(inner).strip()
