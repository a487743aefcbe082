"""The theme speaks every language whole: each word, each plural form, each place for a number; and templates say nothing by themselves."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from masthead.press.conf import built_in_theme
from masthead.press.words import plural_forms, show_count

WORDS = built_in_theme() / "words"
LANGUAGES = ("ar", "az", "de", "en", "es", "fa", "fr", "hy", "ka", "ru", "tr")
CATEGORIES = {"zero", "one", "two", "few", "many", "other"}
TEMPLATES = sorted((built_in_theme() / "templates").glob("*.html"))
# Names that are the same in every language.
NAMES = {"Facebook", "WhatsApp", "Telegram"}
# For those who make the theme, not for readers.
WORKSHOP = {"styleguide.html", "styleguide_body.html"}


def read(language: str) -> dict[str, Any]:
    return tomllib.loads((WORDS / f"{language}.toml").read_text(encoding="utf-8"))


ENGLISH = read("en")
PLURALS = {name for name, value in ENGLISH.items() if isinstance(value, dict) and set(value) <= CATEGORIES}


def flat(words: dict[str, Any]) -> dict[str, str]:
    """Return all words but plural forms by their path: ``script.copied``."""
    found: dict[str, str] = {}
    for name, value in words.items():
        if isinstance(value, dict) and name not in PLURALS:
            found.update({f"{name}.{key}": one for key, one in value.items()})
        elif not isinstance(value, dict):
            found[name] = value
    return found


def test_all_languages_are_there_and_no_other() -> None:
    assert sorted(path.stem for path in WORDS.glob("*.toml")) == list(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_every_word_with_a_place_for_every_number_and_name(language: str) -> None:
    said, wanted = flat(read(language)), flat(ENGLISH)
    assert sorted(wanted.keys() ^ said.keys()) == []
    counted = re.compile(r"_(one|zero|two)$")
    wrong = [
        name
        for name, text in wanted.items()
        if ("#" in text) != ("#" in said[name]) and not counted.search(name)
    ]
    assert wrong == [], "a number or a name has its place in one language and not in the other"
    assert [name for name, text in wanted.items() if bool(text) != bool(said[name])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_its_own_plural_forms(language: str) -> None:
    words = read(language)
    for name in sorted(PLURALS):
        forms = words[name]
        assert set(forms) == plural_forms(language) | {"other"}, name
        for number in (*range(130), 1_000_000):
            text = show_count(forms | {"language": language}, number)
            assert "#" not in text
            # "1" may be said in words, but only where nothing else takes the same form.
            if not re.search(r"\d", text):
                form = next(form for form in forms.values() if form == text)
                alike = [one for one in range(130) if show_count(forms | {"language": language}, one) == form]
                assert alike == [number], f"{name}: {text!r} is said of {alike[:5]}"


def visible(template: Path) -> list[str]:
    """Return the words that a template itself shows or tells those who do not see."""
    text = template.read_text(encoding="utf-8")
    # A type for social cards, not a word for readers.
    text = re.sub(r"\{%-? block og_type %\}\w+", "", text)
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "\x00", text, flags=re.DOTALL)
    text = re.sub(
        r"<!--.*?-->|<(script|style)\b.*?</\1>|<!doctype[^>]*>", "", text, flags=re.DOTALL | re.IGNORECASE
    )
    told = re.findall(r'\b(?:aria-label|title|alt|placeholder)="([^"]*)"', text)
    shown = re.sub(r"<[^<>]*>", "\x00", text)
    return [word for one in (shown, *told) for word in re.findall(r"[A-Za-z]{3,}", re.sub(r"&\w+;", "", one))]


@pytest.mark.parametrize(
    "template", [one for one in TEMPLATES if one.name not in WORKSHOP], ids=lambda one: one.name
)
def test_a_template_says_nothing_that_is_not_among_the_words(template: Path) -> None:
    assert set(visible(template)) - NAMES == set()
