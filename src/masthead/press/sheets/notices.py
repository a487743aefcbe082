"""The page on which a reader chooses what a device tells; what the device chose, its script asks a door."""

from __future__ import annotations

from typing import Any

from masthead.press.engine.sheet import Phase, Printed, Sheet

from .desk import Desk
from .pages import page_context

__all__ = ["NOTICES_ADDRESS", "NoticesSheet"]

NOTICES_ADDRESS = "/notices/"


class NoticesSheet(Sheet):
    """The page; a standing page that an editor puts at its address stands in its stead."""

    kind = "notices"
    phase = Phase.INDEX

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print all sections and languages that can be chosen."""
        if any(card["address"] == NOTICES_ADDRESS for card in desk.things("standing")):
            return None
        title = desk.words()["notices"]
        page = page_context(desk, "notices", NOTICES_ADDRESS, title, is_indexed=False, feeds=[])
        content = desk.render(
            "notices.html", page, sections=_sections(desk), languages=desk.dressed().words.languages
        )
        return Printed(NOTICES_ADDRESS, content)


def _sections(desk: Desk) -> list[dict[str, Any]]:
    """Return the sections with those below them, in the order that the editors gave them."""
    cards = {card["address"]: card for card in desk.things("section")}
    return [
        _named(cards[one["address"]])
        | {
            "children": [
                _named(cards[child["address"]]) for child in one["children"] if child["address"] in cards
            ]
        }
        for one in desk.site().site["sections"]
        if one["address"] in cards
    ]


def _named(card: dict[str, Any]) -> dict[str, Any]:
    return {"id": card["id"], "title": card["title"]}
