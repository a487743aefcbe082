"""Languages of the index: which have a stemmer, and how each takes its words apart."""

from __future__ import annotations

from functools import lru_cache

import tantivy

from .texts import LONGEST_WORD_BYTES, plain, split_words

__all__ = ["PLAIN", "STEMMERS", "analyzer", "base_of", "stems_of"]

PLAIN = "plain"
# Language → the stemmer's name, and whether there is a list of words that say nothing.
STEMMERS: dict[str, tuple[str, bool]] = {
    "ar": ("arabic", False), "da": ("danish", True), "de": ("german", True), "el": ("greek", False),
    "en": ("english", True), "es": ("spanish", True), "fi": ("finnish", True), "fr": ("french", True),
    "hu": ("hungarian", True), "it": ("italian", True), "nl": ("dutch", True), "no": ("norwegian", True),
    "pt": ("portuguese", True), "ro": ("romanian", False), "ru": ("russian", True), "sv": ("swedish", True),
    "ta": ("tamil", False), "tr": ("turkish", False),
}  # fmt: skip
_SAME = {"nb": "no", "nn": "no"}


def base_of(language: str) -> str:
    """Return the language of a BCP 47 tag as the index knows it: its first subtag."""
    base = language.replace("_", "-").partition("-")[0].lower()
    return _SAME.get(base, base)


@lru_cache(maxsize=len(STEMMERS) + 1)
def analyzer(language: str) -> tantivy.TextAnalyzer:
    """Return what makes tokens of words that stand apart; ``PLAIN`` leaves them as they are."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    builder = builder.filter(tantivy.Filter.remove_long(LONGEST_WORD_BYTES))
    if language == PLAIN:
        return builder.build()
    name, has_empty_words = STEMMERS[language]
    if has_empty_words:
        builder = builder.filter(tantivy.Filter.stopword(name))
    # Marks go last: stemmers read them.
    return builder.filter(tantivy.Filter.stemmer(name)).filter(tantivy.Filter.ascii_fold()).build()


@lru_cache(maxsize=20_000)
def stems_of(word: str, language: str) -> tuple[str, ...]:
    """Return the stems of one word as it stands in a text: none for a word that says nothing."""
    if language not in STEMMERS:
        return ()
    return tuple(analyzer(language).analyze(" ".join(split_words(plain(word, language)))))
