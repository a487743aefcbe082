"""Bodies in mails: what mail programs can show, with whole addresses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from lxml import html as lxml_html
from lxml.html import HtmlElement

from masthead.kit.addresses import absolute_url

__all__ = ["COLUMN", "mail_blocks", "mail_picture"]

# How wide the column of text is, in pixels: what all mail programs have room for.
COLUMN = 536
_DROPPED = ("srcset", "sizes", "loading", "decoding", "tabindex", "controls", "preload", "fetchpriority")
_PLAYED = {"audio", "video", "iframe"}


def mail_picture(size: Mapping[str, Any], alt: str, pictures_at: str) -> dict[str, Any]:
    """Return a picture as mail programs need it: a whole address, and the width and height to show it at."""
    width = min(COLUMN, int(size["width"]))
    height = round(int(size["height"]) * width / max(1, int(size["width"])))
    return {"src": absolute_url(pictures_at, str(size["src"])), "width": width, "height": height, "alt": alt}


def mail_blocks(
    html: str, *, base: str, page: str, pictures_at: str, sizes: Mapping[str, Mapping[str, Any]], play: str
) -> list[str]:
    """Return the blocks of a plate's body as mail programs can show them.

    Args:
        html: sanitised and final.
        base: the site's URL, without a trailing slash.
        pictures_at: the URL where pictures are.
        page: where the same stands on the site, as a URL: players lead there.
        sizes: the address of each picture → the size of it that mail programs can show.
        play: the words that lead to a player.
    """
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            element.drop_tree()
            continue
        for name in (*_DROPPED, *(one for one in element.attrib if str(one).startswith("data-"))):
            element.attrib.pop(name, None)
        if element.tag in _PLAYED:
            _lead_to(element, page, play)
        elif element.tag == "img":
            _fit(element, pictures_at, sizes)
        elif element.tag == "a":
            _complete(element, base, page)
    return [lxml_html.tostring(one, encoding="unicode").strip() for one in root]


def _lead_to(element: HtmlElement, page: str, play: str) -> None:
    """Put a link to the page in the place of a player, which no mail program runs."""
    for child in list(element):
        element.remove(child)
    tail = element.tail
    element.attrib.clear()
    element.tag, element.text, element.tail = "a", play, tail
    element.set("href", page)


def _fit(image: HtmlElement, pictures_at: str, sizes: Mapping[str, Mapping[str, Any]]) -> None:
    src = str(image.get("src") or "")
    known = sizes.get(src) or {
        "src": src,
        "width": _pixels(image.get("width")),
        "height": _pixels(image.get("height")),
    }
    fitting = mail_picture(known, str(image.get("alt") or ""), pictures_at)
    for name, value in fitting.items():
        if value or name == "alt":
            image.set(name, str(value))


def _pixels(value: Any) -> int:
    return int(value) if str(value or "").isdigit() else 0


def _complete(link: HtmlElement, base: str, page: str) -> None:
    address = str(link.get("href") or "")
    if address.startswith("#"):
        link.set("href", page + address)
    elif address and not urlsplit(address).scheme:
        link.set("href", absolute_url(base, address))
    link.attrib.pop("rel", None)
