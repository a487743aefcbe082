"""Drawing the images that networks and messengers show for a page without a picture of its own."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from unicodedata import bidirectional

import deflate
from PIL import Image, ImageColor, ImageDraw, ImageFont

from .look import schemes
from .theme import Theme

__all__ = ["CARD_SIZE", "CardWords", "draw_card", "made_from"]

CARD_SIZE = (1200, 630)
_MARGIN = 84
# Few sizes, so that each font is opened few times: opening one takes longer than drawing a card.
_SIZES = (132, 112, 96, 84, 72, 64, 56, 50, 44)
_LEADING = 1.15
# The width of a space, as a share of the size.
_SPACE = 0.24
_KICKER, _NAME = 40, 54
_BAR = 21
# Rows above this one are in the accent's colour, those below in the ink's.
_ACCENTED = 132
# How many shades between paper and ink there are, and between paper and accent: sixteen with the paper itself.
_INKS, _ACCENTS = 10, 5
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


class _Stretch(NamedTuple):
    text: str
    is_along: bool


@dataclass(frozen=True)
class CardWords:
    """What a card says.

    Attributes:
        title: in large letters.
        name: the publication's, below it.
        kicker: above it in the accent's colour, where there is one: the section of a piece.
        is_rtl: whether lines begin on the right.
    """

    title: str
    name: str
    kicker: str = ""
    is_rtl: bool = False


def made_from(theme: Theme, words: CardWords) -> str:
    """Return what a card is drawn from: two with the same have the same bytes."""
    colours = ",".join(_colours(theme))
    fonts = ",".join(face.name + theme.assets.get(f"{face.name}.woff2", "") for face in _faces(theme))
    return f"1|{colours}|{fonts}|{words!r}"


def draw_card(theme: Theme, words: CardWords) -> bytes:
    """Draw a card as PNG, 1200 by 630: a title in the theme's letters, the publication's name below it.

    Letters that no font of the theme has are left out.
    """
    image = _ground(theme, words.name, words.kicker, is_rtl=words.is_rtl).copy()
    pen = _Pen(theme, ImageDraw.Draw(image), is_rtl=words.is_rtl)
    pen.write(words.title, (140 if words.kicker else 96, CARD_SIZE[1] - 206), _SIZES)
    return _png(image, _ACCENTED if words.kicker else _BAR, _colours(theme))


@lru_cache(maxsize=16)
def _ground(theme: Theme, name: str, kicker: str, *, is_rtl: bool) -> Image.Image:
    """Draw what all cards of a section have: how much of each pixel is covered."""
    width, height = CARD_SIZE
    image = Image.new("L", CARD_SIZE)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width, _BAR - 1), fill=255)
    for top, thickness in ((height - 176, 5), (height - 166, 1)):
        draw.rectangle((_MARGIN, top, width - _MARGIN, top + thickness - 1), fill=255)
    pen = _Pen(theme, draw, is_rtl=is_rtl)
    pen.write(kicker, (64, 112), (_KICKER,))
    pen.write(name, (height - 128, height - 56), (_NAME, 44, 36))
    return image


class _Pen:
    """Writes on a card, from the side where its lines begin."""

    def __init__(self, theme: Theme, draw: ImageDraw.ImageDraw, *, is_rtl: bool) -> None:
        self._theme = theme
        self._draw = draw
        self._is_rtl = is_rtl

    def write(self, text: str, room: tuple[int, int], sizes: Sequence[int]) -> None:
        """Write a text as large as fits between two heights; what does not fit in the smallest size is cut."""
        top, bottom = room
        words = text.split()
        lengths = [self._length(word, sizes[0]) for word in words]
        for size in sizes:
            wide = (CARD_SIZE[0] - 2 * _MARGIN) * sizes[0] / size
            lines, most = (
                _lines(words, lengths, sizes[0] * _SPACE, wide),
                int((bottom - top) / size / _LEADING),
            )
            if len(lines) <= most:
                break
        if len(lines) > most:
            lines = [*lines[: most - 1], [*lines[most - 1], "…"]] if most else lines[:1]
        for number, line in enumerate(lines):
            self._line(line, top + size * (0.9 + _LEADING * number), size)

    def _line(self, words: list[str], baseline: float, size: int) -> None:
        """Write words from one side to the other; those in the other direction keep theirs among each other."""
        at = float(CARD_SIZE[0] - _MARGIN if self._is_rtl else _MARGIN)
        for stretch in _stretches(words, is_rtl=self._is_rtl):
            is_rtl = self._is_rtl if stretch.is_along else not self._is_rtl
            length = self._length(stretch.text, size)
            start = at - length if self._is_rtl else at
            self._runs(stretch.text, start + length if is_rtl else start, baseline, size, is_rtl=is_rtl)
            step = length + size * _SPACE
            at += -step if self._is_rtl else step

    def _runs(self, text: str, at: float, baseline: float, size: int, *, is_rtl: bool) -> None:
        for run in _runs(self._theme, text, size):
            length = run.font.getlength(run.text)
            self._draw.text((at - length if is_rtl else at, baseline), run.text, 255, run.font, anchor="ls")
            at += -length if is_rtl else length

    def _length(self, text: str, size: int) -> float:
        return sum(run.font.getlength(run.text) for run in _runs(self._theme, text, size))


def _stretches(words: Sequence[str], *, is_rtl: bool) -> list[_Stretch]:
    """Return words in the order in which they stand on a line, several of the other direction as one stretch."""
    found: list[_Stretch] = []
    between: list[str] = []
    for word in words:
        way = _way(word)
        is_across = way is not None and way != is_rtl
        if is_across and found and not found[-1].is_along:
            found[-1] = _Stretch(" ".join([found[-1].text, *between, word]), is_along=False)
            between = []
        elif way is None and found and not found[-1].is_along:
            # Figures between two words of the other direction belong to these.
            between.append(word)
        else:
            found += [_Stretch(one, is_along=True) for one in between]
            between = []
            found.append(_Stretch(word, is_along=not is_across))
    return found + [_Stretch(one, is_along=True) for one in between]


def _way(word: str) -> bool | None:
    """Tell whether a word is written from right to left; None for figures and marks."""
    ways = (bidirectional(letter) for letter in word)
    return next((way != "L" for way in ways if way in {"L", "R", "AL"}), None)


def _lines(words: Sequence[str], lengths: Sequence[float], space: float, room: float) -> list[list[str]]:
    """Return words as lines, none longer than the room that there is unless one word is."""
    lines: list[list[str]] = []
    used = 0.0
    for word, length in zip(words, lengths, strict=True):
        if lines and used + space + length <= room:
            lines[-1].append(word)
            used += space + length
        else:
            lines.append([word])
            used = length
    return lines


def _runs(theme: Theme, text: str, size: int) -> Iterator[_Run]:
    """Yield stretches of a text that one font has all letters of."""
    known, stretch = None, ""
    for letter in text:
        face = _face_of(theme, letter)
        if face is None:
            continue
        if known is not None and face != known:
            yield _Run(stretch, _font(theme, known, size))
            stretch = ""
        known, stretch = face, stretch + letter
    if known is not None:
        yield _Run(stretch, _font(theme, known, size))


@lru_cache(maxsize=4096)
def _face_of(theme: Theme, letter: str) -> str | None:
    """Return the first font that has a letter."""
    code = ord(letter)
    return next(
        (face.name for face in _faces(theme) if any(first <= code <= last for first, last in face.ranges)),
        None,
    )


@lru_cache(maxsize=4)
def _faces(theme: Theme) -> tuple[_Face, ...]:
    found: Mapping[str, str] = dict(_FACE.findall(theme.files["style.css"].decode()))
    return tuple(
        _Face(name, [(int(first, 16), int(last or first, 16)) for first, last in _RANGE.findall(ranges)])
        for cut in _CUTS
        for name, ranges in found.items()
        if name.startswith(cut) and f"{name}.woff2" in theme.files
    )


@lru_cache(maxsize=128)
def _font(theme: Theme, name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(io.BytesIO(theme.files[f"{name}.woff2"]), size)


@lru_cache(maxsize=4)
def _colours(theme: Theme) -> tuple[str, str, str]:
    """Return the theme's paper, ink and accent."""
    light = schemes(theme.files["style.css"].decode())[0]
    return light.get("--paper", "#ffffff"), light.get("--ink", "#000000"), light.get("--accent", "#000000")


