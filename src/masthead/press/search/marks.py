"""Marks: where a question's words stand in a text, and the lines of it that show them best."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, TypedDict

from .languages import base_of, stems_of
from .questions import NEAR_FROM, Word
from .texts import folded, split_words, word_pattern

__all__ = ["Marker", "Part"]

_LONGEST = 30_000
_SNIPPET = 220
# So much may stand before the first marked word: what comes after tells more.
_BEFORE = 70
_ENDS = ".!?…։؟。\n"


class Part(TypedDict):
    """A piece of a text, and whether it is one of the question's words."""

    text: str
    is_marked: bool


class _Spot(NamedTuple):
    start: int
    end: int
    words: frozenset[int]


class Marker:
    """Marks one question's words in texts of any language.

    Args:
        words: of the question.
        is_near: whether a word with one letter other than the question's counts too.
    """

    def __init__(self, words: Sequence[Word], *, is_near: bool = False) -> None:
        self._stems: dict[tuple[str, str], set[int]] = {}
        self._tokens: dict[str, set[int]] = {}
        self._begun: list[tuple[str, int]] = []
        self._near: list[tuple[str, int, bool]] = []
        self._phrases: list[tuple[tuple[str, ...], int]] = []
        # Language → word of a text → which of the question's words it is: a text says most words more than once.
        self._known: dict[str, dict[str, frozenset[int]]] = {}
        for number, word in enumerate(words):
            if len(word.tokens) > 1:
                self._phrases.append((word.tokens, number))
                continue
            token = word.tokens[0]
            self._tokens.setdefault(token, set()).add(number)
            for stem in word.stems:
                self._stems.setdefault(stem, set()).add(number)
            if word.is_begun:
                self._begun.append((token, number))
            if is_near and not word.is_exact and len(token) >= NEAR_FROM:
                self._near.append((token, number, word.is_begun))
        self._wanted = {*self._tokens, *(stem for _, stem in self._stems)}
        self._beginnings = tuple(begun for begun, _ in self._begun)

    def mark(self, text: str, language: str = "") -> list[Part]:
        """Return a whole text in parts."""
        return self._parts(text, self._spots(text[:_LONGEST], base_of(language)), 0, len(text))

    def snippet(self, text: str, language: str = "") -> list[Part]:
        """Return the lines of a text that have the most of the words; nothing where it has none."""
        spots = self._spots(text[:_LONGEST], base_of(language))
        if not spots:
            return []
        first = max(range(len(spots)), key=lambda place: (_worth(spots, place), -place))
        start = _start_before(text, spots[first].start)
        end = _end_after(text, max(start + _SNIPPET, spots[first].end))
        parts = self._parts(text, spots, start, end)
        if start > 0 and text[start - 1] != "\n":
            parts.insert(0, {"text": "… ", "is_marked": False})
        if end < len(text) and text[end - 1] not in _ENDS:
            parts.append({"text": " …", "is_marked": False})
        return parts

    def _parts(self, text: str, spots: Sequence[_Spot], start: int, end: int) -> list[Part]:
        parts: list[Part] = []
        at = start
        for spot in spots:
            if spot.start < start or spot.end > end:
                continue
            if parts and spot.start == at:
                parts[-1]["text"] += text[spot.start : spot.end]
            else:
                parts.append({"text": text[at : spot.start], "is_marked": False})
                parts.append({"text": text[spot.start : spot.end], "is_marked": True})
            at = spot.end
        parts.append({"text": text[at:end], "is_marked": False})
        return [{**part, "text": part["text"].replace("\n", " ")} for part in parts if part["text"]]

    def _spots(self, text: str, language: str) -> list[_Spot]:
        units = _units(text)
        known = self._known.setdefault(language, {})
        found: dict[int, frozenset[int]] = {}
        for place, (start, end) in enumerate(units):
            word = text[start:end]
            numbers = known.get(word)
            if numbers is None:
                numbers = known[word] = frozenset(self._numbers(word, language))
            if numbers:
                found[place] = numbers
        for tokens, number in self._phrases:
            for place in _places_of_phrase(text, units, tokens):
                found[place] = found.get(place, frozenset()) | {number}
        return [_Spot(*units[place], found[place]) for place in sorted(found)]

    def _numbers(self, text: str, language: str) -> set[int]:
        """Return which of the question's words a word of a text is."""
        tokens, stems = _forms(text, language)
        numbers: set[int] = set()
        if self._is_none_of(tokens, stems):
            return numbers
        for token in tokens:
            numbers |= self._tokens.get(token, set())
            numbers.update(number for begun, number in self._begun if token.startswith(begun))
            for near, number, is_begun in self._near:
                if is_near(near, token) or (is_begun and _begins_nearly(near, token)):
                    numbers.add(number)
        for stem in stems:
            numbers |= self._stems.get((language, stem), set())
        return numbers

    def _is_none_of(self, tokens: tuple[str, ...], stems: tuple[str, ...]) -> bool:
        """Tell, for most words of a text and quickly, that they are none of the question's."""
        return (
            not self._near
            and self._wanted.isdisjoint(tokens)
            and self._wanted.isdisjoint(stems)
            and not any(token.startswith(self._beginnings) for token in tokens)
        )


