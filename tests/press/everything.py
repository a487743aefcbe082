"""A publication that shows everything that a page can show, and a piece that has next to nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from building import (
    edit,
    identify,
    make_article,
    make_contributor,
    make_letter,
    make_newsletter,
    make_picture,
    make_section,
    make_standing,
    make_topic,
)
from masthead.newsroom.models import (
    ArticlePage,
    BylineEntry,
    Correction,
    HomePage,
    LeadStory,
    Menus,
    NewsletterPage,
    ReaderComment,
    SectionPage,
)
from masthead.press.rankings import set_ranking

__all__ = ["publish_everything"]


def publish_everything(home: HomePage, news: SectionPage) -> ArticlePage:
    """Fill a publication; return the piece that has all a piece can have."""
    picture = make_picture("Harbour", caption="The harbour", credit="A. Writer")
    ada = make_contributor("Ada Writer", note="Writes.", portrait=picture, links=_links())
    photographer, harbours = make_contributor("Bo Lens"), make_topic("Harbours", description="Of quays.")
    economy = make_section(news, "Economy", description="Wages and prices.")
    plain = [make_article(economy, f"Piece {number}", topics=[harbours]) for number in range(9)]
    make_article(news, "Bare", standfirst="")
    piece = make_article(
        economy, "The whole piece", standfirst="In short.", body="<p>Long words here.</p>" * 300,
        topics=[harbours], lead_image=picture, social_title="On cards", social_image=picture,
        source_outlet="The Other Paper", source_address="https://other.example/piece",
        updated_at=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    edit(
        piece,
        byline=[BylineEntry(contributor=ada), BylineEntry(contributor=photographer, role="photo")],
        corrections=[Correction(text="A name was wrong.")],
    )
    make_article(economy, "Le texte", language="fr", translation_of=piece, byline=[ada], lead_image=picture)
    make_article(news, "متن", slug="matn", language="fa", translation_of=piece)
    _discuss(piece)
    about = make_standing(home, "About", standfirst="Who makes this.")
    make_standing(about, "Team")
    weekly = _write_letters(home, news, [piece, plain[0]])
    _identify(home, piece, about, picture, weekly)
    for name in ("day", "week", "month"):
        set_ranking(name=name, pieces=[(one.pk, 9) for one in plain[:3]])
    return piece


def _write_letters(home: HomePage, section: SectionPage, pieces: list[ArticlePage]) -> NewsletterPage:
    weekly = make_newsletter(
        home, "The Weekly", description="What matters.", cadence="weekly", section=section
    )
    for number in range(3):
        make_letter(weekly, f"Letter {number}", preheader="In short.", pieces=pieces, notes=["<p>Ours.</p>"])
    return weekly


def _links() -> list[dict[str, Any]]:
    return [{"type": "link", "value": {"label": "Elsewhere", "url": "https://elsewhere.example/"}}]


def _discuss(piece: ArticlePage) -> None:
    now = timezone.now()
    first = ReaderComment.objects.create(
        page=piece,
        author_name="Reader",
        author_url="https://reader.example/",
        body="<p>So.</p>",
        written_at=now,
    )
    ReaderComment.objects.create(
        page=piece, parent=first, author_name="Another", body="<p>Yes.</p>", written_at=now
    )


def _identify(home: HomePage, piece: ArticlePage, about: Any, picture: Any, weekly: NewsletterPage) -> None:
    identify(
        tagline="A paper", about="About it.", copyright="Its writers", contact_email="desk@paper.example",
        logo=picture, social=_links(), footer_newsletter=weekly, article_newsletter=weekly,
    )  # fmt: skip
    menus = Menus.load()
    item = {"label": "About", "page": about, "url": "", "children": [{"label": "", "page": about, "url": ""}]}
    for name in ("header", "small", "footer", "utility"):
        setattr(menus, name, [("item", item)])
    menus.save()
    edit(home, lead_stories=[LeadStory(article=piece)])
