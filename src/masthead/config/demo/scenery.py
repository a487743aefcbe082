"""Paint the things several pictures share: skies, suns, water, trees, birds."""

from __future__ import annotations

import math

from .canvas import HEIGHT, WIDTH, Canvas, Colour, Point, block, hills, mix, oval


def sky(canvas: Canvas, horizon: float = 700) -> None:
    """Spray the sky from the high colour down to the low one."""
    inks = canvas.palette
    canvas.box(0, 0, WIDTH, HEIGHT, inks.low)
    bands = 7
    for band in range(bands):
        share = 1 - band / bands
        top = horizon * band / bands
        colour = mix(inks.low, inks.high, share)
        edge = horizon * (band + 1) / bands
        canvas.box(0, top, WIDTH, edge, colour)
        lower = mix(inks.low, inks.high, share - 1 / bands)
        canvas.spray(block(0, top, WIDTH, edge), lower)


def sun(canvas: Canvas, x: float, y: float, radius: float) -> None:
    """Hang a sun or moon with two pale rings around it."""
    inks = canvas.palette
    for size, opacity in ((2.3, 0.10), (1.75, 0.13), (1.32, 0.18)):
        canvas.glaze(oval(x, y, radius * size), inks.sun, opacity)
    canvas.disc(x, y, radius, inks.sun)
    canvas.spray(oval(x, y, radius), mix(inks.sun, inks.accent, 0.45), "down", 0.55, 0.7)


def clouds(canvas: Canvas, top: float, bottom: float, count: int = 4) -> None:
    """Float flat clouds built of stacked bars."""
    colour = mix(canvas.palette.low, canvas.palette.paper, 0.65)
    for _ in range(count):
        x = canvas.random.uniform(-60, WIDTH - 160)
        y = canvas.random.uniform(top, bottom)
        long = canvas.random.uniform(200, 380)
        for row in range(canvas.random.choice((2, 3))):
            start = x + canvas.random.uniform(0, 0.35) * long
            width = long * canvas.random.uniform(0.5, 0.9)
            canvas.pill(start, y + row * 18, start + width, y + row * 18 + 20, colour)


def birds(canvas: Canvas, x: float, y: float, count: int = 5) -> None:
    """Scatter gulls, each made of two short strokes."""
    for _ in range(count):
        left = x + canvas.random.uniform(-150, 150)
        top = y + canvas.random.uniform(-70, 70)
        span = canvas.random.uniform(14, 26)
        wing = span * 0.5
        points = [
            (left - span, top - wing * 0.5),
            (left - span * 0.45, top - wing),
            (left, top),
            (left + span * 0.45, top - wing),
            (left + span, top - wing * 0.5),
        ]
        canvas.line(points, canvas.palette.tone(0.9), 4)


def water(canvas: Canvas, top: float, light: float, bottom: float = HEIGHT) -> None:
    """Lay water from top to bottom with the light's path at one place."""
    inks = canvas.palette
    canvas.box(0, top, WIDTH, bottom, mix(inks.low, inks.tone(0.5), 0.6))
    canvas.spray(block(0, top, WIDTH, bottom), inks.tone(0.75), "down", 1.0)
    glint = mix(inks.sun, inks.paper, 0.2)
    rows = 15
    for row in range(rows):
        depth = (row + 0.5) / rows
        y = top + (bottom - top) * depth**1.35
        for _ in range(3):
            width = (26 + 120 * depth) * canvas.random.uniform(0.4, 1.1)
            middle = light + canvas.random.gauss(0, 46 + 70 * depth)
            tall = 3 + 6 * depth
            canvas.pill(middle - width, y, middle + width, y + tall, glint)
    ripples(canvas, top, bottom, mix(inks.low, inks.tone(0.5), 0.35))


def ripples(canvas: Canvas, top: float, bottom: float, colour: Colour) -> None:
    """Scatter short flat strokes over water."""
    for _ in range(46):
        depth = canvas.random.random() ** 0.8
        y = top + 8 + (bottom - top) * depth
        x = canvas.random.uniform(-40, WIDTH)
        width = (30 + 110 * depth) * canvas.random.uniform(0.5, 1.2)
        canvas.pill(x, y, x + width, y + 2 + 4 * depth, colour)


def range_of_hills(
    canvas: Canvas, base: float, swell: float, depth: float, waves: float = 1.5
) -> list[Point]:
    """Paint one line of hills with mist at its foot."""
    inks = canvas.palette
    outline = hills(canvas, base, swell, waves)
    canvas.shape(outline, inks.tone(depth))
    mist(canvas, outline, base + swell * 2.6, depth)
    return outline


