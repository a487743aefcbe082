"""Colours on screens: contrast as WCAG counts it, and the nearest shade that can be read."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable

__all__ = ["READABLE", "contrast", "is_colour", "readable"]

# The least contrast of text with its ground: WCAG 2.2, criterion 1.4.3.
READABLE = 4.5
_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_STEPS = 200


def is_colour(text: str) -> bool:
    """Tell whether a text is a colour as ``#rgb`` or ``#rrggbb``."""
    return _HEX.fullmatch(text) is not None


def _channels(colour: str) -> tuple[float, float, float]:
    if not is_colour(colour):
        raise ValueError(f"{colour!r} is no colour. Write it as #rrggbb.")
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    red, green, blue = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    return red, green, blue


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour in sRGB, 0 to 1, by WCAG's definition."""
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21, by WCAG's definition."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable(colour: str, grounds: Iterable[str]) -> str:
    """Return the colour, or the nearest shade of it that can be read on all these grounds.

    The shade keeps its hue and becomes darker on light grounds and lighter on dark ones.

    Args:
        colour: as ``#rgb`` or ``#rrggbb``.
        grounds: what it stands on: all light, or all dark.

    Raises:
        ValueError: the colour is none.
    """
    grounds = list(grounds)
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    is_light = all(_luminance(ground) > 0.18 for ground in grounds)
    end = 0.0 if is_light else 1.0
    for step in range(_STEPS + 1):
        shade = _hex(hue, lightness + (end - lightness) * step / _STEPS, saturation)
        if all(contrast(shade, ground) >= READABLE for ground in grounds):
            return shade
    return "#000000" if is_light else "#ffffff"


def _hex(hue: float, lightness: float, saturation: float) -> str:
    return "#" + "".join(f"{round(one * 255):02x}" for one in colorsys.hls_to_rgb(hue, lightness, saturation))
