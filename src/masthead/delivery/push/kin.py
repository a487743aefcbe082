"""A piece and its translations: a device hears of one of them, in its language where there is one."""

from __future__ import annotations

from masthead.delivery.pieces import Piece
from masthead.press.models import Plate

__all__ = ["in_language", "languages_of", "tag_of"]


def languages_of(piece: Piece) -> dict[str, int]:
    """Return in which languages a piece is in print: language → the id of the piece."""
    plates = Plate.objects.filter(kind="article", thing_id__in=piece.translations)
    # Of two in one language the older one counts, as it does for readers of the page.
    found = dict(plates.order_by("-thing_id").values_list("language", "thing_id"))
    return found | {piece.language: piece.id}


def in_language(languages: dict[str, int], language: str) -> int | None:
    """Return the id of the piece in a language, or in another form of it; None where there is none."""
    if not language:
        return None
    if language in languages:
        return languages[language]
    base = language.split("-")[0].lower()
    alike = [one for one in sorted(languages) if one.split("-")[0].lower() == base]
    return languages[alike[0]] if alike else None


def tag_of(piece: Piece) -> str:
    """Return what is the same for a piece and its translations, whenever it is told: a newer notice replaces the older."""
    return f"piece-{min([piece.id, *piece.translations])}"
