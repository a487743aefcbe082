"""Provide a poster painter's canvas: palettes, flat shapes and sprayed shading."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageColor, ImageDraw

WIDTH = 1600
HEIGHT = 1000
# Shapes are drawn this many times larger and reduced, which smooths edges.
SUPERSAMPLE = 2
# How a gradient that darkens downwards is turned to darken elsewhere.
TURNS = {
    "up": Image.Transpose.ROTATE_180,
    "right": Image.Transpose.ROTATE_90,
    "left": Image.Transpose.ROTATE_270,
}

Colour = tuple[int, int, int]
Point = tuple[float, float]


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Blend two colours, taking the given share of the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


@dataclass(frozen=True)
class Palette:
    """Hold the seven inks a picture is printed with."""

    high: Colour
    low: Colour
    sun: Colour
    far: Colour
    near: Colour
    accent: Colour
    paper: Colour

    def tone(self, depth: float) -> Colour:
        """Return the silhouette ink for a depth from 0 (far) to 1 (near)."""
        return mix(self.far, self.near, depth)


def _palette(inks: str) -> Palette:
    """Read a palette from seven hexadecimal colours."""
    return Palette(*(ImageColor.getrgb(f"#{ink}")[:3] for ink in inks.split()))


PALETTES: dict[str, Palette] = {
    "dawn": _palette("7189b5 fbd0a6 fff0c4 c79aa6 2c3358 e4604a fff4e2"),
    "dusk": _palette("2a2458 f27d5c ffd27d 96507c 1b1538 ff9f45 ffe9cf"),
    "noon": _palette("3f9bc4 f6ecd2 fff3b8 8dbdb6 17485a e8553c fffaf0"),
    "ink": _palette("5d6670 e6dfcd d9482f a5a49c 14181e d9482f f6f0e2"),
    "moss": _palette("8fae8b f4ebc6 f6c453 a3b57c 1d3527 d8602f fbf5e0"),
    "clay": _palette("d9834f f9e2b8 fff4d4 d58a5e 43201c 23707a fff5e3"),
    "ice": _palette("6aa6cb eef6f5 ffffff a8cad8 18385a ef6448 ffffff"),
    "ember": _palette("43101f f46a30 ffd566 ad362b 1c0a13 ffb347 ffe8c4"),
}


class Canvas:
    """Collect shapes in a space of 1600 by 1000 units, whatever the scale."""

    def __init__(self, palette: Palette, seed: str, scale: float = 1.0) -> None:
        """Prepare an empty canvas for one palette and one seed."""
        self.palette = palette
        # Pictures must come out alike each time; nothing here is a secret.
        self.random = random.Random(seed)  # noqa: S311
        self.scale = scale * SUPERSAMPLE
        extent = round(WIDTH * self.scale), round(HEIGHT * self.scale)
        self.image = Image.new("RGB", extent, palette.low)
        self.pen = ImageDraw.Draw(self.image)
        self.noise = self._noise(extent)

    def _noise(self, extent: tuple[int, int]) -> Image.Image:
        """Tile a square of seeded noise over the whole canvas."""
        side = 256
        tile = Image.frombytes("L", (side, side), self.random.randbytes(side * side))
        # One grain should survive the final reduction as one pixel.
        step = side * SUPERSAMPLE
        tile = tile.resize((step, step), Image.Resampling.NEAREST)
        sheet = Image.new("L", extent)
        for left in range(0, extent[0], step):
            for top in range(0, extent[1], step):
                sheet.paste(tile, (left, top))
        return sheet

    def _place(self, points: Iterable[Point]) -> list[Point]:
        """Turn picture units into pixels."""
        return [(x * self.scale, y * self.scale) for x, y in points]

    # ------------------------------------------------------------ flat shapes

    def shape(self, points: Iterable[Point], colour: Colour) -> None:
        """Fill a polygon."""
        self.pen.polygon(self._place(points), fill=colour)

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        """Fill a rectangle."""
        self.pen.rectangle(self._place([(left, top), (right, bottom)]), fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: Colour, flat: float = 1.0) -> None:
        """Fill a circle, or an ellipse when flat differs from 1."""
        tall = radius * flat
        box = self._place([(x - radius, y - tall), (x + radius, y + tall)])
        self.pen.ellipse(box, fill=colour)

    def line(self, points: Iterable[Point], colour: Colour, width: float = 3) -> None:
        """Draw a line through the points, with rounded corners."""
        pixels = max(1, round(width * self.scale))
        self.pen.line(self._place(points), fill=colour, width=pixels, joint="curve")

    def ring(self, x: float, y: float, radius: float, colour: Colour, width: float) -> None:
        """Draw a circle's outline."""
        box = self._place([(x - radius, y - radius), (x + radius, y + radius)])
        self.pen.ellipse(box, outline=colour, width=max(1, round(width * self.scale)))

    def arc(self, x: float, y: float, radius: float, span: Point, colour: Colour, width: float) -> None:
        """Draw the part of a circle between two angles in degrees."""
        box = self._place([(x - radius, y - radius), (x + radius, y + radius)])
        pixels = max(1, round(width * self.scale))
        self.pen.arc(box, span[0], span[1], fill=colour, width=pixels)

    def pill(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        """Fill a bar with round ends."""
        radius = min(right - left, bottom - top) / 2 * self.scale
        box = self._place([(left, top), (right, bottom)])
        self.pen.rounded_rectangle(box, radius, fill=colour)

    # --------------------------------------------------- glazes and sprayed ink

    def _mask(
        self, points: Sequence[Point], strength: int
    ) -> tuple[Image.Image, tuple[int, int, int, int]] | None:
        """Cut a stencil for a polygon and give the pixels it covers."""
        placed = self._place(points)
        left = max(0, math.floor(min(x for x, _ in placed)))
        top = max(0, math.floor(min(y for _, y in placed)))
        right = min(self.image.width, math.ceil(max(x for x, _ in placed)))
        bottom = min(self.image.height, math.ceil(max(y for _, y in placed)))
        if right <= left or bottom <= top:
            return None
        stencil = Image.new("L", (right - left, bottom - top))
        moved = [(x - left, y - top) for x, y in placed]
        ImageDraw.Draw(stencil).polygon(moved, fill=strength)
        return stencil, (left, top, right, bottom)

    def glaze(self, points: Sequence[Point], colour: Colour, opacity: float) -> None:
        """Lay a translucent polygon over what is already there."""
        cut = self._mask(points, round(255 * opacity))
        if cut:
            self.image.paste(colour, cut[1], cut[0])

    def spray(
        self,
        points: Sequence[Point],
        colour: Colour,
        towards: str = "down",
        strength: float = 1.0,
        reach: float = 1.0,
    ) -> None:
        """Spray ink through a stencil, denser towards one side."""
        cut = self._mask(points, 255)
        if not cut:
            return
        stencil, area = cut
        ramp = Image.linear_gradient("L")
        if towards in TURNS:
            ramp = ramp.transpose(TURNS[towards])
        start = 255 * (1 - reach)
        ramp = ramp.point([round(max(0.0, v - start) / reach * strength) for v in range(256)])
        ramp = ramp.resize(stencil.size, Image.Resampling.NEAREST)
        dots = ImageChops.add(ramp, self.noise.crop(area), 1, -255)
        dots = ImageChops.darker(stencil, dots).point([0] + [255] * 255, "1")
        self.image.paste(colour, area, dots)

    def finish(self, size: tuple[int, int]) -> Image.Image:
        """Reduce to the wanted size, trim the overhang and press in the paper grain."""
        small = self.image.reduce(SUPERSAMPLE)
        left = max(0, (small.width - size[0]) // 2)
        top = max(0, (small.height - size[1]) // 2)
        small = small.crop((left, top, left + size[0], top + size[1]))
        grain = self.noise.crop((0, 0, *size)).point([118 + v // 14 for v in range(256)])
        return ImageChops.soft_light(small, Image.merge("RGB", (grain,) * 3))


# ------------------------------------------------------------------ outlines


def oval(x: float, y: float, radius: float, flat: float = 1.0) -> list[Point]:
    """Return the outline of an ellipse."""
    angles = [math.tau * step / 72 for step in range(72)]
    return [(x + radius * math.cos(a), y + radius * flat * math.sin(a)) for a in angles]


def block(left: float, top: float, right: float, bottom: float) -> list[Point]:
    """Return the outline of a rectangle."""
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def hills(canvas: Canvas, base: float, swell: float, waves: float = 1.5) -> list[Point]:
    """Return a smooth rolling skyline closed along the lower edge."""
    shift = canvas.random.uniform(0, math.tau)
    other = canvas.random.uniform(0, math.tau)
    crest: list[Point] = []
    for x in range(-20, WIDTH + 40, 20):
        turn = x / WIDTH * math.tau
        lift = math.sin(turn * waves + shift) + 0.45 * math.sin(turn * waves * 2.3 + other)
        crest.append((x, base - lift * swell))
    return [*crest, (WIDTH + 20, HEIGHT), (-20, HEIGHT)]