def _units(text: str) -> list[tuple[int, int]]:
    """Return where each word of a text stands; each letter where a script parts no words."""
    spans = [found.span() for found in word_pattern().finditer(text)]
    if text.isascii():
        return spans
    return [unit for span in spans for unit in _parted(text, *span)]


def _parted(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    word = text[start:end]
    tokens = 1 if word.isascii() else len(_tokens(word))
    if tokens == len(word) and tokens > 1:
        return [(start + place, start + place + 1) for place in range(tokens)]
    return [(start, end)]


@lru_cache(maxsize=20_000)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(split_words(folded(text)))


@lru_cache(maxsize=20_000)
def _forms(text: str, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the tokens and stems of one word of a text."""
    return _tokens(text), stems_of(text, language)


def _places_of_phrase(text: str, units: Sequence[tuple[int, int]], tokens: tuple[str, ...]) -> Iterator[int]:
    flat = [(token, place) for place, (start, end) in enumerate(units) for token in _tokens(text[start:end])]
    for at in range(len(flat) - len(tokens) + 1):
        if all(flat[at + number][0] == token for number, token in enumerate(tokens)):
            yield from (flat[at + number][1] for number in range(len(tokens)))


def _worth(spots: Sequence[_Spot], first: int) -> tuple[int, int]:
    """Return how many of the question's words stand near a spot, and how often."""
    last = spots[first].start + _SNIPPET - _BEFORE
    near = [spot for spot in spots[first : first + 20] if spot.end <= last] or [spots[first]]
    return len(frozenset().union(*(spot.words for spot in near))), len(near)


def _start_before(text: str, place: int) -> int:
    """Return where a sentence begins shortly before a place, else a word."""
    earliest = max(0, place - _BEFORE)
    if earliest == 0:
        return 0
    for start in range(place, earliest, -1):
        if text[start - 1] in _ENDS and (text[start - 1] == "\n" or text[start : start + 1] == " "):
            return start if text[start - 1] == "\n" else start + 1
    gap = text.find(" ", earliest, place)
    return gap + 1 if gap >= 0 else place


def _end_after(text: str, place: int) -> int:
    if place >= len(text):
        return len(text)
    gap = max(text.rfind(" ", place - _BEFORE, place), text.rfind("\n", place - _BEFORE, place))
    return gap if gap > 0 else place


def is_near(one: str, other: str) -> bool:
    """Tell whether two words differ by no more than one letter: another, one more, one less, or two that changed places."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    left, right = one[start:], other[start:]
    return (
        left[1:] == right[1:]
        or left[1:] == right
        or left == right[1:]
        or (left[:2] == right[1::-1] and left[2:] == right[2:])
    )


def _begins_nearly(begun: str, token: str) -> bool:
    return any(is_near(begun, token[: len(begun) + more]) for more in (-1, 0, 1))
