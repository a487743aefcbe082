"""The sheet of an article."""

from __future__ import annotations

import re
from typing import Any

from masthead.press.engine.sheet import Phase, Printed, Sheet

from .corrections import CORRECTIONS_ADDRESS, corrections_context, has_corrections
from .desk import Desk
from .inserts import fill_inserts
from .machines import twin_of
from .pages import breadcrumb_data, feeds_of, page_context, structured
from .schema import article_data
from .share_card import share_card
from .translations import alternates, translations_of

__all__ = ["ArticleSheet", "StandingSheet"]


# A first paragraph that is long enough to stand beside a large initial.
_LONG_OPENING = re.compile(r"<p[^>]*>[^<]{160}")


class ArticleSheet(Sheet):
    """One piece; its argument is its id."""

    kind = "article"
    phase = Phase.LEAF

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print the piece from its plate and the cards of what it names."""
        plate = desk.plate("article", int(args))
        if plate is None:
            return None
        trail = _trail(desk, plate["section"])
        article = _article(desk, plate, trail)
        source = plate["source"]
        is_elsewhere = bool(source) and source["canonical"] == "source" and bool(source["address"])
        picture = plate["picture"]["social"] if plate["picture"] else share_card(plate["address"])
        page = page_context(
            desk, "article", plate["address"], plate["title"],
            description=plate["standfirst"], words=plate, image=picture,
            canonical=source["address"] if is_elsewhere else "",
            language=plate["language"], direction=plate["direction"],
            feeds=feeds_of(trail[-1]["title"], trail[-1]["address"]) if trail else None,
            alternates=[] if is_elsewhere else alternates(desk, plate),
            twin=twin_of(plate["address"]),
            jsonld=structured(article_data(desk, article, plate, picture), breadcrumb_data(desk, trail)),
        )  # fmt: skip
        content = desk.render(
            "article.html",
            page,
            article=article,
            beside=_beside(desk, plate),
            related=desk.related_pieces(plate["id"]),
        )
        return Printed(plate["address"], content)


def _trail(desk: Desk, section_id: int | None) -> list[dict[str, str]]:
    trail: list[dict[str, str]] = []
    while section_id is not None:
        section = desk.card("section", section_id)
        if section is None:
            break
        trail.insert(0, {"id": section["id"], "title": section["title"], "address": section["address"]})
        section_id = section["parent"]
    return trail


def _beside(desk: Desk, plate: dict[str, Any]) -> dict[str, dict[str, Any] | None]:
    """Return the pieces right before and after this one in its section."""
    older, newer = (
        desk.beside(f"section:{plate['section']}", plate["id"]) if plate["section"] else (None, None)
    )
    cards = {"previous": older, "next": newer}
    return {name: desk.card("article", one) if one is not None else None for name, one in cards.items()}


def _article(desk: Desk, plate: dict[str, Any], trail: list[dict[str, str]]) -> dict[str, Any]:
    byline = []
    for entry in plate["byline"]:
        person = desk.plate("contributor", entry["contributor"])
        if person is not None:
            byline.append(
                {
                    "name": person["name"],
                    "address": person["address"],
                    "role": entry["role"],
                    "note": person["note"],
                    "portrait": person["portrait"],
                }
            )
    place = plate["latest_at"]
    topics = [topic for topic in (desk.card("topic", one) for one in plate["topics"]) if topic is not None]
    return {
        "id": plate["id"],
        "title": plate["title"],
        "standfirst": plate["standfirst"],
        "published_at": plate["published_at"],
        "updated_at": plate["updated_at"],
        "byline": byline,
        # Whoever wrote and photographed a piece is told of once.
        "writers": list({one["address"]: one for one in byline if one["note"]}.values()),
        "section": trail[-1] if trail else None,
        "breadcrumbs": trail,
        "lead": plate["picture"],
        "lead_caption": plate["picture"]["caption"] if plate["picture"] else "",
        "body": fill_inserts(desk, plate, plate["html"][:place]),
        "body_rest": fill_inserts(desk, plate, plate["html"][place:]) if place is not None else "",
        "translations": [
            {name: one[name] for name in ("title", "address", "language", "direction")}
            for one in translations_of(desk, plate)
        ],
        "topics": [{"title": topic["title"], "address": topic["address"]} for topic in topics],
        "source": plate["source"],
        "corrections": plate["corrections"],
        "comments": plate["comments"],
        "comment_count": _count(plate["comments"]),
        "reading_minutes": plate["reading_minutes"],
        "has_long_opening": plate["reading_minutes"] > 2 and bool(_LONG_OPENING.match(plate["html"])),
        "language": plate["language"],
        "direction": plate["direction"],
    }


def _count(comments: list[dict[str, Any]]) -> int:
    return sum(1 + _count(comment["replies"]) for comment in comments)


class StandingSheet(Sheet):
    """A standing page; its argument is its id."""

    kind = "standing"
    phase = Phase.LEAF

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print the page from its plate."""
        plate = desk.plate("standing", int(args))
        if plate is None:
            return None
        page = page_context(
            desk, "standing", plate["address"], plate["title"], description=plate["description"], words=plate,
            language=plate["language"], direction=plate["direction"],
            jsonld=structured(breadcrumb_data(desk, plate["breadcrumbs"])) if plate["breadcrumbs"] else "",
        )  # fmt: skip
        standing = {
            "title": plate["title"],
            "standfirst": plate["standfirst"],
            "body": fill_inserts(desk, plate, plate["html"]),
            "language": plate["language"],
            "direction": plate["direction"],
            "comments": plate["comments"],
        }
        is_corrections = plate["address"] == CORRECTIONS_ADDRESS and has_corrections(desk)
        content = desk.render(
            "standing.html", page, standing=standing, breadcrumbs=plate["breadcrumbs"],
            corrections=corrections_context(desk) if is_corrections else None,
        )  # fmt: skip
        return Printed(plate["address"], content)
