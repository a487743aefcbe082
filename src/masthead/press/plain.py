"""What is said where no page is printed: the theme's words, read without a database and without Django."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel import Locale, UnknownLocaleError

from .engine.errors import ThemeError
from .words import Words

__all__ = ["ERROR_STATUSES", "PlainWords", "built_in_theme", "plain_words"]

# Status → the name of its title among the theme's words.
ERROR_STATUSES = {404: "lost_title", 410: "gone_title", 503: "closed_title"}


@dataclass(frozen=True)
class PlainWords:
    """What small pages without a theme say.

    Attributes:
        language: of the sentences, as a BCP 47 tag.
        direction: ``ltr`` or ``rtl``.
        sentences: status → one sentence.
    """

    language: str
    direction: str
    sentences: Mapping[int, str]


def built_in_theme() -> Path:
    """Return the folder of the theme that every site has."""
    return Path(__file__).parent.parent / "themes" / "broadsheet"


def plain_words(language: str, folders: Iterable[Path]) -> PlainWords:
    """Return the words for small pages in a language, in English where a theme has none in it.

    Args:
        language: a BCP 47 tag.
        folders: of the theme, the built-in one first; one that is not there has no words.
    """
    built_in, *others = [_texts(folder) for folder in folders]
    try:
        words = Words(built_in, *others)
    except ThemeError:
        # The press says what is wrong with a site's own words; readers are still served.
        words = Words(built_in)
    known = language if language.split("-")[0].lower() in words.languages else "en"
    said = words(known)
    return PlainWords(
        known, _direction(known), {status: str(said[name]) for status, name in ERROR_STATUSES.items()}
    )


def _texts(folder: Path) -> dict[str, str]:
    return {
        file.stem: file.read_text(encoding="utf-8", errors="replace")
        for file in (folder / "words").glob("*.toml")
    }


def _direction(language: str) -> str:
    try:
        return "rtl" if Locale.parse(language, sep="-").text_direction == "rtl" else "ltr"
    except (UnknownLocaleError, ValueError):
        return "ltr"