def mist(canvas: Canvas, outline: list[Point], level: float, depth: float) -> None:
    """Fill the foot of a line of hills with mist, thickest at one level."""
    colour = mix(canvas.palette.low, canvas.palette.tone(depth), 0.4)
    canvas.spray([(x, min(y, level)) for x, y in outline], colour)
    canvas.box(0, level, WIDTH, HEIGHT, colour)


def pine(canvas: Canvas, x: float, foot: float, tall: float, colour: Colour) -> None:
    """Plant a conifer of stacked triangles, lit on one side."""
    lit = mix(colour, canvas.palette.far, 0.28)
    canvas.box(x - tall * 0.02, foot - tall * 0.1, x + tall * 0.02, foot, colour)
    for tier in range(4):
        half = tall * (0.09 + 0.055 * tier)
        top = foot - tall + tall * 0.19 * tier
        low = top + tall * 0.33
        canvas.shape([(x, top), (x + half, low), (x - half, low)], colour)
        canvas.shape([(x, top), (x, low - tall * 0.04), (x - half, low)], lit)


def poplar(canvas: Canvas, x: float, foot: float, tall: float, colour: Colour) -> None:
    """Plant a slim tree shaped like a flame."""
    canvas.box(x - tall * 0.018, foot - tall * 0.2, x + tall * 0.018, foot, colour)
    leaf = [
        (
            x + tall * 0.13 * math.sin(a) * (0.75 + 0.25 * math.cos(a)),
            foot - tall * 0.56 + tall * 0.44 * math.cos(a),
        )
        for a in (math.tau * step / 40 for step in range(40))
    ]
    canvas.shape(leaf, colour)
    lit = mix(colour, canvas.palette.far, 0.55)
    canvas.spray(leaf, lit, "left", 0.9, 0.75)


def cottage(canvas: Canvas, x: float, foot: float, wide: float) -> None:
    """Build a small house with a lit gable and a chimney."""
    inks = canvas.palette
    eaves, ridge = foot - wide * 0.42, foot - wide * 0.72
    corner, peak = (x + wide * 0.36, eaves), (x + wide * 0.18, ridge)
    canvas.box(x, eaves, x + wide, foot, inks.paper)
    canvas.box(x + wide * 0.72, ridge - wide * 0.12, x + wide * 0.82, eaves, inks.near)
    canvas.shape([peak, (x + wide * 0.9, ridge), (x + wide * 1.04, eaves), corner], inks.accent)
    gable = [(x, foot), (x, eaves), peak, corner, (x + wide * 0.36, foot)]
    canvas.shape(gable, mix(inks.paper, inks.far, 0.45))
    for spot in (0.48, 0.7):
        left = x + wide * spot
        canvas.box(left, foot - wide * 0.3, left + wide * 0.1, foot - wide * 0.15, inks.near)
    canvas.box(x + wide * 0.13, foot - wide * 0.25, x + wide * 0.24, foot, inks.near)


def sailing_boat(canvas: Canvas, x: float, foot: float, tall: float) -> None:
    """Float a boat with two sails, heeling a little."""
    inks = canvas.palette
    mast = (x + tall * 0.06, foot - tall)
    canvas.shape([(x, foot - tall * 0.14), mast, (x + tall * 0.42, foot - tall * 0.16)], inks.paper)
    canvas.spray(
        [(x, foot - tall * 0.14), mast, (x + tall * 0.42, foot - tall * 0.16)], inks.tone(0.2), "right", 0.8
    )
    canvas.shape(
        [
            (x - tall * 0.03, foot - tall * 0.14),
            (x + tall * 0.03, foot - tall * 0.9),
            (x - tall * 0.32, foot - tall * 0.15),
        ],
        inks.accent,
    )
    canvas.shape(
        [
            (x - tall * 0.36, foot - tall * 0.11),
            (x + tall * 0.46, foot - tall * 0.12),
            (x + tall * 0.32, foot),
            (x - tall * 0.24, foot),
        ],
        inks.near,
    )


def rays(canvas: Canvas, x: float, y: float, colour: Colour, count: int = 20) -> None:
    """Fan rays out from one point to beyond the edges."""
    far = 2400
    for ray in range(count):
        start = math.tau * (ray + 0.25) / count
        stop = start + math.tau / count / 2
        canvas.shape(
            [
                (x, y),
                (x + far * math.cos(start), y + far * math.sin(start)),
                (x + far * math.cos(stop), y + far * math.sin(stop)),
            ],
            colour,
        )
