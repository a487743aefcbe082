"""Foreign text made fit for titles, names and slugs."""

from __future__ import annotations

import html
import re
import unicodedata

from django.utils.text import slugify

__all__ = ["cut", "free_slug", "has_markup", "plain_text", "slug_of", "without_controls"]

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.S)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufff9-\uffff\ud800-\udfff]")
_OPENERS = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
_CLOSERS = "\u202c\u2069"
_SPACES = re.compile(r"\s+")
MAX_SLUG_BYTES = 200


def without_controls(text: str) -> str:
    """Return ``text`` without control characters, and without direction overrides that are never closed."""
    text = _CONTROLS.sub(" ", text)
    opened = sum(text.count(mark) for mark in _OPENERS)
    if opened != sum(text.count(mark) for mark in _CLOSERS):
        for mark in _OPENERS + _CLOSERS:
            text = text.replace(mark, "")
    return text


def has_markup(text: str) -> bool:
    """Tell whether ``text`` holds tags."""
    return bool(_TAG.search(text))


def plain_text(text: str) -> str:
    """Return one line of plain text from what may hold tags, character references and control characters."""
    text = _TAG.sub("", text)
    # References may be double-escaped: once by the old system's database, once by its editor.
    text = html.unescape(html.unescape(text)) if "&" in text else text
    return _SPACES.sub(" ", without_controls(text)).strip()


def cut(text: str, length: int) -> str:
    """Return at most ``length`` characters, ending in an ellipsis where something was cut."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def slug_of(*candidates: str) -> str:
    """Return a slug made from the first candidate that leaves something of itself, or ""."""
    for candidate in candidates:
        slug = slugify(unicodedata.normalize("NFC", candidate), allow_unicode=True)
        while len(slug.encode()) > MAX_SLUG_BYTES:
            slug = slug[:-1]
        if slug.strip("-_"):
            return slug.strip("-_")
    return ""


def free_slug(slug: str, taken: set[str]) -> str:
    """Return ``slug``, or ``slug-2`` and so on, whichever is not taken yet."""
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free
