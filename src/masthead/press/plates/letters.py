"""Composing newsletters and their letters."""

from __future__ import annotations

from typing import Any

from django.utils.html import strip_tags

from masthead.kit.markup import clean_line
from masthead.newsroom.models import LetterPage, NewsletterPage
from masthead.press.conf import press_conf

from .bodies import BodyPrinter
from .composed import Composed
from .links import RichTextPrinter
from .listings import letters_of
from .pages import iso
from .pictures import LetterShelf, Shelf
from .site import SiteTree
from .words import direction_of, social_words

__all__ = ["compose_letter", "compose_newsletter", "newsletter_of"]


def newsletter_of(letter: Any) -> NewsletterPage | None:
    """Return the newsletter that a letter stands below."""
    newsletters = NewsletterPage.objects.filter(path=letter.path[: -letter.steplen])
    return newsletters.first()


def compose_newsletter(page: NewsletterPage, tree: SiteTree, shelf: Shelf) -> Composed:
    """Compose a mailing list: what readers are told of it, and how it is sent."""
    language = page.language or press_conf().language
    card = {
        "id": page.pk,
        "address": tree.address(page),
        "title": page.title,
        "description": page.description,
        "cadence": page.cadence,
        "sender": page.sender_name,
        "section": page.section_id,
        "language": language,
        "direction": direction_of(language),
    }
    social = social_words(page, shelf)
    sections = {("page", page.section_id)} if page.section_id else set()
    return Composed(
        "newsletter", page.pk, card, social,
        address=tree.address(page), language=language, revision_id=page.live_revision_id,
        uses=shelf.uses | sections,
    )  # fmt: skip


def compose_letter(page: LetterPage, tree: SiteTree, shelf: Shelf) -> Composed:
    """Compose a letter: its text, and which pieces it names; what is withdrawn later drops out when it is shown."""
    newsletter = newsletter_of(page)
    letters = LetterShelf(shelf)
    body, notes = BodyPrinter(tree, letters), RichTextPrinter(tree, shelf)
    language = page.language or (newsletter.language if newsletter else "") or press_conf().language
    html = body(page.body)
    pieces = [{"article": one.article_id, "note": clean_line(notes(one.note))} for one in page.pieces.all()]
    shown_at = page.first_published_at
    card = {
        "id": page.pk,
        "address": tree.address(page),
        "title": page.title,
        "preheader": page.preheader,
        "published_at": iso(shown_at),
        "newsletter": newsletter.pk if newsletter else None,
        "language": language,
        "direction": direction_of(language),
    }
    rest = social_words(page, shelf) | {
        "html": html,
        "embeds": body.embeds,
        "description": page.preheader or strip_tags(html)[:200].strip(),
        "pieces": pieces,
        "mail_sizes": letters.mail_sizes,
        "is_mailed": page.is_mailed,
    }
    above = {("page", newsletter.pk)} if newsletter else set()
    return Composed(
        "letter", page.pk, card, rest,
        address=tree.address(page), language=language, shown_at=shown_at, revision_id=page.live_revision_id,
        listings={letters_of(newsletter.pk): ""} if newsletter else {},
        uses=body.uses | shelf.uses | {("page", one) for one in notes.pages} | above
        | {("page", one["article"]) for one in pieces},
    )  # fmt: skip
