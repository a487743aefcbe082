"""What is posted of a piece: the channel's text with the piece's words in it."""

from __future__ import annotations

import re

from masthead.delivery.errors import RefusedError
from masthead.delivery.pieces import Piece

__all__ = ["FIELDS", "check_template", "fill_template"]

FIELDS = ("title", "standfirst", "address", "section", "byline")
_FIELD = re.compile(r"\{([^{}]*)\}")
_SHORTEST = 40


def check_template(template: str) -> None:
    """Make sure that a text names only what there is, and leads to the piece.

    Raises:
        RefusedError: it does not.
    """
    for name in _FIELD.findall(template):
        if name not in FIELDS:
            known = ", ".join(f"{{{one}}}" for one in FIELDS)
            raise RefusedError(
                "template", f"The text names {{{name}}}, which is not there. There are: {known}."
            )
    if "{address}" not in template:
        raise RefusedError(
            "template", "The text does not name {address}, so that nobody could read the piece."
        )


def fill_template(template: str, piece: Piece, *, longest: int) -> str:
    """Return what is posted of a piece, in ``longest`` characters at most.

    The standfirst is cut first, then the headline; the address never is.
    """
    words = {
        "title": piece.title,
        "standfirst": piece.standfirst,
        "address": piece.address,
        "section": piece.section,
        "byline": ", ".join(piece.byline),
    }
    for name in ("standfirst", "title"):
        over = len(_filled(template, words)) - longest
        if over > 0:
            words[name] = _cut(words[name], len(words[name]) - over)
    return _filled(template, words)


def _filled(template: str, words: dict[str, str]) -> str:
    text = _FIELD.sub(lambda found: words.get(found[1], ""), template)
    # An empty standfirst leaves no hole.
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _cut(text: str, length: int) -> str:
    """Cut a text at a word where that keeps enough of it; to nothing where too little would be left."""
    if length < _SHORTEST:
        return ""
    kept = text[: length - 1]
    at_word = kept.rsplit(None, 1)[0] if " " in kept[_SHORTEST // 2 :] else kept
    return at_word.rstrip(" ,;:–—-") + "…"
