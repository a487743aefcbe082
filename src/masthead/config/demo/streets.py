"""Paint the motifs of the town: its skyline and its market."""

from __future__ import annotations

import math

from .canvas import HEIGHT, WIDTH, Canvas, Colour, block, mix
from .scenery import clouds, sky, sun


def city(canvas: Canvas) -> None:
    """Paint three rows of towers against a large sun."""
    inks = canvas.palette
    sky(canvas, 800)
    sun(canvas, 760, 470, 270)
    clouds(canvas, 90, 330, 4)
    for row, (depth, top, count) in enumerate(((0.12, 420, 17), (0.45, 520, 13), (0.85, 640, 11))):
        x = canvas.random.uniform(-60, 0)
        while x < WIDTH:
            wide = WIDTH / count * canvas.random.uniform(0.72, 1.25)
            dip = 1 - 0.5 * math.exp(-(((x - 760) / 330) ** 2))
            roof = top + (1 - dip) * 210 + canvas.random.uniform(-130, 90)
            _tower_block(canvas, (x, roof, x + wide, 960), depth, row)
            x += wide + canvas.random.uniform(-4, 16)
        mist = mix(inks.low, inks.tone(depth), 0.3)
        canvas.spray(block(0, top + 60, WIDTH, 1000), mist, "down", 0.75 if row < 2 else 0.2)
    canvas.box(0, 945, WIDTH, HEIGHT, inks.near)
    for x in range(20, WIDTH, 74):
        canvas.disc(x + canvas.random.uniform(-14, 14), 944, canvas.random.uniform(24, 42), inks.near)


def _tower_block(canvas: Canvas, edges: tuple[float, float, float, float], depth: float, row: int) -> None:
    """Build one tower with a random roof and lit windows."""
    inks, chance = canvas.palette, canvas.random
    left, top, right, bottom = edges
    colour = inks.tone(depth + chance.uniform(-0.05, 0.08))
    middle, wide = (left + right) / 2, right - left
    roof = chance.choice(("flat", "flat", "step", "step", "spire", "dome", "tank"))
    if roof == "step":
        canvas.box(left + wide * 0.2, top - wide * 0.3, right - wide * 0.2, top, colour)
        canvas.line([(middle, top - wide * 0.3), (middle, top - wide * 0.75)], colour, 5)
    elif roof == "spire":
        canvas.shape([(left + 6, top), (middle, top - min(90, wide)), (right - 6, top)], colour)
    elif roof == "dome":
        canvas.disc(middle, top, wide * 0.42, colour)
        canvas.line([(middle, top), (middle, top - wide * 0.75)], colour, 5)
    elif roof == "tank":
        canvas.box(middle - wide * 0.16, top - wide * 0.34, middle + wide * 0.16, top - 12, colour)
        canvas.line([(middle, top), (middle, top - wide * 0.1)], colour, wide * 0.2)
    canvas.box(left, top, right, bottom, colour)
    canvas.spray(block(middle, top, right, bottom), inks.tone(min(1, depth + 0.2)), "right", 0.8)
    _windows(canvas, edges, colour, row)


