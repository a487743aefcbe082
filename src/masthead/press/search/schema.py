"""The index's fields, and opening an index in a folder."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import tantivy

from .languages import PLAIN, STEMMERS, analyzer

__all__ = ["SCHEMA_VERSION", "TEXTS", "index_schema", "make_index", "open_index"]

# Counts up whenever a document of before would not be the one of now: then every index is made anew.
SCHEMA_VERSION = 2

# Words as whoever has not the right keyboard types them, in all languages, with their places.
TEXTS = ("title", "standfirst", "body")


@lru_cache(maxsize=1)
def index_schema() -> tantivy.Schema:
    """Return the fields of a document.

    ``key``: kind and id. ``digest``: of all the rest. ``title``, ``standfirst``, ``body``: words.
    ``title_en`` and so on: stems, in the fields of
    the piece's language. ``place``: the words of what is
    named after its pieces: a section, a contributor, a topic. All others are what results can be narrowed by.
    """
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("key", indexed=True, fast=True)
    builder.add_unsigned_field("digest", fast=True)
    for name in (*TEXTS, "place"):
        builder.add_text_field(name, tokenizer_name=PLAIN, index_option="position")
    for language in STEMMERS:
        for name in TEXTS:
            builder.add_text_field(f"{name}_{language}", tokenizer_name=language, index_option="freq")
    for name in ("section", "contributor", "topic", "year"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    builder.add_text_field("language", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("shown_at", fast=True)
    builder.add_float_field("weight", fast=True)
    return builder.build()


def make_index(path: Path) -> tantivy.Index:
    """Make an empty index in an empty folder."""
    return _ready(tantivy.Index(index_schema(), path=str(path)))


def open_index(path: Path) -> tantivy.Index:
    """Open the index in a folder.

    Raises:
        ValueError: there is none, or it is broken.
    """
    return _ready(tantivy.Index.open(str(path)))


def _ready(index: tantivy.Index) -> tantivy.Index:
    for name in (PLAIN, *STEMMERS):
        index.register_tokenizer(name, analyzer(name))
    # Whoever reads looks for itself: a thread that watches the folder would cost every process.
    index.config_reader("manual")
    return index
