"""Questions: what a reader typed, taken apart into words and phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .languages import STEMMERS, stems_of
from .texts import folded, split_words, word_pattern

__all__ = ["LONGEST_QUESTION", "NEAR_FROM", "Narrowing", "Word", "words_of"]

LONGEST_QUESTION = 200
# What comes after so many words makes no question clearer.
_MOST_WORDS = 10
# In a shorter word one other letter makes another word.
NEAR_FROM = 4
_QUOTED = re.compile(r'"([^"]*)"|«([^»]*)»|“([^”]*)”|„([^“”]*)[“”]|「([^」]*)」')


@dataclass(frozen=True)
class Word:
    """One word or phrase of a question.

    Attributes:
        tokens: its words as the index spells them; more than one stand side by side.
        stems: its stems with the language of each.
        is_exact: it stood between quotes.
        is_begun: the reader may not have come to its end.
        is_light: in one of the languages it says nothing by itself, as *the* does.
    """

    tokens: tuple[str, ...]
    stems: tuple[tuple[str, str], ...] = ()
    is_exact: bool = False
    is_begun: bool = False
    is_light: bool = False


@dataclass(frozen=True)
class Narrowing:
    """What results are narrowed by; None or nothing for all.

    Attributes:
        section: a section's id; pieces of those below it are in it too.
    """

    section: int | None = None
    contributor: int | None = None
    topic: int | None = None
    year: int | None = None
    language: str = ""

    def chosen(self) -> dict[str, int | str]:
        """Return what was chosen, by field."""
        return {name: value for name, value in vars(self).items() if value not in (None, "")}


def words_of(text: str, languages: Iterable[str], *, is_typing: bool = False) -> list[Word]:
    """Take a question apart.

    Args:
        text: what a reader typed.
        languages: those whose stems are looked up.
        is_typing: whether its last word may be the beginning of one.
    """
    stemmed = [one for one in languages if one in STEMMERS]
    words: list[Word] = []
    at = 0
    for quoted in _QUOTED.finditer(text):
        words += [_word(part, stemmed) for part in word_pattern().findall(text[at : quoted.start()])]
        words.append(Word(tuple(split_words(folded("".join(quoted.groups(""))))), is_exact=True))
        at = quoted.end()
    rest = list(word_pattern().finditer(text, at))
    for part in rest:
        is_begun = is_typing and part.end() == len(text)
        words.append(_word(part[0], stemmed, is_begun=is_begun))
    kept = {word.tokens: word for word in words if word.tokens}
    return list(kept.values())[:_MOST_WORDS]


def _word(text: str, languages: list[str], *, is_begun: bool = False) -> Word:
    tokens = tuple(split_words(folded(text)))
    if len(tokens) != 1:
        return Word(tokens, is_begun=is_begun)
    by_language = {language: stems_of(text, language) for language in languages}
    is_light = not is_begun and not all(by_language.values())
    stems = tuple((language, stem) for language, some in by_language.items() for stem in some)
    return Word(tokens, stems, False, is_begun, is_light)
