"""What every page says of itself: addresses, words for search engines and cards, structured data."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from babel.core import get_global

from masthead.kit.addresses import absolute_url

from .desk import Desk
from .share_card import share_card

__all__ = ["breadcrumb_data", "feeds_of", "page_context", "structured"]

_FORMATS = (
    ("feed.xml", "application/rss+xml", "RSS"),
    ("atom.xml", "application/atom+xml", "Atom"),
    ("feed.json", "application/feed+json", "JSON Feed"),
)


@lru_cache(maxsize=200)
def _locale(language: str) -> str:
    """Return a language as cards name it, with the country where most speak it: ``en_US``."""
    base = language.replace("-", "_")
    likely = get_global("likely_subtags").get(base.split("_")[0], base).split("_")
    return base if "_" in base else f"{base}_{likely[-1]}" if len(likely) == 3 else base


def feeds_of(name: str, address: str) -> list[dict[str, str]]:
    """Return the three feeds below an address."""
    return [
        {"title": f"{name} ({form})", "address": address + file, "type": kind}
        for file, kind, form in _FORMATS
    ]


def structured(*graph: dict[str, Any]) -> str:
    """Write schema.org data for a script element: no ``<`` can end it early."""
    document = {"@context": "https://schema.org", "@graph": [_without_empty(one) for one in graph]}
    return json.dumps(document, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")


def _without_empty(value: dict[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in value.items() if one not in (None, "", [], {})}


def breadcrumb_data(desk: Desk, trail: list[dict[str, str]]) -> dict[str, Any]:
    """Return a trail of titles and addresses as a BreadcrumbList."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": one["title"],
                "item": {"@type": "WebPage", "@id": absolute_url(desk.conf.site_url, one["address"])},
            }
            for place, one in enumerate(trail, start=1)
        ],
    }


def page_context(
    desk: Desk,
    kind: str,
    address: str,
    title: str,
    *,
    description: str = "",
    words: dict[str, Any] | None = None,
    image: dict[str, Any] | None = None,
    canonical: str = "",
    language: str = "",
    direction: str = "",
    feeds: list[dict[str, str]] | None = None,
    jsonld: str = "",
    twin: str = "",
    is_indexed: bool = True,
    alternates: list[dict[str, str]] | None = None,
) -> dict[str, Any]:
    """Return what the head of a page needs.

    Args:
        words: what an editor chose for search engines and cards (see ``social_words``).
        twin: where the same stands as Markdown.
        image: the picture for cards when the editor chose none; the site's own card without one. It has ``src``, ``width``, ``height``.
        alternates: the same page in all languages, each with ``hreflang`` and ``url``.
    """
    site = desk.site().site
    words = words or {}
    url = absolute_url(desk.conf.site_url, address)
    picture = words.get("social_image") or image or share_card()
    picture = {
        "src": absolute_url(desk.conf.site_url, picture["src"]),
        "width": picture["width"],
        "height": picture["height"],
        "alt": picture.get("alt", ""),
    }
    described = words.get("seo_description") or description
    return {
        "kind": kind,
        "address": address,
        "url": url,
        "canonical": canonical or url,
        "title": words.get("seo_title") or title,
        "description": described,
        "language": language or site["language"],
        "locale": _locale(language or site["language"]),
        "direction": direction or site["direction"],
        "social": {
            "title": words.get("social_title") or title,
            "description": words.get("social_description") or described,
            "image": picture,
        },
        "feeds": feeds if feeds is not None else feeds_of(site["name"], "/"),
        "alternates": alternates or [],
        "jsonld": jsonld,
        "twin": twin,
        "is_indexed": is_indexed,
    }
