"""The sheets that open a list: sections, contributors, topics, and the parts."""

from __future__ import annotations

from typing import Any

from masthead.press.engine.sheet import Phase, Printed, Sheet
from masthead.press.plates.listings import PEOPLE_CHUNK

from .archives import people_pages
from .desk import Desk
from .pages import breadcrumb_data, feeds_of, page_context, structured
from .schema import profile_data
from .share_card import share_card

__all__ = ["ContributorSheet", "LatestPart", "SectionSheet", "TopicSheet"]


def _head(section: dict[str, Any]) -> dict[str, Any]:
    return {name: section[name] for name in ("id", "title", "address", "description")}


def _signup(desk: Desk, section_id: int) -> dict[str, Any] | None:
    """Return the newsletter that a section fills, for the form to subscribe to it; the oldest where it fills several."""
    newsletters = desk.once("newsletters", lambda: desk.things("newsletter"))
    filled = [one for one in newsletters if one["section"] == section_id]
    newsletter = min(filled, key=lambda one: one["id"], default=None)
    names = ("id", "title", "description", "address", "language", "direction")
    return {name: newsletter[name] for name in names} if newsletter else None


class SectionSheet(Sheet):
    """The front of a section; its argument is its id."""

    kind = "section"
    phase = Phase.LIST

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print the newest pieces of the section and its children, and the way to the rest."""
        section = desk.plate("section", int(args))
        if section is None:
            return None
        listing = f"section:{args}"
        parent = desk.card("section", section["parent"]) if section["parent"] else None
        children = [child for child in (desk.card("section", one) for one in section["children"]) if child]
        cards = desk.newest(listing, 20)
        trail = [{"title": one["title"], "address": one["address"]} for one in (parent, section) if one]
        page = page_context(
            desk, "section", section["address"], section["title"], description=section["description"], words=section,
            image=share_card(section["address"]),
            feeds=feeds_of(section["title"], section["address"]), jsonld=structured(breadcrumb_data(desk, trail)),
        )  # fmt: skip
        content = desk.render(
            "section.html", page,
            section=_head(section), parent=trail[0] if parent else None,
            children=[{"title": one["title"], "address": one["address"]} for one in children],
            cards=cards, archive_address=f"{section['address']}archive/" if cards else None,
            signup=_signup(desk, section["id"]),
        )  # fmt: skip
        return Printed(section["address"], content)


class _PersonSheet(Sheet):
    """What contributors and topics share: the newest pieces and numbered pages behind them."""

    phase = Phase.LIST
    template = ""

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print the newest pieces and the way to the older ones."""
        thing = desk.plate(self.kind, int(args))
        if thing is None:
            return None
        name = thing.get("name") or thing.get("title") or ""
        listing = f"{self.kind}:{args}"
        page = page_context(
            desk, self.kind, thing["address"], name, description=thing.get("note") or thing.get("description") or "",
            feeds=feeds_of(name, thing["address"]), jsonld=self._data(desk, thing),
        )  # fmt: skip
        count = desk.pages(listing, "", PEOPLE_CHUNK)
        content = desk.render(
            self.template, page,
            cards=desk.newest(listing, 20), older=people_pages(thing["address"], count), **{self.kind: thing},
        )  # fmt: skip
        return Printed(thing["address"], content)

    def _data(self, desk: Desk, thing: dict[str, Any]) -> str:
        return ""


class ContributorSheet(_PersonSheet):
    """A contributor's page; its argument is the contributor's id."""

    kind = "contributor"
    template = "contributor.html"

    def _data(self, desk: Desk, thing: dict[str, Any]) -> str:
        return structured(profile_data(desk.conf.site_url, thing))


class TopicSheet(_PersonSheet):
    """A topic's page; its argument is the topic's id."""

    kind = "topic"
    template = "topic.html"


class LatestPart(Sheet):
    """The newest pieces as a small page of its own, which other pages name and never contain."""

    kind = "part_latest"
    phase = Phase.LIST
    is_named = True

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print the newest eight."""
        address = f"/_parts/latest.{args}.html"
        site = desk.site().site
        if args != site["language"]:
            return None
        page = page_context(desk, "part", address, site["name"], is_indexed=False, feeds=[])
        return Printed(address, desk.render("part_latest.html", page, cards=desk.newest("all", 8)))
