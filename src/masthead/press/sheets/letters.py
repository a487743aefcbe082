"""The pages of newsletters: what each is and how to subscribe, its letters, and numbered pages of the older ones."""

from __future__ import annotations

import json
from typing import Any

from masthead.press.engine.sheet import Phase, Printed, Sheet
from masthead.press.plates.listings import PEOPLE_CHUNK, beside_key, letters_of, newest_key
from masthead.press.plates.reading import beside_of, newest_of
from masthead.press.words import show_digits

from .archives import people_page_address, people_pages
from .desk import Card, Desk
from .inserts import fill_inserts
from .pages import breadcrumb_data, page_context, structured

__all__ = ["LetterSheet", "LettersPageSheet", "NewsletterSheet"]

_NEWEST = 20


def _newest(desk: Desk, listing: str) -> list[Card]:
    """Return the cards of the newest letters."""
    desk.record(newest_key(listing, _NEWEST))
    return [json.loads(card) for _, card, _ in newest_of(listing, _NEWEST)]


class NewsletterSheet(Sheet):
    """A newsletter; its argument is its id."""

    kind = "newsletter"
    phase = Phase.INDEX

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print what it brings, a form to subscribe, and its newest letters."""
        newsletter = desk.plate("newsletter", int(args))
        if newsletter is None:
            return None
        listing, address = letters_of(int(args)), newsletter["address"]
        trail = [{"title": newsletter["title"], "address": address}]
        page = page_context(
            desk, "newsletter", address, newsletter["title"], description=newsletter["description"],
            words=newsletter, language=newsletter["language"], direction=newsletter["direction"],
            jsonld=structured(breadcrumb_data(desk, trail)),
        )  # fmt: skip
        content = desk.render(
            "newsletter.html", page, newsletter=_head(newsletter), letters=_newest(desk, listing),
            older=people_pages(address, desk.pages(listing, "", PEOPLE_CHUNK)),
        )  # fmt: skip
        return Printed(address, content)


def _head(newsletter: Card) -> dict[str, Any]:
    names = ("id", "title", "address", "description", "cadence", "language", "direction")
    return {name: newsletter[name] for name in names}


class LettersPageSheet(Sheet):
    """One numbered page of a newsletter's letters; its argument is ``listing|number``."""

    kind = "letters_page"
    phase = Phase.INDEX

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print the letters of the page, the newest first."""
        listing, number = args.split("|")
        newsletter = desk.card("newsletter", int(listing.partition(":")[2]))
        letters = desk.plain_chunk(listing, "", PEOPLE_CHUNK, int(number))
        if newsletter is None or not letters:
            return None
        last = int(number) + desk.has_chunk(listing, "", PEOPLE_CHUNK, int(number) + 1)
        pages = people_pages(newsletter["address"], last)[max(0, int(number) - 2) :]
        for one in pages:
            one["is_current"] = one["number"] == int(number)
        language = newsletter["language"]
        shown = desk.words(language)["page"].replace("#", show_digits(number, language))
        address = people_page_address(newsletter["address"], int(number))
        page = page_context(
            desk, "letters_page", address, f"{newsletter['title']} ({shown})",
            language=language, direction=newsletter["direction"],
        )  # fmt: skip
        content = desk.render(
            "letters_page.html", page, newsletter=_head(newsletter), letters=letters, pages=pages
        )
        return Printed(address, content)


class LetterSheet(Sheet):
    """A letter, as a page of the archive; its argument is its id."""

    kind = "letter"
    phase = Phase.LIST

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print the letter with those of its pieces that are in print."""
        plate = desk.plate("letter", int(args))
        if plate is None:
            return None
        newsletter = desk.card("newsletter", plate["newsletter"]) if plate["newsletter"] else None
        pieces = _pieces(desk, plate)
        pictures = [one["card"]["picture"] for one in pieces if one["card"]["picture"]]
        trail = [{"title": one["title"], "address": one["address"]} for one in (newsletter, plate) if one]
        page = page_context(
            desk, "letter", plate["address"], plate["title"], description=plate["description"], words=plate,
            image=pictures[0]["social"] if pictures else None,
            language=plate["language"], direction=plate["direction"],
            jsonld=structured(breadcrumb_data(desk, trail)),
        )  # fmt: skip
        letter = {
            name: plate[name] for name in ("title", "preheader", "published_at", "language", "direction")
        } | {"body": fill_inserts(desk, plate, plate["html"])}
        content = desk.render(
            "letter_page.html", page, letter=letter, pieces=pieces,
            newsletter=_head(newsletter) if newsletter else None, beside=_beside(desk, plate),
        )  # fmt: skip
        return Printed(plate["address"], content)


def _pieces(desk: Desk, plate: Card) -> list[dict[str, Any]]:
    """Return the letter's pieces that are in print, in the editor's order."""
    cards = [(desk.card("article", one["article"]), one["note"]) for one in plate["pieces"]]
    kept = [(card, note) for card, note in cards if card is not None]
    shown = desk.show_all([card for card, _ in kept])
    return [{"card": card, "note": note} for card, (_, note) in zip(shown, kept, strict=True)]


def _beside(desk: Desk, plate: Card) -> dict[str, Card | None]:
    """Return the letters right before and after this one in its newsletter."""
    if plate["newsletter"] is None:
        return {"previous": None, "next": None}
    listing = letters_of(plate["newsletter"])
    desk.record(beside_key(listing, plate["id"]))
    older, newer = beside_of([plate["id"]], [listing]).get((listing, plate["id"]), (None, None))
    places = {"previous": older, "next": newer}
    return {name: desk.card("letter", one) if one is not None else None for name, one in places.items()}