def _png(image: Image.Image, accented: int, colours: tuple[str, str, str]) -> bytes:
    """Write what was drawn as a PNG of sixteen colours, in a fifth of the time that any colours would take.

    Args:
        image: how much of each pixel is covered.
        accented: the rows from the top that are in the accent's colour; the others are in the ink's.
        colours: of paper, ink and accent.
    """
    width, height = image.size
    inked, accent = _tables()
    covered = image.tobytes()
    shades = covered[: width * accented].translate(accent) + covered[width * accented :].translate(inked)
    # Two pixels share a byte.
    pairs = int.from_bytes(shades[::2]) << 4 | int.from_bytes(shades[1::2])
    packed, row = pairs.to_bytes(width * height // 2), width // 2
    rows = b"".join(b"\0" + packed[start : start + row] for start in range(0, len(packed), row))
    header = struct.pack(">IIBBBBB", width, height, 4, 3, 0, 0, 0)
    chunks = (
        (b"IHDR", header),
        (b"PLTE", _palette(*colours)),
        (b"IDAT", deflate.zlib_compress(rows, 6)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


@lru_cache(maxsize=1)
def _tables() -> tuple[bytes, bytes]:
    """Return which of the sixteen colours stands for how much of a pixel is covered with ink, and with accent."""
    accents = [round(covered / 255 * _ACCENTS) for covered in range(256)]
    return (
        bytes(round(covered / 255 * _INKS) for covered in range(256)),
        bytes(_INKS + shade if shade else 0 for shade in accents),
    )


@lru_cache(maxsize=8)
def _palette(paper: str, ink: str, accent: str) -> bytes:
    ground = ImageColor.getrgb(paper)[:3]
    colours = [ground]
    for colour, shades in ((ink, _INKS), (accent, _ACCENTS)):
        full = ImageColor.getrgb(colour)[:3]
        for shade in range(1, shades + 1):
            mixed = [
                round(low + (high - low) * shade / shades) for low, high in zip(ground, full, strict=True)
            ]
            colours.append((mixed[0], mixed[1], mixed[2]))
    return bytes(part for colour in colours for part in colour)
