"""What all printed pages say of themselves to search engines and social cards."""

from __future__ import annotations

from typing import Any

from .pictures import Shelf

__all__ = ["direction_of", "social_words"]

# By CLDR's default scripts; what Django says of a language is wrong for Azerbaijani.
_RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"}


def direction_of(language: str) -> str:
    """Return ``rtl`` or ``ltr``, the direction in which a language is written."""
    return "rtl" if language.split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def social_words(page: Any, shelf: Shelf) -> dict[str, Any]:
    """Return the words and picture an editor chose for search engines and cards, empty where none."""
    picture = shelf.picture(page.social_image, is_lead=True)
    return {
        "seo_title": page.seo_title,
        "seo_description": page.search_description,
        "social_title": page.social_title,
        "social_description": page.social_description,
        "social_image": picture["social"] if picture else None,
    }
