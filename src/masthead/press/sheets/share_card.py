"""The sheets that networks and messengers show for pages without a picture: one for the site, for each section and piece."""

from __future__ import annotations

from functools import partial
from typing import Any

from masthead.press.engine.sheet import Drawn, Phase, Sheet
from masthead.press.share_cards import CARD_SIZE, CardWords, draw_card, made_from

from .desk import Desk

__all__ = ["CARD_NAME", "ArticleCardSheet", "ShareCardSheet", "has_card", "share_card"]

CARD_NAME = "card.png"


def share_card(address: str = "/") -> dict[str, Any]:
    """Return the card of a section or piece, by its address, or of the site, as templates and data get a picture."""
    width, height = CARD_SIZE
    return {"src": f"{address}{CARD_NAME}", "width": width, "height": height}


def has_card(plate: dict[str, Any]) -> bool:
    """Tell whether a piece is shared with a card: it has no picture of its own, and an editor chose none."""
    return not plate["picture"] and not plate["social_image"]


def _drawn(desk: Desk, address: str, words: CardWords) -> Drawn:
    theme = desk.dressed()
    return Drawn(share_card(address)["src"], made_from(theme, words), partial(draw_card, theme, words))


class ShareCardSheet(Sheet):
    """A card; its argument is nothing for the site's, or a section as ``section:7``."""

    kind = "share_card"
    phase = Phase.LEAF

    def print(self, desk: Desk, args: str) -> Drawn | None:
        """Draw the name of the section above the name of the publication."""
        site = desk.site().site
        section = desk.card("section", int(args.partition(":")[2])) if args else None
        if args and section is None:
            return None
        title, below = (section["title"], site["name"]) if section else (site["name"], site["tagline"])
        words = CardWords(title, below, is_rtl=site["direction"] == "rtl")
        return _drawn(desk, section["address"] if section else "/", words)


class ArticleCardSheet(Sheet):
    """The card of a piece without a picture; its argument is the piece's id."""

    kind = "article_card"
    phase = Phase.LEAF
    # Drawings are packed as they are.
    level = 1
    follows = True

    def print(self, desk: Desk, args: str) -> Drawn | None:
        """Draw the piece's title between the name of its section and that of the publication."""
        plate = desk.plate("article", int(args))
        if plate is None or not has_card(plate):
            return None
        section = desk.card("section", plate["section"]) if plate["section"] else None
        words = CardWords(
            plate["social_title"] or plate["title"],
            desk.site().site["name"],
            section["title"] if section else "",
            is_rtl=plate["direction"] == "rtl",
        )
        return _drawn(desk, plate["address"], words)
