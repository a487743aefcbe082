"""What a theme says in each language: its words, plural forms and dates."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, get_month_names
from babel.numbers import format_decimal

from .engine.errors import ThemeError

__all__ = ["Words", "show_count", "show_date", "show_month", "show_number"]

_FALLBACK = "en"
# The house's English writes the day first, as most of its readers do.
_LOCALES = {"en": "en_GB"}


class Words:
    """A theme's words by language; what a language lacks is said in English.

    Args:
        files: language, as in ``pt`` or ``pt-br`` → a TOML document. A table in it holds plural forms by the
            categories of CLDR (``one``, ``few``, ``other`` …), except ``script``, which holds what scripts say.

    Raises:
        ThemeError: a document is no TOML.
    """

    def __init__(self, files: Mapping[str, str]) -> None:
        self._read = {language: _parse(language, text) for language, text in files.items()}
        self._merged: dict[str, dict[str, Any]] = {}

    @property
    def languages(self) -> list[str]:
        """The languages that have words of their own."""
        return sorted(self._read)

    def __call__(self, language: str) -> dict[str, Any]:
        """Return all words in a language, or in the nearest that there is."""
        if language not in self._merged:
            self._merged[language] = self._merge(language)
        return self._merged[language]

    def _merge(self, language: str) -> dict[str, Any]:
        words: dict[str, Any] = {"script": {}}
        parts = language.lower().split("-")
        for name in (_FALLBACK, parts[0], "-".join(parts[:2])):
            for key, value in self._read.get(name, {}).items():
                if key == "script":
                    words[key] = words[key] | value
                elif isinstance(value, dict):
                    words[key] = value | {"language": name}
                else:
                    words[key] = value
        return words


def _parse(language: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ThemeError(
            f"The theme's words/{language}.toml is no TOML: {error}. Correct the line it names."
        ) from error


@lru_cache(maxsize=200)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(_LOCALES.get(language, language), sep="-" if "-" in language else "_")
    except (UnknownLocaleError, ValueError):
        base = language.split("-")[0]
        return _locale(base) if base != language else Locale.parse(_LOCALES[_FALLBACK])


@lru_cache(maxsize=20_000)
def show_date(moment: str, language: str = _FALLBACK) -> str:
    """Write an ISO date as readers of a language write it: ``20 November 2026``."""
    return format_date(datetime.fromisoformat(moment), "long", locale=_locale(language))


@lru_cache(maxsize=5_000)
def show_month(month: str, language: str = _FALLBACK, *, is_alone: bool = False) -> str:
    """Write a month such as ``2026-11`` with its year, or its name alone."""
    locale = _locale(language)
    if is_alone:
        name = get_month_names("wide", "stand-alone", locale)[int(month[5:7])]
        return str(name)
    return format_date(datetime(int(month[:4]), int(month[5:7]), 1), "LLLL y", locale=locale)


def show_number(number: int, language: str = _FALLBACK) -> str:
    """Write a whole number in the digits and groups of a language."""
    return format_decimal(number, locale=_locale(language))


def show_count(forms: Mapping[str, Any], number: int) -> str:
    """Write how many of something there are, by the plural rules of the language of its forms (CLDR)."""
    language = str(forms.get("language", _FALLBACK))
    form = forms.get(_locale(language).plural_form(number), forms["other"])
    return str(form).replace("#", show_number(number, language))
