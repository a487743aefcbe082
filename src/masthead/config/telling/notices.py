"""A notice as a device would show it, of a piece in print or of a draft."""

from __future__ import annotations

from masthead.delivery.models import Choice
from masthead.delivery.pieces import Piece
from masthead.delivery.push.messages import Message, compose_message
from masthead.newsroom.models import ArticlePage, SectionPage
from masthead.press.conf import press_conf
from masthead.press.plates.words import direction_of

__all__ = ["draft_of", "notice_of"]


def notice_of(piece: Piece) -> Message:
    """Return the notice that devices get which chose the piece's section."""
    because = (str(Choice.Kind.SECTION), piece.sections[0] if piece.sections else 0)
    return compose_message(piece, is_breaking=False, because=because)


def draft_of(page: ArticlePage, sections: list[SectionPage]) -> Piece:
    """Return a draft as if it were in print; its address leads nowhere yet.

    Args:
        page: the draft. sections: its section and those above, the nearest first.
    """
    language = page.language or press_conf().language
    return Piece(
        id=page.pk,
        title=page.title,
        standfirst=page.standfirst,
        address="",
        language=language,
        direction=direction_of(language),
        section=sections[0].title if sections else "",
        sections=tuple(one.pk for one in sections),
        contributors=tuple(dict.fromkeys(entry.contributor_id for entry in page.byline.all())),
        topics=tuple(topic.pk for topic in page.topics.all()),
        byline=(),
        translations=(),
        image="",
    )
