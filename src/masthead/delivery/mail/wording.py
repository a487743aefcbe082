"""The words that readers agree to, and the languages that they can choose."""

from __future__ import annotations

from masthead.press.sheets.desk import Desk
from masthead.press.words import own_name

__all__ = ["wording_languages", "wording_of"]


def wording_of(language: str) -> str:
    """Return the words beside the sign-up form."""
    words = Desk().words(language)
    return f"{words['signup']} {words['signup_how']}"


def wording_languages() -> list[dict[str, str]]:
    """Return the languages of the theme's words, each by its own name."""
    return [{"tag": tag, "name": own_name(tag)} for tag in Desk().theme.words.languages]
