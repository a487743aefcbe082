"""Deterministic prose: sentences of invented words, with the frequencies that words of a language have."""

from __future__ import annotations

import random
from itertools import accumulate

__all__ = ["Prose"]

_VOCABULARY = 4_000
_SENTENCES = 20_000
_SENTENCE_WORDS = (8, 26)
_ONSETS = [*"bcdfghjlmnprstvw", "ch", "qu", "sh", "st", "th", "tr", "br", "cl", "gr", "pr", "sp"]
_VOWELS = [*"aeiou", "ai", "ea", "ou", "io", "ee"]
_ENDINGS = ["", "", "n", "r", "s", "t", "l", "ng", "nd", "st", "ck", "m"]


class Prose:
    """Gives titles, sentences and paragraphs; the same seed gives the same in the same order.

    Words follow Zipf's law (the n-th word is as frequent as 1/n), so that the text compresses about
    as prose does. Sentences come from a pool: no article holds one twice.
    """

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)
        self._words = self._make_words()
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self._words) + 1)))
        self._pool = [self._sentence() for _ in range(_SENTENCES)]

    def _make_words(self) -> list[str]:
        words: dict[str, None] = {}
        while len(words) < _VOCABULARY:
            # Frequent words are short: the first are drawn with one syllable.
            syllables = 1 if len(words) < 150 else self._random.choice((1, 2, 2, 3, 3, 4))
            words[
                "".join(self._random.choice(_ONSETS) + self._random.choice(_VOWELS) for _ in range(syllables))
                + self._random.choice(_ENDINGS)
            ] = None
        return list(words)

    def _draw(self, count: int) -> list[str]:
        return self._random.choices(self._words, cum_weights=self._weights, k=count)

    def _sentence(self) -> str:
        words = self._draw(self._random.randint(*_SENTENCE_WORDS))
        if len(words) > 14:
            words[len(words) // 2] += ","
        return " ".join(words).capitalize() + "."

    def title(self) -> str:
        """Return a title of four to nine words."""
        return " ".join(self._draw(self._random.randint(4, 9))).capitalize()

    def sentence(self) -> str:
        """Return one sentence."""
        return self._random.choice(self._pool)

    def paragraphs(self, words: int, count: int) -> list[str]:
        """Return ``count`` paragraphs of about ``words`` words together, no sentence twice."""
        average = sum(_SENTENCE_WORDS) / 2
        sentences = self._random.sample(self._pool, round(words / average))
        return [" ".join(sentences[start::count]) for start in range(count)]
