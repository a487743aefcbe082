"""Sides: where foreign HTML puts things beside the text, and how it aligns lines."""

from __future__ import annotations

import re
import unicodedata

from lxml import etree

__all__ = ["classes", "columns_of", "is_natural", "name_sides", "place_of", "side_of"]

_PLACES = {
    "alignleft": "left", "alignright": "right", "aligncenter": "center", "alignwide": "wide", "alignfull": "full",
}  # fmt: skip
_TEXT_SIDES = {f"has-text-align-{side}": side for side in ("left", "center", "right", "justify")}
_FLOWING = {"p", "h1", "h2", "h3", "h4", "h5", "h6"}
_BOXES = {"img", "figure", "table", "iframe", "object", "embed", "dl", "video", "audio"}
_FLOAT = re.compile(r"float:\s*(left|right)")
_TEXT_ALIGN = re.compile(r"text-align:\s*(left|center|right|justify|end)")
_COLUMNS = re.compile(r"\b(?:gallery-)?columns-([1-9])\b")
# What may stand between an image and the element that says where it stands.
_AROUND_IMAGES = {"a", "figure", "span", "dt", "dl", "picture"}
_IMAGE_BOXES = {"wp-block-image", "wp-caption", "image-caption"}


def classes(element: etree._Element) -> set[str]:
    """Return an element's classes."""
    return set((element.get("class") or "").split())


def name_sides(root: etree._Element) -> None:
    """Put classes in the place of styles and attributes that say the same, on every element below ``root``."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        style = str(element.attrib.pop("style", ""))
        align = str(element.attrib.pop("align", "")).strip().lower()
        named = []
        if match := _TEXT_ALIGN.search(style):
            named.append(f"has-text-align-{'right' if match.group(1) == 'end' else match.group(1)}")
        if match := _FLOAT.search(style):
            named.append(f"align{match.group(1)}")
        if align in {"left", "center", "right", "justify", "middle"}:
            align = "center" if align == "middle" else align
            named.append(f"align{align}" if element.tag in _BOXES else f"has-text-align-{align}")
        if element.tag == "center":
            named.append("has-text-align-center")
        if named:
            element.set("class", " ".join(filter(None, [element.get("class"), *named])))


def side_of(element: etree._Element) -> str:
    """Return how an element aligns its lines: left, center, right, justify, or "" where it says nothing."""
    names = classes(element)
    side = next((side for name, side in _TEXT_SIDES.items() if name in names), "")
    if not side and element.tag in _FLOWING:
        side = next((_PLACES[name] for name in ("aligncenter", "alignright") if name in names), "")
    return side


def place_of(element: etree._Element) -> str:
    """Return where an element, or what is around it alone, stands: left, right, center, wide, full, or ""."""
    around = element
    while True:
        names = classes(around)
        for name, place in _PLACES.items():
            if name in names:
                return place
        parent = around.getparent()
        if parent is None or not (parent.tag in _AROUND_IMAGES or classes(parent) & _IMAGE_BOXES):
            return ""
        around = parent


def columns_of(element: etree._Element) -> str:
    """Return the number of a gallery's columns, or "" where it says none."""
    match = _COLUMNS.search(element.get("class") or "")
    return match.group(1) if match else ""


def is_natural(side: str, text: str) -> bool:
    """Tell whether ``side`` is where lines of a text begin anyway, by its first letter that has a direction."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in {"R", "AL"}:
            return side == "right"
        if direction == "L":
            return side == "left"
    return side == "left"
