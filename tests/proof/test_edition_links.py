"""No dead link, no missing anchor, no picture without its size: on every printed page."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement
from printed_demo import PrintedDemo

from editions import answer

_NAMING = ("href", "src", "poster", "action", "data-src", "data-part", "formaction")
# What only the built-in server and Django know.
_DOORS = ("/doors/", "/newsroom/", "/search/")


def links_of(page: HtmlElement) -> Iterator[tuple[HtmlElement, str, str]]:
    """Yield element, attribute and address of everything that a page names."""
    for element in page.iter("*"):
        for name in _NAMING:
            if element.get(name):
                yield element, name, element.get(name).strip()
        for candidate in (element.get("srcset") or "").split(","):
            if candidate.strip():
                yield element, "srcset", candidate.split()[0]


def is_here(link: str) -> bool:
    return link.startswith(("/", "#", "?")) and not link.startswith("//")


def dead_links(demo: PrintedDemo) -> Iterator[str]:
    media = demo.site.data / "media" / "printed"
    anchors = {
        address: {one.get("id") for one in page.iter() if one.get("id")}
        for address, page in demo.pages.items()
    }
    for address, page in demo.pages.items():
        for _, _, link in links_of(page):
            if not is_here(link):
                continue
            parts = urlsplit(link)
            target = unquote(parts.path) or address
            if target.startswith(_DOORS):
                continue
            if target.startswith("/media/"):
                is_there = (media / target.removeprefix("/media/")).is_file()
            elif target in demo.pages:
                is_there = not parts.fragment or unquote(parts.fragment) in anchors[target]
            else:
                is_there = answer(demo.files, target) in (200, 301)
            if not is_there:
                yield f"{address} names {link}"


def test_no_link_and_no_anchor_is_dead(demo: PrintedDemo) -> None:
    assert sorted(set(dead_links(demo))) == []


def test_links_inside_the_magazine_name_no_host(demo: PrintedDemo) -> None:
    """A page that names its own host breaks with it; cards, canonical and what readers copy must name it."""
    found = [
        f"{address}: <{element.tag} {name}={link!r}>"
        for address, page in demo.pages.items()
        for element, name, link in links_of(page)
        if link.startswith(demo.url) and element.tag != "link" and element.get("data-copy") is None
    ]
    assert found == []


def test_every_picture_has_its_size_and_its_words(demo: PrintedDemo) -> None:
    found = [
        f"{address}: {image.get('src')}"
        for address, page in demo.pages.items()
        for image in page.iter("img")
        if image.get("alt") is None
        or not all((image.get(one) or "").isdigit() for one in ("width", "height"))
    ]
    assert found == []


def test_no_page_loads_anything_from_another_host(demo: PrintedDemo) -> None:
    loading = {"img", "script", "iframe", "source", "video", "audio", "embed", "object", "track"}
    found = [
        f"{address}: <{element.tag} {name}={link!r}>"
        for address, page in demo.pages.items()
        for element, name, link in links_of(page)
        if "//" in link
        and (element.tag in loading or element.get("rel") in {"stylesheet", "preload", "preconnect", "icon"})
    ]
    assert found == []
