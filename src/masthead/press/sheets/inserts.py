"""What a body names and does not hold: cards of other pieces, filled in when a page is printed."""

from __future__ import annotations

import re

from .desk import Desk

__all__ = ["fill_inserts"]

# Composed by the press itself: nothing that an editor writes can carry the attribute.
_RELATED = re.compile(r'<aside class="related" data-piece="(\d+)">.*?</aside>', re.DOTALL)


def fill_inserts(desk: Desk, html: str, language: str) -> str:
    """Return a body in which each link to a related piece is its card; feeds and other forms keep the link.

    Args:
        html: a plate's body.
        language: of the body; its words stand on the card.
    """

    def card_of(found: re.Match[str]) -> str:
        card = desk.card("article", int(found[1]))
        if card is None:
            return found[0]
        inner = desk.theme.render("related_card.html", {"card": card, "language": language})
        return f'<aside class="related">{inner}</aside>'

    return _RELATED.sub(card_of, html) if "data-piece=" in html else html
