"""The newsletters of the demonstration magazine and their past letters."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from masthead.newsroom.models import (
    ArticlePage,
    Digest,
    HomePage,
    Identity,
    LetterPage,
    LetterPiece,
    NewsletterPage,
    SectionPage,
)

from .bodies import body_of
from .gallery import Gallery
from .manuscripts import WrittenLetter

__all__ = ["open_newsletters"]


def open_newsletters(
    home: HomePage, plan: dict[str, Any], letters: Iterable[WrittenLetter], gallery: Gallery
) -> None:
    """Open the newsletters that are not there yet, each with its letters, and ask readers to subscribe."""
    there = {page.slug: page for page in NewsletterPage.objects.all()}
    fresh = {one["slug"]: _open(home, one) for one in plan["newsletter"] if one["slug"] not in there}
    numbers = dict(ArticlePage.objects.values_list("slug", "pk"))
    for letter in letters:
        if letter.newsletter in fresh:
            _write(fresh[letter.newsletter], letter, numbers, gallery)
    _ask(plan["identity"]["signup"], there | fresh)


def _open(home: HomePage, values: dict[str, Any]) -> NewsletterPage:
    names = ("slug", "title", "description", "sender_name", "cadence", "weekday", "hour", "is_automatic")
    page = NewsletterPage(
        **{name: values[name] for name in names},
        section=SectionPage.objects.filter(slug=values["section"]).first(),
        first_published_at=datetime.fromisoformat(values["begun_at"]),
    )
    # The home page's place in the tree changed with its earlier children.
    home.refresh_from_db()
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


def _write(
    newsletter: NewsletterPage, letter: WrittenLetter, numbers: dict[str, int], gallery: Gallery
) -> None:
    body = body_of(
        letter.text,
        slug=f"{letter.newsletter}/{letter.slug}",
        pages=numbers,
        pictures=gallery.of_piece(letter.slug),
    )
    page = LetterPage(
        title=letter.title, slug=letter.slug, preheader=letter.preheader, body=body,
        first_published_at=letter.published_at,
    )  # fmt: skip
    newsletter.refresh_from_db()
    newsletter.add_child(instance=page)
    page.pieces = [
        LetterPiece(article_id=numbers[one["article"]], note=_note(one["note"]), sort_order=place)
        for place, one in enumerate(letter.pieces)
    ]
    page.save_revision().publish()
    # So that the newsletter does not fill a letter of its own for the same time.
    Digest.objects.create(newsletter=newsletter, period=letter.slug, until=letter.published_at, letter=page)


def _note(text: str) -> str:
    return f"<p>{text}</p>" if text else ""


def _ask(places: dict[str, str], newsletters: dict[str, NewsletterPage]) -> None:
    identity = Identity.load()
    for place, slug in places.items():
        setattr(identity, f"{place}_newsletter", newsletters[slug])
    identity.save()
