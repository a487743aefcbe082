"""Corrections: what was put right in print, on one page with its years behind it."""

from __future__ import annotations

from typing import Any

from masthead.press.engine.sheet import Phase, Printed, Sheet
from masthead.press.plates.listings import CORRECTIONS, PEOPLE_CHUNK

from .desk import Desk
from .pages import feeds_of, page_context

__all__ = [
    "CORRECTIONS_ADDRESS",
    "CorrectionsSheet",
    "CorrectionsYearSheet",
    "corrections_context",
    "has_corrections",
    "year_address",
]

CORRECTIONS_ADDRESS = "/corrections/"


def year_address(year: str, number: int = 1) -> str:
    """Return the address of page ``number`` of a year, counted from its oldest."""
    return f"{CORRECTIONS_ADDRESS}{year}/" + (f"{number}/" if number > 1 else "")


def has_corrections(desk: Desk) -> bool:
    """Tell whether anything was ever corrected that readers can see."""
    return bool(desk.groups(CORRECTIONS, PEOPLE_CHUNK))


def corrections_context(desk: Desk) -> dict[str, Any]:
    """Return the newest corrected pieces, and the pages of all years that have some."""
    years = [
        {
            "year": group.name,
            "pages": [
                {"number": number, "address": year_address(group.name, number)}
                for number in range(1, group.pages + 1)
            ],
        }
        for group in desk.groups(CORRECTIONS, PEOPLE_CHUNK)
    ]
    return {"cards": desk.newest(CORRECTIONS, 20), "years": years}


class CorrectionsSheet(Sheet):
    """The newest corrections; a standing page that an editor puts at this address shows them in its stead."""

    kind = "corrections"
    phase = Phase.LIST

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print the corrected pieces with what was corrected, the newest correction first."""
        if not has_corrections(desk) or _is_taken(desk):
            return None
        heading = desk.words()["corrections"]
        page = page_context(
            desk, "corrections", CORRECTIONS_ADDRESS, heading, feeds=feeds_of(heading, CORRECTIONS_ADDRESS)
        )
        content = desk.render(
            "corrections.html", page, heading=heading, parent=None, **corrections_context(desk)
        )
        return Printed(CORRECTIONS_ADDRESS, content)


def _is_taken(desk: Desk) -> bool:
    return any(card["address"] == CORRECTIONS_ADDRESS for card in desk.things("standing"))


class CorrectionsYearSheet(Sheet):
    """One page of the corrections of a year; its argument is ``year|number``."""

    kind = "corrections_year"
    phase = Phase.LIST

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print the corrected pieces of the page, the newest correction first."""
        year, number = args.split("|")
        cards = desk.chunk(CORRECTIONS, year, PEOPLE_CHUNK, int(number))
        if not cards:
            return None
        title = desk.words()["corrections"]
        heading = f"{title}: {year}"
        address = year_address(year, int(number))
        page = page_context(
            desk, "corrections", address, heading if number == "1" else f"{heading} ({number})"
        )
        parent = {"title": title, "address": CORRECTIONS_ADDRESS}
        return Printed(
            address,
            desk.render("corrections.html", page, heading=heading, parent=parent, cards=cards, years=[]),
        )
