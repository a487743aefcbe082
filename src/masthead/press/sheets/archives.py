"""The sheets behind the fronts: archives by month, and numbered pages of contributors and topics."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from masthead.press.engine.sheet import Phase, Printed, Sheet
from masthead.press.plates.listings import CORRECTIONS, MONTH_CHUNK, PEOPLE_CHUNK
from masthead.press.words import show_digits, show_month

from .corrections import CORRECTIONS_ADDRESS, has_corrections
from .desk import Desk
from .pages import page_context

__all__ = [
    "ArchiveIndexSheet",
    "ArchiveSheet",
    "PeoplePageSheet",
    "archive_address",
    "listing_address",
    "people_page_address",
    "people_pages",
]


def archive_address(base: str, group: str = "", number: int = 1) -> str:
    """Return the address of an archive: its index, or page ``number`` of a month."""
    month = group.replace("-", "/") + "/" if group else ""
    return f"{base}archive/{month}" + (f"{number}/" if number > 1 else "")


def people_pages(address: str, count: int) -> list[dict[str, Any]]:
    """Return the numbered pages behind a contributor or topic; page 1 holds the oldest pieces."""
    return [
        {"number": number, "address": people_page_address(address, number)} for number in range(1, count + 1)
    ]


def people_page_address(base: str, number: int) -> str:
    """Return the address of a numbered page of a contributor or topic."""
    return f"{base}page/{number}/"


def listing_address(desk: Desk, listing: str) -> str | None:
    """Return the address of what a listing belongs to; None when that is not public."""
    kind, _, number = listing.partition(":")
    if kind == "all":
        return "/"
    if kind == CORRECTIONS:
        return CORRECTIONS_ADDRESS if has_corrections(desk) else None
    card = desk.card(kind, int(number))
    return card["address"] if card else None


def _owner(desk: Desk, listing: str) -> dict[str, str] | None:
    """Return title and address of what a listing belongs to; None when that is not public."""
    kind, _, number = listing.partition(":")
    if kind == "all":
        return {"title": desk.site().site["name"], "address": "/"}
    card = desk.card(kind, int(number))
    return {"title": card.get("title") or card["name"], "address": card["address"]} if card else None


def _numbered(desk: Desk, number: str) -> str:
    page = str(desk.words()["page"])
    return page.replace("#", show_digits(number, desk.site().site["language"]))


class ArchiveIndexSheet(Sheet):
    """All months of a listing; its argument is the listing."""

    kind = "archive_index"
    phase = Phase.INDEX

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print the years and months that have pieces."""
        owner = _owner(desk, args)
        groups = desk.groups(args, MONTH_CHUNK)
        if owner is None or (args != "all" and not groups):
            return None
        language, words = desk.site().site["language"], desk.words()
        years = []
        for year, months in groupby(groups, key=lambda group: group.name[:4]):
            shown = []
            for group in months:
                pages = [
                    {"number": number, "address": archive_address(owner["address"], group.name, number)}
                    for number in range(1, group.pages + 1)
                ]
                name = show_month(group.name, language, is_alone=True)
                shown.append({"month": int(group.name[5:]), "name": name, "pages": pages})
            years.append({"year": int(year), "months": shown})
        address = archive_address(owner["address"])
        heading = words["archive"] if args == "all" else words["archive_of"].replace("#", owner["title"])
        page = page_context(desk, "archive_index", address, heading)
        corrections = CORRECTIONS_ADDRESS if args == "all" and has_corrections(desk) else None
        content = desk.render(
            "archive_index.html", page, heading=heading, parent=owner, years=years, corrections=corrections
        )
        return Printed(address, content)


class ArchiveSheet(Sheet):
    """One page of one month of a listing; its argument is ``listing|month|number``."""

    kind = "archive"
    phase = Phase.LIST

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print the pieces of the page, the newest first."""
        listing, month, number = args.split("|")
        owner = _owner(desk, listing)
        cards = desk.chunk(listing, month, MONTH_CHUNK, int(number))
        if owner is None or not cards:
            return None
        count = desk.pages(listing, month, MONTH_CHUNK)
        month_name = show_month(month, desk.site().site["language"])
        heading = month_name if listing == "all" else f"{owner['title']}: {month_name}"
        address = archive_address(owner["address"], month, int(number))
        title = heading if number == "1" else f"{heading} ({_numbered(desk, number)})"
        pages = [
            {
                "number": one,
                "address": archive_address(owner["address"], month, one),
                "is_current": one == int(number),
            }
            for one in range(1, count + 1)
        ]
        page = page_context(desk, "archive", address, title)
        content = desk.render(
            "archive.html", page, heading=heading, month_name=month_name, parent=owner, cards=cards, pages=pages,
            index_address=archive_address(owner["address"]),
        )  # fmt: skip
        return Printed(address, content)


class PeoplePageSheet(Sheet):
    """One numbered page of a contributor's or topic's pieces; its argument is ``listing|number``."""

    kind = "people_page"
    phase = Phase.LIST

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print the pieces of the page, the newest first."""
        listing, number = args.split("|")
        owner = _owner(desk, listing)
        cards = desk.chunk(listing, "", PEOPLE_CHUNK, int(number))
        if owner is None or not cards:
            return None
        # Only its neighbours: a page that named all would be printed anew whenever one more begins.
        last = int(number) + desk.has_chunk(listing, "", PEOPLE_CHUNK, int(number) + 1)
        pages = people_pages(owner["address"], last)[max(0, int(number) - 2) :]
        for one in pages:
            one["is_current"] = one["number"] == int(number)
        address = people_page_address(owner["address"], int(number))
        page = page_context(desk, "people_page", address, f"{owner['title']} ({_numbered(desk, number)})")
        content = desk.render(
            "people_page.html", page,
            kind=listing.partition(":")[0], heading=owner["title"], address=owner["address"], cards=cards, pages=pages,
        )  # fmt: skip
        return Printed(address, content)
