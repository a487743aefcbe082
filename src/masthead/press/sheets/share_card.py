"""The sheets that networks and messengers show for pages without a picture: one for the site, one for each section."""

from __future__ import annotations

from typing import Any

from masthead.press.engine.sheet import Phase, Printed, Sheet
from masthead.press.share_cards import CARD_SIZE, draw_card

from .desk import Desk

__all__ = ["CARD_NAME", "ShareCardSheet", "share_card"]

CARD_NAME = "card.png"


def share_card(address: str = "/") -> dict[str, Any]:
    """Return the card of a section, by its address, or of the site, as templates and data get a picture."""
    width, height = CARD_SIZE
    return {"src": f"{address}{CARD_NAME}", "width": width, "height": height}


class ShareCardSheet(Sheet):
    """A card; its argument is nothing for the site's, or a section as ``section:7``."""

    kind = "share_card"
    phase = Phase.LEAF

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Draw the name of the section above the name of the publication."""
        site = desk.site().site
        section = desk.card("section", int(args.partition(":")[2])) if args else None
        if args and section is None:
            return None
        title, below = (section["title"], site["name"]) if section else (site["name"], site["tagline"])
        content = draw_card(desk.dressed(), title, below, is_rtl=site["direction"] == "rtl")
        return Printed(share_card(section["address"] if section else "/")["src"], content)
