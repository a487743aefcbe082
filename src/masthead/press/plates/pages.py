"""Composing pages: articles, sections, standing pages and the home page."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.html import strip_tags

from masthead.kit.markup import clean_html
from masthead.newsroom.models import ArticlePage, Kin, SectionPage, StandingPage, kin_of
from masthead.press.conf import press_conf

from .bodies import BodyPrinter, reading_minutes
from .breaks import latest_place
from .composed import Composed
from .listings import CORRECTIONS
from .pictures import Shelf
from .site import SiteTree
from .words import direction_of, social_words

__all__ = ["compose_article", "compose_section", "compose_standing", "iso", "month_of"]


def iso(moment: datetime | None) -> str | None:
    """Write a moment in the site's time zone, to the second."""
    if moment is None:
        return None
    return moment.astimezone(ZoneInfo(press_conf().time_zone)).replace(microsecond=0).isoformat()


def month_of(moment: datetime) -> str:
    """Return the month of a moment in the site's time zone, as ``2026-11``."""
    return moment.astimezone(ZoneInfo(press_conf().time_zone)).strftime("%Y-%m")


def compose_article(
    page: ArticlePage, tree: SiteTree, shelf: Shelf, *, kin: list[Kin] | None = None
) -> Composed:
    """Compose a piece from its page; the page's own values are used, live or previewed.

    Args:
        page: the piece. tree: what is public. shelf: prints its pictures.
        kin: its group of translations, where many pieces are composed and theirs were found together.
    """
    if kin is None:
        kin = kin_of({page.pk: page.translation_of_id}).get(page.pk, [])
    body = BodyPrinter(tree, shelf)
    html = body(page.body)
    language = page.language or press_conf().language
    sections = tree.sections_of(page)
    byline = [{"contributor": entry.contributor_id, "role": entry.role} for entry in page.byline.all()]
    topics = sorted(topic.pk for topic in page.topics.all())
    shown_at = page.shown_at
    corrections = sorted(
        page.corrections.all(), key=lambda one: (one.corrected_at, one.pk or 0), reverse=True
    )
    corrected_at = corrections[0].corrected_at if corrections else None
    lead = shelf.picture(page.lead_image, caption=page.lead_caption, is_lead=True)
    card = {
        "id": page.pk,
        "address": tree.address(page),
        "title": page.title,
        "standfirst": page.standfirst,
        "published_at": iso(shown_at),
        "updated_at": iso(_updated_at(page, corrected_at)),
        "corrections": [{"corrected_at": iso(one.corrected_at), "text": one.text} for one in corrections],
        "section": sections[0].id if sections else None,
        "byline": byline,
        "picture": lead,
        "language": language,
        "direction": direction_of(language),
        "translations": [one.pk for one in kin if tree.is_public(one)],
        "reading_minutes": reading_minutes(html, language),
    }
    source = None
    if page.source_outlet or page.source_address:
        source = {
            "outlet": page.source_outlet or page.source_address,
            "address": page.source_address,
            "canonical": page.source_canonical,
        }
    rest = social_words(page, shelf) | {
        "html": html,
        "embeds": body.embeds,
        "enclosures": body.enclosures,
        "latest_at": latest_place(html, language) if page.has_latest_box else None,
        "topics": topics,
        "source": source,
        "is_opinion": page.is_opinion,
        "telling": page.telling,
        "comments": _comments(page),
    }
    return Composed(
        "article", page.pk, card, rest,
        address=tree.address(page), language=language, shown_at=shown_at, revision_id=page.live_revision_id,
        listings=_listings(page, [one.id for one in sections], byline, topics, corrected_at) if shown_at else {},
        moments={CORRECTIONS: corrected_at} if corrected_at else {},
        uses=body.uses | shelf.uses | {("page", one.pk) for one in kin},
    )  # fmt: skip


def _updated_at(page: ArticlePage, corrected_at: datetime | None) -> datetime | None:
    """Return when a piece last materially changed; None where that was not after it appeared."""
    updated = max((one for one in (page.updated_at, corrected_at) if one is not None), default=None)
    return updated if updated and page.shown_at and updated > page.shown_at else None


def _listings(
    page: ArticlePage,
    sections: list[int],
    byline: list[dict[str, Any]],
    topics: list[int],
    corrected_at: datetime | None,
) -> dict[str, str]:
    month = month_of(page.shown_at) if page.shown_at else ""
    by_month = ["all", *(f"section:{section}" for section in sections)]
    whole = [f"contributor:{entry['contributor']}" for entry in byline] + [
        f"topic:{topic}" for topic in topics
    ]
    by_year = {CORRECTIONS: month_of(corrected_at)[:4]} if corrected_at else {}
    return dict.fromkeys(by_month, month) | dict.fromkeys(whole, "") | by_year


def _comments(page: ArticlePage | StandingPage) -> list[dict[str, Any]]:
    threads: list[dict[str, Any]] = []
    by_id: dict[int, dict[str, Any]] = {}
    shown_ones = [comment for comment in page.reader_comments.all() if comment.is_shown]
    for comment in sorted(shown_ones, key=lambda one: (one.written_at, one.pk)):
        shown: dict[str, Any] = {
            "author": comment.author_name,
            "url": comment.author_url or None,
            "written_at": iso(comment.written_at),
            "body": clean_html(comment.body),
            "replies": [],
        }
        by_id[comment.pk] = shown
        parent = by_id.get(comment.parent_id or 0)
        (parent["replies"] if parent else threads).append(shown)
    return threads


def compose_section(page: SectionPage, tree: SiteTree, shelf: Shelf) -> Composed:
    """Compose a section: its name, place and description."""
    above = [one for one in tree.sections_of(page) if one.id != page.pk]
    card = {
        "id": page.pk,
        "address": tree.address(page),
        "title": page.title,
        "parent": above[0].id if above else None,
        "is_opinion": page.is_opinion,
        "children": [one.id for one in tree.sections() if one.parent_id == page.pk],
    }
    rest = social_words(page, shelf) | {"description": page.description}
    return Composed(
        "section", page.pk, card, rest,
        address=tree.address(page), revision_id=page.live_revision_id, uses=set(shelf.uses),
    )  # fmt: skip


def compose_standing(page: StandingPage, tree: SiteTree, shelf: Shelf) -> Composed:
    """Compose a standing page and the public pages above it."""
    body = BodyPrinter(tree, shelf)
    html = body(page.body)
    language = page.language or press_conf().language
    above = [one for one in page.get_ancestors().type(StandingPage) if tree.is_public(one)]
    card = {
        "id": page.pk,
        "address": tree.address(page),
        "title": page.title,
        "language": language,
        "direction": direction_of(language),
    }
    rest = social_words(page, shelf) | {
        "standfirst": page.standfirst,
        "html": html,
        "embeds": body.embeds,
        "description": page.standfirst or strip_tags(html)[:200].strip(),
        "breadcrumbs": [{"title": one.title, "address": tree.address(one)} for one in above],
        "comments": _comments(page),
    }
    return Composed(
        "standing", page.pk, card, rest,
        address=tree.address(page), language=language, revision_id=page.live_revision_id,
        uses=body.uses | shelf.uses | {("page", one.pk) for one in above},
    )  # fmt: skip