def _windows(canvas: Canvas, edges: tuple[float, float, float, float], wall: Colour, row: int) -> None:
    """Light some of a tower's windows; far towers stay blank."""
    inks, chance = canvas.palette, canvas.random
    left, top, right, bottom = edges
    if row == 0:
        return
    columns = max(2, int((right - left) // (22 + row * 14)))
    pitch, lit = (right - left) / (columns + 0.5), mix(inks.sun, inks.paper, 0.25)
    y = top + 22
    while y < bottom - 30:
        for column in range(columns):
            x = left + pitch * (column + 0.45)
            glow = chance.random() < 0.2
            colour = lit if glow else mix(wall, inks.far, 0.14)
            canvas.box(x, y, x + pitch * 0.5, y + pitch * 0.7, colour)
        y += pitch * 1.2


def market(canvas: Canvas) -> None:
    """Paint three stalls with striped awnings and heaps of fruit."""
    inks = canvas.palette
    sky(canvas, 560)
    sun(canvas, 1160, 250, 140)
    x = -30.0
    while x < WIDTH:
        wide = canvas.random.uniform(150, 240)
        _house(canvas, x, canvas.random.uniform(230, 400), wide)
        x += wide
    canvas.box(0, 800, WIDTH, HEIGHT, mix(inks.tone(0.55), inks.sun, 0.2))
    canvas.spray(block(0, 800, WIDTH, HEIGHT), inks.near, "down", 0.8)
    for span in (0, 1):
        rope = [(span * 800 + t * 80, 150 + 74 * math.sin(math.pi * t / 10)) for t in range(11)]
        canvas.line(rope, inks.near, 4)
        for flag, (left, y) in enumerate(rope[:-1]):
            colour = (inks.accent, inks.paper, inks.sun)[flag % 3]
            canvas.shape([(left + 8, y + 6), (left + 66, y + 8), (left + 37, y + 66)], colour)
    for stall, left in enumerate((60, 570, 1080)):
        _stall(canvas, left, (inks.accent, inks.tone(0.7), mix(inks.accent, inks.near, 0.4))[stall])


def _house(canvas: Canvas, left: float, top: float, wide: float) -> None:
    """Build one house front with shutters."""
    inks = canvas.palette
    wall = canvas.random.choice(
        (inks.tone(0.1), inks.tone(0.25), inks.tone(0.4), mix(inks.far, inks.sun, 0.4))
    )
    canvas.box(left, top, left + wide, 820, wall)
    canvas.shape(
        [(left - 8, top), (left + wide / 2, top - 70), (left + wide + 8, top)], mix(wall, inks.near, 0.4)
    )
    for row in range(2):
        for column in (0.2, 0.6):
            x, y = left + wide * column, top + 40 + row * 120
            canvas.box(x - 14, y, x + wide * 0.2 + 14, y + 74, mix(wall, inks.near, 0.3))
            canvas.box(x, y, x + wide * 0.2, y + 74, mix(inks.near, wall, 0.3))
    canvas.spray(block(left, top, left + wide, 820), mix(wall, inks.low, 0.5), "down", 0.7)


def _stall(canvas: Canvas, left: float, colour: Colour) -> None:
    """Set up one stall: posts, a counter, crates of fruit and an awning."""
    inks, wide = canvas.palette, 460
    canvas.glaze(block(left + 20, 560, left + wide - 20, 850), inks.near, 0.5)
    for post in (left + 16, left + wide - 28):
        canvas.box(post, 520, post + 12, 930, inks.near)
    for crate in range(3):
        _crate(canvas, left + 34 + crate * 134)
    canvas.box(left + 8, 816, left + wide - 8, 930, inks.tone(0.9))
    _awning(canvas, left, wide, colour)


def _crate(canvas: Canvas, x: float) -> None:
    """Fill a crate with a heap of one kind of fruit."""
    inks = canvas.palette
    fruit = canvas.random.choice((inks.accent, inks.sun, mix(inks.accent, inks.sun, 0.5), inks.far))
    for row in range(3):
        for ball in range(5 - row):
            spot = (x + 18 + row * 12 + ball * 23, 752 - row * 19)
            canvas.disc(*spot, 14, mix(fruit, inks.near, 0.28))
            canvas.disc(spot[0] - 2, spot[1] - 2, 12, fruit)
    for slat in (758, 788):
        canvas.box(x, slat, x + 126, slat + 24, mix(inks.paper, inks.far, 0.55))


def _awning(canvas: Canvas, left: float, wide: float, colour: Colour) -> None:
    """Stretch a striped awning with a scalloped edge."""
    inks, stripes = canvas.palette, 8
    pitch, short = wide / stripes, (wide - 92) / stripes
    for stripe in range(stripes):
        cloth = colour if stripe % 2 == 0 else inks.paper
        x, inner = left + stripe * pitch, left + 46 + stripe * short
        canvas.disc(x + pitch / 2, 560, pitch / 2, cloth)
        canvas.shape([(inner, 430), (inner + short, 430), (x + pitch, 562), (x, 562)], cloth)
    whole = [(left + 46, 430), (left + wide - 46, 430), (left + wide, 590), (left, 590)]
    canvas.spray(whole, inks.near, "down", 0.45, 0.7)
