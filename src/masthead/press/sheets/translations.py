"""Translations: from one piece to the same in other languages, for readers and for machines."""

from __future__ import annotations

from typing import Any

from masthead.kit.addresses import absolute_url

from .desk import Desk

__all__ = ["alternates", "translations_of"]


def translations_of(desk: Desk, card: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the cards of a piece in other languages, one for each, by the names of the languages."""
    found: dict[str, dict[str, Any]] = {}
    for other in (desk.card("article", one) for one in card["translations"]):
        if other is not None and other["language"] != card["language"]:
            found.setdefault(other["language"], other)
    return [found[language] for language in sorted(found)]


def alternates(desk: Desk, card: dict[str, Any]) -> list[dict[str, str]]:
    """Return the addresses of a piece in all languages, its own among them; nothing where it has but one.

    Whoever reads none of them is sent to the site's own language, else to the oldest piece.
    """
    others = translations_of(desk, card)
    if not others:
        return []
    pieces = sorted([card, *others], key=lambda one: str(one["language"]))
    language = desk.site().site["language"]
    own = [one for one in pieces if one["language"] == language]
    default = own[0] if own else min(pieces, key=lambda one: int(one["id"]))
    named = [(str(one["language"]), one) for one in pieces] + [("x-default", default)]
    return [
        {"hreflang": name, "url": absolute_url(desk.conf.site_url, one["address"])} for name, one in named
    ]
