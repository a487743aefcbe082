"""What a theme says in each language: its words, plural forms and dates."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from copy import deepcopy
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError, localedata
from babel.dates import format_date, get_month_names
from babel.numbers import format_decimal

from .engine.errors import ThemeError

__all__ = [
    "Words",
    "own_name",
    "plural_forms",
    "show_count",
    "show_date",
    "show_digits",
    "show_language",
    "show_month",
    "show_number",
]

_FALLBACK = "en"
# The house's English writes the day first, as most of its readers do.
_LOCALES = {"en": "en_GB"}
# Newspapers leave out the word for "year" and the leading nought that CLDR's long form has.
_DATE_PATTERNS = {"ru": "d MMMM y", "hy": "d MMMM, y թ."}
_INHERITED = ("months", "date_formats", "number_symbols", "decimal_formats")
# The nought of each set of digits that a language may have by default; the other nine follow it in Unicode.
_NOUGHTS = {"arab": 0x660, "arabext": 0x6F0, "beng": 0x9E6, "deva": 0x966, "mymr": 0x1040, "tibt": 0xF20}
# Where CLDR's name of a language is the people's too.
_OWN_NAMES = {"az": "Azərbaycanca"}
# Languages whose dotted i keeps its dot as a capital.
_DOTTED = {"az", "tr"}


class Words:
    """A theme's words by language; what a language lacks is said in English.

    Args:
        layers: language, as in ``pt`` or ``pt-br`` → a TOML document; words of a later one stand in for those
            before it. A table in it holds plural forms by the categories of CLDR (``one``, ``few``,
            ``other`` …), except ``script``, which holds what scripts say.

    Raises:
        ThemeError: a document is no TOML.
    """

    def __init__(self, *layers: Mapping[str, str]) -> None:
        self._read: dict[str, dict[str, Any]] = {}
        for language, text in (one for files in layers for one in files.items()):
            _lay_over(self._read.setdefault(language, {}), _parse(language, text))
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


def _lay_over(words: dict[str, Any], others: Mapping[str, Any]) -> None:
    for key, value in others.items():
        held = words.get(key)
        words[key] = held | value if isinstance(held, dict) and isinstance(value, dict) else value


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
        locale = Locale.parse(_LOCALES.get(language, language), sep="-" if "-" in language else "_")
    except (UnknownLocaleError, ValueError):
        base = language.split("-")[0]
        return _locale(base) if base != language else _locale(_FALLBACK)
    # Babel looks up what a locale inherits in a table that all locales share, and keeps there what it found
    # for the first that asked: without a table of its own a German page would have Turkish months.
    data = localedata.load(str(locale))
    data.update({name: deepcopy(data[name]) for name in _INHERITED})
    return locale


def show_date(moment: str, language: str = _FALLBACK) -> str:
    """Write an ISO date as readers of a language write it: ``20 November 2026``."""
    return _show_day(datetime.fromisoformat(moment).date(), language)


@lru_cache(maxsize=20_000)
def _show_day(day: date, language: str) -> str:
    locale = _locale(language)
    pattern = _DATE_PATTERNS.get(locale.language, "long")
    return show_digits(format_date(day, pattern, locale=locale), language)


@lru_cache(maxsize=5_000)
def show_month(month: str, language: str = _FALLBACK, *, is_alone: bool = False) -> str:
    """Write a month such as ``2026-11`` with its year, or its name alone, as headings and lists have it."""
    locale = _locale(language)
    if is_alone:
        name = str(get_month_names("wide", "stand-alone", locale)[int(month[5:7])])
    else:
        name = format_date(datetime(int(month[:4]), int(month[5:7]), 1), "LLLL y", locale=locale)
    return show_digits(_capitalised(name, locale), language)


def _capitalised(text: str, locale: Locale) -> str:
    if locale.language in _DOTTED and text.startswith("i"):
        return "İ" + text[1:]
    # The title form, for Georgian has capitals that no sentence begins with.
    return text[:1].title() + text[1:]


def show_language(language: str, language_of_page: str = _FALLBACK) -> str:
    """Write the name of a language in another: ``Azerbaijani``."""
    locale = _locale(language_of_page)
    return _capitalised(locale.languages.get(language.replace("-", "_"), language), locale)


@lru_cache(maxsize=5_000)
def show_number(number: int, language: str = _FALLBACK) -> str:
    """Write a whole number in the digits and groups of a language."""
    text = format_decimal(number, locale=_locale(language), numbering_system="default")
    return show_digits(text, language)


def show_digits(text: object, language: str = _FALLBACK) -> str:
    """Write a text, such as a year, in the digits of a language and change nothing else."""
    return str(text).translate(_digits(language))


@lru_cache(maxsize=200)
def _digits(language: str) -> dict[int, str]:
    nought = _NOUGHTS.get(_locale(language).default_numbering_system)
    return {ord("0") + digit: chr(nought + digit) for digit in range(10)} if nought else {}


def show_count(forms: Mapping[str, Any], number: int) -> str:
    """Write how many of something there are, by the plural rules of the language of its forms (CLDR)."""
    language = str(forms.get("language", _FALLBACK))
    form = forms.get(_plural_form(number, language), forms["other"])
    return str(form).replace("#", show_number(number, language))


@lru_cache(maxsize=5_000)
def _plural_form(number: int, language: str) -> str:
    return str(_locale(language).plural_form(number))


def plural_forms(language: str) -> frozenset[str]:
    """Return the plural categories of a language that whole numbers can have, by CLDR."""
    rule = _locale(language).plural_form
    return frozenset(rule(number) for number in (*range(201), 1_000_000))


@lru_cache(maxsize=200)
def own_name(language: str) -> str:
    """Return what a language is called in that language: ``Français``; its tag where nobody knows."""
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return language
    name = _OWN_NAMES.get(language) or locale.get_display_name(locale) or language
    return _capitalised(name, locale)
