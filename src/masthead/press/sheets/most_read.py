"""What is read most: a page for the last day, week and month, and a part that other pages name."""

from __future__ import annotations

from typing import Any

from masthead.press.engine.sheet import Phase, Printed, Sheet

from .desk import Card, Desk
from .pages import page_context

__all__ = ["MOST_READ_ADDRESS", "MostReadPart", "MostReadSheet"]

MOST_READ_ADDRESS = "/most-read/"
_PERIODS = ("day", "week", "month")
_ON_THE_PAGE = 10
_IN_THE_PART = 5


def _ranked(desk: Desk, period: str, size: int) -> list[Card]:
    """Return the first pieces of a ranking, with counts where the editors want them shown."""
    pieces = desk.ranking(period)[:size]
    if desk.site().site["counts_are_shown"]:
        counts = desk.ranking_counts(period)
        return [card | {"count": counts.get(card["id"])} for card in pieces]
    return [card | {"count": None} for card in pieces]


class MostReadSheet(Sheet):
    """The page."""

    kind = "most_read"
    phase = Phase.INDEX

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print the pieces of each period; the newest as long as too little has been read to say."""
        periods: list[dict[str, Any]] = [
            {"name": name, "cards": _ranked(desk, name, _ON_THE_PAGE)} for name in _PERIODS
        ]
        periods = [period for period in periods if period["cards"]]
        newest = [] if periods else desk.newest("all", 8)
        title = desk.theme.words(desk.site().site["language"])["most_read"]
        page = page_context(desk, "most_read", MOST_READ_ADDRESS, title)
        content = desk.render("most_read_page.html", page, periods=periods, cards=newest)
        return Printed(MOST_READ_ADDRESS, content)


class MostReadPart(Sheet):
    """The few pieces read most in the last week, as a small page of its own; its argument is the language."""

    kind = "part_most_read"
    phase = Phase.INDEX
    is_named = True

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print the part; what the week lacks comes from the month, and then from what is new."""
        site = desk.site().site
        if args != site["language"]:
            return None
        cards = _ranked(desk, "week", _IN_THE_PART)
        if len(cards) < _IN_THE_PART:
            cards = _with_more(cards, _ranked(desk, "month", _IN_THE_PART))
        has_newest = len(cards) < _IN_THE_PART
        if has_newest:
            cards = _with_more(cards, [card | {"count": None} for card in desk.newest("all", 8)])
        address = f"/_parts/most-read.{args}.html"
        page = page_context(desk, "part", address, site["name"], is_indexed=False, feeds=[])
        return Printed(address, desk.render("part_most_read.html", page, cards=cards))


def _with_more(cards: list[Card], more: list[Card]) -> list[Card]:
    shown = {card["id"] for card in cards}
    return [*cards, *(card for card in more if card["id"] not in shown)][:_IN_THE_PART]
