"""The publication's icons: its logo where that is about square, else its initial, else a drawn sheet of newspaper."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from PIL import Image, ImageColor, ImageDraw, ImageFont, UnidentifiedImageError

__all__ = ["IconStyle", "draw_ico", "draw_icon", "draw_svg", "readable_on"]

# What every mask that a system lays over an icon leaves: four fifths of its width.
_SAFE = 0.8
_WIDEST = 1.6
_ROUND = 0.18


@dataclass(frozen=True)
class IconStyle:
    """What an icon shows.

    Attributes:
        name: the publication's name; its first letter is drawn.
        logo: an image's bytes, or nothing.
        ground: the colour behind the letter.
        ink: the letter's colour.
    """

    name: str
    logo: bytes = b""
    ground: str = "#a6121f"
    ink: str = "#ffffff"


def readable_on(ground: str) -> str:
    """Return white or black, whichever stands out more from a colour."""
    red, green, blue = ImageColor.getrgb(ground)[:3]
    return "#ffffff" if 0.299 * red + 0.587 * green + 0.114 * blue < 150 else "#000000"


def draw_icon(style: IconStyle, size: int, *, is_maskable: bool = False) -> bytes:
    """Return a square PNG.

    Args:
        style: what it shows.
        size: its width in pixels.
        is_maskable: fill the square to its edges and keep what matters inside every mask.
    """
    return _png(_drawn(style, size, is_maskable=is_maskable))


def draw_ico(style: IconStyle) -> bytes:
    """Return the icon in the three small sizes that browsers ask for without being told of any."""
    buffer = io.BytesIO()
    _drawn(style, 48, is_maskable=False).save(buffer, "ICO", sizes=[(16, 16), (32, 32), (48, 48)])
    return buffer.getvalue()


def draw_svg(style: IconStyle) -> bytes:
    """Return the icon as SVG: the letter as text, so that every script that a reader's system has is right."""
    logo = _square_logo(style.logo)
    if logo is not None:
        data = base64.b64encode(draw_icon(style, 96)).decode()
        inside = f'<image width="64" height="64" href="data:image/png;base64,{data}"/>'
    else:
        inside = (
            f'<rect width="64" height="64" rx="{64 * _ROUND:g}" fill="{style.ground}"/>'
            f'<text x="32" y="46" text-anchor="middle" font-family="Georgia, serif" font-weight="700" '
            f'font-size="42" fill="{style.ink}">{escape(_initial(style.name))}</text>'
        )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">{inside}</svg>\n'.encode()


def _png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _initial(name: str) -> str:
    words = [word for word in name.split() if word.lower() not in {"the", "a", "an", "la", "le", "el", "die"}]
    letters = (letter for word in words or [name] for letter in word if letter.isalnum())
    return next(letters, "").upper()[:1]


def _drawn(style: IconStyle, size: int, *, is_maskable: bool) -> Image.Image:
    logo = _square_logo(style.logo)
    # Drawn twice as large and made small, so that edges are smooth.
    large = size * 2
    ground = "#ffffff" if logo is not None else style.ground
    image = Image.new("RGBA", (large, large), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    if is_maskable:
        pen.rectangle((0, 0, large, large), fill=ground)
    else:
        pen.rounded_rectangle((0, 0, large - 1, large - 1), radius=large * _ROUND, fill=ground)
    room = int(large * (_SAFE if is_maskable else 0.9))
    if logo is not None:
        logo.thumbnail((room, room), Image.Resampling.LANCZOS)
        image.alpha_composite(logo, ((large - logo.width) // 2, (large - logo.height) // 2))
    else:
        _draw_initial(pen, style, large, room)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def _draw_initial(pen: ImageDraw.ImageDraw, style: IconStyle, large: int, room: int) -> None:
    letter = _initial(style.name)
    font = ImageFont.load_default(room * 0.85)
    if not letter or not _has(font, letter):
        _draw_sheet(pen, style, large, room)
        return
    left, top, right, bottom = pen.textbbox((0, 0), letter, font=font)
    pen.text(
        ((large - right - left) / 2, (large - bottom - top) / 2), letter, font=font, fill=style.ink,
        stroke_width=room * 0.02, stroke_fill=style.ink,
    )  # fmt: skip


def _draw_sheet(pen: ImageDraw.ImageDraw, style: IconStyle, large: int, room: int) -> None:
    """Draw a front page: a thick line and three thin ones."""
    width, unit = room * 0.62, room * 0.62 / 10
    left, top = (large - width) / 2, (large - unit * 10) / 2
    pen.rectangle((left, top, left + width, top + unit * 3), fill=style.ink)
    for line in range(3):
        at = top + unit * (4.6 + line * 2)
        pen.rectangle((left, at, left + width * (1, 1, 0.6)[line], at + unit), fill=style.ink)


def _has(font: ImageFont.FreeTypeFont | ImageFont.ImageFont, letter: str) -> bool:
    """Tell whether a font has a letter: what it lacks looks like a character that none has."""
    return bytes(font.getmask(letter)) != bytes(font.getmask("\U0010fffe"))


@lru_cache(maxsize=2)
def _read(logo: bytes) -> Image.Image | None:
    try:
        image = Image.open(io.BytesIO(logo)).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    return image if max(image.size) <= _WIDEST * min(image.size) else None


def _square_logo(logo: bytes) -> Image.Image | None:
    """Return a logo that can stand in a square; a wide one could not be read there."""
    image = _read(logo) if logo else None
    return image.copy() if image is not None else None
