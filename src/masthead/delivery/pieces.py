"""A printed piece as delivery tells of it, read from plates alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from masthead.kit.addresses import absolute_url
from masthead.press.conf import press_conf
from masthead.press.models import Plate

__all__ = ["Piece", "piece_of", "sections_above"]


@dataclass(frozen=True)
class Piece:
    """What is told of a piece.

    Attributes:
        address: whole, with the site's own before it.
        sections: the ids of its section and of those above, the nearest first.
        image: whole address of the picture that networks show, or empty.
    """

    id: int
    title: str
    standfirst: str
    address: str
    language: str
    direction: str
    section: str
    sections: tuple[int, ...]
    contributors: tuple[int, ...]
    topics: tuple[int, ...]
    byline: tuple[str, ...]
    translations: tuple[int, ...]
    image: str


def piece_of(article_id: int) -> Piece | None:
    """Return a piece as it stands in print; None where it does not."""
    plate = Plate.objects.filter(kind="article", thing_id=article_id).first()
    if plate is None:
        return None
    card, body = json.loads(plate.card), json.loads(plate.body)
    people = [one["contributor"] for one in card["byline"]]
    names = _cards("contributor", people)
    sections = sections_above(card["section"])
    picture = card["picture"]
    site_url = press_conf().site_url
    return Piece(
        id=plate.thing_id,
        title=card["title"],
        standfirst=card["standfirst"],
        address=absolute_url(site_url, plate.address),
        language=card["language"],
        direction=card["direction"],
        section=sections[0]["title"] if sections else "",
        sections=tuple(one["id"] for one in sections),
        contributors=tuple(people),
        topics=tuple(body["topics"]),
        byline=tuple(names[one]["name"] for one in people if one in names),
        translations=tuple(card["translations"]),
        image=absolute_url(site_url, picture["social"]["src"]) if picture else "",
    )


def sections_above(section_id: int | None) -> list[dict[str, Any]]:
    """Return the cards of a section and of those above it, the nearest first."""
    found: list[dict[str, Any]] = []
    while section_id is not None:
        card = _cards("section", [section_id]).get(section_id)
        if card is None:
            break
        found.append(card)
        section_id = card["parent"]
    return found


def _cards(kind: str, things: list[int]) -> dict[int, dict[str, Any]]:
    plates = Plate.objects.filter(kind=kind, thing_id__in=things)
    return {thing_id: json.loads(card) for thing_id, card in plates.values_list("thing_id", "card")}
