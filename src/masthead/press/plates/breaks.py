"""Where a text may be interrupted: the place of the box with the newest pieces, in the middle of a long read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["latest_place"]

_FEWEST_WORDS = 350
_FEWEST_BLOCKS = 6
# Near the middle: the part of the words that have been read there.
_EARLIEST, _LATEST = 0.3, 0.75
# Before a heading a chapter ends, and between two paragraphs a thought: nothing else may stand on either side.
_BEFORE = {"p"}
_AFTER = {"p", "h2", "h3", "h4"}
# Written without spaces: so many characters take as long to read as one word.
_CHARACTERS_A_WORD = {"zh": 2.3, "ja": 2.3, "th": 4, "lo": 4, "km": 4}
_TAG = re.compile(r"""<(/?)([A-Za-z][\w-]*)(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "source", "track", "wbr"}


@dataclass(frozen=True)
class _Block:
    """One element at the top of a text: its name, where it ends, and its words without tags."""

    tag: str
    end: int
    text: str


def _blocks(html: str) -> Iterator[_Block]:
    """Yield the elements at the top of sanitised HTML, whose tags are balanced; loose text has no name."""
    depth, start = 0, 0
    for match in _TAG.finditer(html):
        is_end, tag = bool(match[1]), match[2].lower()
        if depth == 0 and (loose := html[start : match.start()]).strip():
            yield _Block("", match.start(), loose)
        if depth == 0:
            start = match.start()
        if tag not in _VOID:
            depth += -1 if is_end else 1
        if depth <= 0:
            depth = 0
            yield _Block(tag, match.end(), _TAG.sub(" ", html[start : match.end()]))
            start = match.end()
    if html[start:].strip():
        yield _Block("", len(html), html[start:])


def _length(text: str, language: str) -> float:
    characters = _CHARACTERS_A_WORD.get(language.split("-")[0])
    return len("".join(text.split())) / characters if characters else len(text.split())


def latest_place(html: str, language: str) -> int | None:
    """Return where in a text the box with the newest pieces stands: after a whole paragraph near the middle.

    Never inside a block, nor beside anything but text and headings, nor between a heading and its text; None where
    the text is short or has no such place.

    Args:
        html: a body, sanitised and final.
        language: of the text.
    """
    blocks = list(_blocks(html))
    lengths = [_length(block.text, language) for block in blocks]
    total = sum(lengths)
    if total < _FEWEST_WORDS or len(blocks) < _FEWEST_BLOCKS:
        return None
    places: list[tuple[float, int]] = []
    read = 0.0
    for number, block in enumerate(blocks[:-1]):
        read += lengths[number]
        if _EARLIEST <= read / total <= _LATEST and _may_follow(block, blocks[number + 1]):
            places.append((abs(read / total - 0.5), block.end))
    return min(places)[1] if places else None


def _may_follow(block: _Block, following: _Block) -> bool:
    words = block.text.strip()
    # A paragraph that ends with a colon leads to what follows; one of a name or three stars is no paragraph.
    is_whole = len(words) > 40 and not words.endswith((":", "：", "؛"))
    return block.tag in _BEFORE and is_whole and following.tag in _AFTER and bool(following.text.strip())
