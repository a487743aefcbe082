"""What a body names and the theme shows: cards of other pieces, and what other sites hold."""

from __future__ import annotations

import re
from typing import Any

from .desk import Desk

__all__ = ["fill_inserts"]

# Composed by the press itself: nothing that an editor writes can carry these attributes.
_RELATED = re.compile(r'<aside class="related" data-piece="(\d+)">.*?</aside>', re.DOTALL)
_EMBED = re.compile(r'(<figure class="[^"]*") data-embed-number="(\d+)">.*?</figure>', re.DOTALL)


def fill_inserts(desk: Desk, plate: dict[str, Any], html: str) -> str:
    """Return a body, or a part of it, as a page shows it; feeds and other forms keep plain links.

    Each link to a related piece becomes its card; each embed gets its preview and the words that stand on it.

    Args:
        plate: of the page.
        html: all or a part of the plate's body.
    """

    def card_of(found: re.Match[str]) -> str:
        card = desk.card("article", int(found[1]))
        if card is None:
            return found[0]
        inner = desk.theme.render("related_card.html", {"card": card, "language": plate["language"]})
        return f'<aside class="related">{inner}</aside>'

    def embed_of(found: re.Match[str]) -> str:
        embed = plate["embeds"][int(found[2])]
        inner = desk.theme.render("embed.html", {"embed": embed, "language": plate["language"]})
        return f"{found[1]}>{inner}</figure>"

    if "data-piece=" in html:
        html = _RELATED.sub(card_of, html)
    return _EMBED.sub(embed_of, html) if "data-embed-number=" in html else html
