"""Texts as the index reads them: one spelling for what readers of a language take to be the same letters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["LONGEST_WORD", "LONGEST_WORD_BYTES", "folded", "plain", "split_words", "word_pattern"]

LONGEST_WORD = 60
# The index drops longer ones; it counts bytes.
LONGEST_WORD_BYTES = LONGEST_WORD * 4

# Marks that are written inside words and belong to none: soft hyphens, joiners and marks of direction, the Arabic
# tatweel, the Armenian signs of stress, question and exclamation, and variation selectors.
_UNSEEN = {ord(one): "" for one in "\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u0640"}
_UNSEEN |= {ord(one): "" for one in "\u055a\u055b\u055c\u055e"} | dict.fromkeys(range(0xFE00, 0xFE10), "")

# Letters with a twin: typed on another keyboard, or written so in another country.
_TWINS = {
    "ё": "е", "ѐ": "е", "ѝ": "и",
    "آ": "ا", "أ": "ا", "إ": "ا", "ٱ": "ا", "ؤ": "و", "ئ": "ي", "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ک": "ك",
    "ڪ": "ك", "ة": "ه", "ۀ": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه", "ۃ": "ه", "ء": "",
    "ς": "σ", "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ",
}  # fmt: skip
_PLAIN = _UNSEEN | {ord(letter): twin for letter, twin in _TWINS.items()}
# Georgian of the church and of headlines: the same letters as those of today.
_PLAIN |= {0x10A0 + place: chr(0x10D0 + place) for place in range(0x26)}
_PLAIN |= {0x2D00 + place: chr(0x10D0 + place) for place in range(0x26)}
# Latin letters that no mark makes: what is left of them on a keyboard that does not have them.
_LATIN = str.maketrans(
    {"ə": "e", "ǝ": "e", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h",
     "ŋ": "n", "ŧ": "t", "ƙ": "k", "ɓ": "b", "ɗ": "d"}
)  # fmt: skip
# Marks above and below letters; й and ї are letters of their own, so their marks are looked at with the letter.
_MARKS = re.compile(
    r"[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff]"
)
_POINTS = re.compile(r"[\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff]")
_SHORT = {"\u0438\u0306": "й", "\u0456\u0308": "ї", "\u0443\u0306": "ў"}
_SHORT_PATTERN = re.compile("|".join(_SHORT))
# Scripts that part no words: each letter stands alone, and words are found as rows of letters.
_UNPARTED = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f]")
_DOTTED = {"tr", "az"}


def plain(text: str, language: str = "") -> str:
    """Return a text in small letters and one spelling, with the marks that a language's stemmer reads.

    Args:
        text: any text.
        language: the language's first subtag: Turkish and Azerbaijani have two letters i.
    """
    if text.isascii() and language not in _DOTTED:
        return text.lower()
    text = unicodedata.normalize("NFKC", text)
    if language in _DOTTED:
        text = text.replace("İ", "i").replace("I", "ı")
    # A dotted capital in a text of another language is an i.
    text = text.casefold().replace("i̇", "i").translate(_PLAIN).replace("եւ", "եվ")
    return unicodedata.normalize("NFC", _POINTS.sub("", text))


def folded(text: str) -> str:
    """Return a text as whoever has not the right keyboard would type it: ``səhər`` is ``seher``, ``ё`` is ``е``."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFD", plain(text))
    text = _MARKS.sub("", _SHORT_PATTERN.sub(lambda found: _SHORT[found[0]], text)).translate(_LATIN)
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=1)
def word_pattern() -> re.Pattern[str]:
    """Return the pattern of a word as it stands in a text, with the marks that belong to its letters."""
    marks = "".join(_ranges(range(0x300, 0xFE30)))
    return re.compile(rf"[^\W_](?:[^\W_]|[{marks}\u00ad\u200b-\u200d\u055a-\u055c\u055e\u2060])*")


def _ranges(points: range) -> list[str]:
    """Return the runs of marks among some characters, as a pattern's class names them."""
    marks = [point for point in points if unicodedata.category(chr(point))[0] == "M"]
    starts = [point for point in marks if point - 1 not in set(marks)]
    ends = [point for point in marks if point + 1 not in set(marks)]
    return [f"{chr(start)}-{chr(end)}" for start, end in zip(starts, ends, strict=True)]


def split_words(text: str) -> list[str]:
    """Return the words of a text that went through :func:`plain` or :func:`folded`."""
    words = word_pattern().findall(text)
    if not text.isascii() and _UNPARTED.search(text):
        words = [part for word in words for part in _UNPARTED.sub(r" \g<0> ", word).split()]
    return words
