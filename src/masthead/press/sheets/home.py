"""The sheet of the home page: its blocks, filled so that no piece stands there twice and no block has a hole."""

from __future__ import annotations

from typing import Any

from masthead.press.engine.sheet import Phase, Printed, Sheet

from .desk import Desk
from .pages import page_context, structured
from .schema import organization_data, website_data

__all__ = ["HomeSheet", "fitting"]

Card = dict[str, Any]
Block = dict[str, Any]
_NO_HOME: Block = {"leads": [], "sections": [], "blocks": []}


class HomeSheet(Sheet):
    """The front of the magazine: leads by hand, then the newest, then sections, or whatever an editor laid out."""

    kind = "home"
    phase = Phase.INDEX

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print the front; no piece appears twice on it."""
        site = desk.site().site
        homes = desk.things("home")
        home = (desk.plate("home", homes[0]["id"]) if homes else None) or _NO_HOME
        page = page_context(
            desk, "home", "/", site["name"], description=site["about"] or site["tagline"], words=home,
            jsonld=structured(organization_data(desk), website_data(desk)),
        )  # fmt: skip
        return Printed("/", desk.render("home.html", page, blocks=_Front(desk, home).blocks()))


class _Front:
    """Fills the blocks of the front from its plate and from listings."""

    def __init__(self, desk: Desk, home: Block) -> None:
        self._desk = desk
        self._home = home
        self._wanted: list[Block] = home.get("blocks") or _usual(home["sections"])
        # What is chosen by hand stands where it was put, not where it would come by itself.
        self._reserved = {one for block in self._wanted for one in block.get("articles", [])}
        if any(block["kind"] == "leads" for block in self._wanted):
            self._reserved.update(home["leads"])
        self._shown: set[int] = set()

    def blocks(self) -> list[Block]:
        """Return all blocks that have something to show, from the top."""
        shown: list[Block] = []
        for wanted in self._wanted:
            block = self._head(wanted)
            if block is None:
                continue
            cards = self._cards(wanted)
            if not cards and wanted["kind"] != "text":
                continue
            self._shown.update(card["id"] for card in cards)
            sections = sum(one["kind"] == wanted["kind"] for one in shown)
            layout = fitting(wanted["layout"], wanted["kind"], cards, sections)
            shown.append(block | {"kind": wanted["kind"], "layout": layout, "cards": cards})
        return shown

    def _head(self, wanted: Block) -> Block | None:
        """Return a block's title, address and description; None where its section or topic is not public."""
        head = {"title": wanted["title"], "address": "", "description": "", "html": wanted.get("html", "")}
        if wanted["kind"] in {"section", "topic"}:
            thing = self._desk.plate(wanted["kind"], wanted["thing"])
            if thing is None:
                return None
            head |= {name: thing[name] for name in ("title", "address", "description")}
        return head

    def _cards(self, wanted: Block) -> list[Card]:
        kind, number = wanted["kind"], wanted["number"]
        if kind == "text":
            return []
        if kind == "picked":
            return self._by_hand(wanted["articles"])
        if kind == "leads":
            cards = self._by_hand(self._home["leads"])[:number]
            self._shown.update(card["id"] for card in cards)
            return cards + self._next("all", number - len(cards))
        return self._next("all" if kind == "newest" else f"{kind}:{wanted['thing']}", number)

    def _by_hand(self, ids: list[int]) -> list[Card]:
        cards = [self._desk.card("article", one) for one in dict.fromkeys(ids) if one not in self._shown]
        return [self._desk.show(card) for card in cards if card is not None]

    def _next(self, listing: str, number: int) -> list[Card]:
        taken = self._shown | self._reserved
        return [card for card in self._desk.newest(listing, 20) if card["id"] not in taken][:number]


def _usual(sections: list[int]) -> list[Block]:
    """Return the blocks of a front that nobody laid out."""
    blank = {"title": "", "layout": ""}
    return [
        blank | {"kind": "leads", "layout": "lead", "number": 5},
        blank | {"kind": "newest", "layout": "headlines", "number": 8},
        *(blank | {"kind": "section", "thing": one, "number": 5} for one in sections),
    ]


def fitting(layout: str, kind: str, cards: list[Card], place: int) -> str:
    """Return the layout that these cards fill, as near as possible to the one that was chosen.

    Args:
        layout: what was chosen; nothing for what fits.
        kind: the block's kind.
        cards: what it shows.
        place: how many blocks of its kind stand above it.
    """
    if kind == "text":
        return "text"
    if kind == "leads":
        return layout if layout == "cards" or (layout == "pair" and len(cards) > 1) else "lead"
    if len(cards) == 1 and layout != "headlines":
        return "wide"
    can_be_feature = len(cards) > 2 and bool(cards[0]["picture"])
    if not layout:
        if kind == "newest":
            return "headlines"
        return "feature" if can_be_feature and len(cards) > 3 and place % 2 == 0 else "cards"
    return "cards" if layout == "feature" and not can_be_feature else layout
