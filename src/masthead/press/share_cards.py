"""Drawing the images that networks and messengers show for a page without a picture of its own."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from .look import schemes
from .theme import Theme

__all__ = ["CARD_SIZE", "draw_card"]

CARD_SIZE = (1200, 630)
_MARGIN = 84
_LARGEST, _SMALLEST = 132, 44
_FACE = re.compile(
    r'@font-face\s*{[^}]*url\("[^"]*/(fonts/[\w-]+)\.[0-9a-f]+\.woff2"\)[^}]*unicode-range:\s*([^;}]+)'
)
_RANGE = re.compile(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", re.IGNORECASE)
# Headlines take the cut for headlines; other scripts have one cut.
_CUTS = ("fonts/display-", "fonts/text-")


class _Face(NamedTuple):
    name: str
    ranges: list[tuple[int, int]]


class _Run(NamedTuple):
    text: str
    font: ImageFont.FreeTypeFont


def draw_card(theme: Theme, title: str, name: str, *, is_rtl: bool = False) -> bytes:
    """Draw a card as PNG, 1200 by 630: a title in the theme's letters, the publication's name below it.

    Letters that no font of the theme has are left out.
    """
    colours = schemes(theme.files["style.css"].decode())[0]
    image = Image.new("RGB", CARD_SIZE, colours.get("--paper", "#ffffff"))
    draw = ImageDraw.Draw(image)
    width, height = CARD_SIZE
    ink, accent = colours.get("--ink", "#000000"), colours.get("--accent", "#000000")
    draw.rectangle((0, 0, width, 20), fill=accent)
    for top, thickness in ((height - 176, 5), (height - 166, 1)):
        draw.rectangle((_MARGIN, top, width - _MARGIN, top + thickness - 1), fill=ink)
    _write(draw, theme, name, (height - 128, height - 56), 54, ink, is_rtl=is_rtl)
    _write(draw, theme, title, (96, height - 210), _LARGEST, ink, is_rtl=is_rtl)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=3)
    return buffer.getvalue()


def _write(
    draw: ImageDraw.ImageDraw,
    theme: Theme,
    text: str,
    room: tuple[int, int],
    size: int,
    ink: str,
    *,
    is_rtl: bool,
) -> None:
    """Write a text as large as fits between two heights, from the side where its lines begin."""
    top, bottom = room
    words = text.split()
    while True:
        lines = _lines(theme, words, size)
        if size <= _SMALLEST or len(lines) * size * 1.15 <= bottom - top:
            break
        size -= 4
    for number, line in enumerate(lines):
        baseline = top + size * (0.9 + 1.15 * number)
        if baseline > bottom:
            break
        runs = list(_runs(theme, line, size))
        at = float(CARD_SIZE[0] - _MARGIN if is_rtl else _MARGIN)
        for run in runs:
            length = run.font.getlength(run.text)
            draw.text((at - length if is_rtl else at, baseline), run.text, ink, run.font, anchor="ls")
            at += -length if is_rtl else length


def _lines(theme: Theme, words: list[str], size: int) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _length(theme, longer, size) <= CARD_SIZE[0] - 2 * _MARGIN:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _length(theme: Theme, text: str, size: int) -> float:
    """Return how wide a text is: measured at one size, for opening a font takes longer than drawing a card."""
    return sum(run.font.getlength(run.text) for run in _runs(theme, text, _LARGEST)) * size / _LARGEST


def _runs(theme: Theme, text: str, size: int) -> Iterator[_Run]:
    """Yield stretches of a text that one font has all letters of."""
    faces, known = _faces(theme), None
    stretch = ""
    for letter in text:
        face = next((one for one in faces if _has(one, letter)), None)
        if face is None:
            continue
        if known is not None and face is not known:
            yield _Run(stretch, _font(theme, known.name, size))
            stretch = ""
        known, stretch = face, stretch + letter
    if known is not None:
        yield _Run(stretch, _font(theme, known.name, size))


def _has(face: _Face, letter: str) -> bool:
    return any(first <= ord(letter) <= last for first, last in face.ranges)


@lru_cache(maxsize=4)
def _faces(theme: Theme) -> tuple[_Face, ...]:
    found: Mapping[str, str] = dict(_FACE.findall(theme.files["style.css"].decode()))
    return tuple(
        _Face(name, [(int(first, 16), int(last or first, 16)) for first, last in _RANGE.findall(ranges)])
        for cut in _CUTS
        for name, ranges in found.items()
        if name.startswith(cut) and f"{name}.woff2" in theme.files
    )


@lru_cache(maxsize=64)
def _font(theme: Theme, name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(io.BytesIO(theme.files[f"{name}.woff2"]), size)
