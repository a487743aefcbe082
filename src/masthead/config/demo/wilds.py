"""Paint the motifs in which nobody is at home: sea, sand, forest, river, night."""

from __future__ import annotations

import math

from .canvas import HEIGHT, WIDTH, Canvas, Point, block, hills, mix, oval
from .scenery import (
    birds,
    clouds,
    pine,
    poplar,
    range_of_hills,
    ripples,
    sailing_boat,
    sky,
    sun,
)


def sea(canvas: Canvas) -> None:
    """Paint rolling waves, each row larger, with a boat between them."""
    inks = canvas.palette
    sky(canvas, 560)
    light = canvas.random.choice((480, 1120))
    sun(canvas, light, 400, 170)
    clouds(canvas, 80, 260, 3)
    canvas.box(0, 540, WIDTH, HEIGHT, mix(inks.low, inks.tone(0.4), 0.7))
    ripples(canvas, 540, 600, mix(inks.sun, inks.low, 0.3))
    for row in range(6):
        if row == 2:
            sailing_boat(canvas, WIDTH - light, 700, 330)
        _wave(canvas, 590 + row * row * 9 + row * 38, row)
    birds(canvas, 800, 250, 6)


def _wave(canvas: Canvas, base: float, row: int) -> None:
    """Roll one row of swell, cut like paper, with a pale rim and a shaded trough."""
    inks = canvas.palette
    length, lift = 230 + row * 84, 17 + row * 11
    shift = canvas.random.uniform(0, length)
    colour = inks.tone(0.14 + row * 0.15)

    def crest(turn: float, drop: float = 0.0) -> Point:
        # A trochoid, the true curve of swell: wide troughs and narrow crests.
        lean = lift * 0.35 * math.cos(turn)
        x = length * turn / math.tau - 0.085 * length * math.sin(turn) - shift + lean
        return x, base - lift * math.cos(turn) + drop

    last = int((WIDTH + 2 * length) / length) + 2
    turns = [math.tau * step / 28 for step in range(-28, last * 28)]
    for drop, ink in ((0.0, mix(colour, inks.paper, 0.5)), (4 + row * 1.7, colour)):
        top = [crest(turn, drop) for turn in turns]
        canvas.shape([*top, (WIDTH + 300, HEIGHT + 10), (-300, HEIGHT + 10)], ink)
    face = [*top, (WIDTH + 300, base + lift * 3), (-300, base + lift * 3)]
    canvas.spray(face, inks.tone(min(1.0, 0.42 + row * 0.14)), "down", 1.0)
    stroke = mix(colour, inks.paper, 0.3)
    for wave in range(last):
        x, y = crest(math.tau * (wave + canvas.random.uniform(-0.12, 0.12)), 24 + row * 11)
        canvas.pill(x - 24 - row * 9, y, x + 30 + row * 11, y + 3 + row, stroke)


def desert(canvas: Canvas) -> None:
    """Paint dunes with a sharp line between their lit and shaded sides."""
    sky(canvas, 620)
    sun(canvas, 1010, 400, 210)
    range_of_hills(canvas, 590, 24, 0.08, 2.4)
    for x, y, wide, depth in (
        (1330, 520, 760, 0.12),
        (300, 560, 820, 0.2),
        (1000, 640, 1000, 0.3),
        (240, 730, 1150, 0.42),
    ):
        _dune(canvas, x + canvas.random.uniform(-60, 60), y, wide, depth)
    for x, tall in ((1270, 250), (1340, 320), (1412, 220)):
        _palm(canvas, x, 830, tall)
    _dune(canvas, 1240, 812, 1500, 0.6)
    birds(canvas, 520, 270, 4)


def _dune(canvas: Canvas, x: float, top: float, wide: float, depth: float) -> None:
    """Heap one dune: a lit slope, and a shaded one behind a curving ridge."""
    inks = canvas.palette
    foot = top + wide * 0.3
    left = [
        (x - wide * (1 - t), foot - (foot - top) * t * t * (3 - 2 * t))
        for t in (step / 24 for step in range(25))
    ]
    right = [(x + wide * t, top + (foot - top) * t**0.8) for t in (step / 24 for step in range(25))]
    light = mix(inks.tone(depth * 0.6), inks.sun, 0.35)
    canvas.shape([*left, *right, (x + wide, HEIGHT + 10), (x - wide, HEIGHT + 10)], light)
    # The ridge swings twice on its way down, like the wind that made it.
    ridge = [
        (x + wide * 0.13 * math.sin(t * 5.2) * (0.4 + t) - wide * 0.32 * t, top + (foot - top) * 1.5 * t)
        for t in (step / 30 for step in range(31))
    ]
    shade = [*ridge, (x + wide, HEIGHT + 200), *right[::-1]]
    canvas.shape(shade, inks.tone(depth + 0.25))
    canvas.spray(shade, inks.tone(min(1, depth + 0.5)), "right", 0.8)
    canvas.spray([*left, *ridge[::-1], (x - wide, foot)], inks.tone(depth + 0.1), "down", 0.5)


def _palm(canvas: Canvas, x: float, foot: float, tall: float) -> None:
    """Plant a palm with a bent trunk and drooping fronds."""
    colour = canvas.palette.tone(0.95)
    lean = canvas.random.uniform(-0.15, 0.15) * tall
    trunk = [(x + lean * t * t, foot - tall * t) for t in (step / 10 for step in range(11))]
    canvas.line(trunk, colour, tall * 0.045)
    head = trunk[-1]
    for frond in range(9):
        angle = math.pi * (0.95 + 1.1 * frond / 8)
        reach = tall * canvas.random.uniform(0.3, 0.4)
        upper = [
            (
                head[0] + math.cos(angle) * reach * t,
                head[1] + math.sin(angle) * reach * t * 0.8 + reach * 0.75 * t * t,
            )
            for t in (step / 8 for step in range(9))
        ]
        lower = [
            (px, py + tall * 0.075 * math.sin(math.pi * step / 8)) for step, (px, py) in enumerate(upper)
        ]
        canvas.shape([*upper, *lower[::-1]], colour)


def forest(canvas: Canvas) -> None:
    """Paint rows of conifers fading into light, with dark trunks in front."""
    inks = canvas.palette
    sky(canvas, 760)
    sun(canvas, 760, 430, 180)
    for row in range(4):
        depth = 0.05 + row * 0.2
        ground = range_of_hills(canvas, 600 + row * 82, 16, depth, 1.4 + row * 0.3)
        for x in range(-40, WIDTH + 60, 46 + row * 22):
            gap = min(1.0, abs(x - 760) / (300 + 60 * row) + 0.32)
            tall = (170 + row * 92) * gap * canvas.random.uniform(0.75, 1.1)
            spot = x + canvas.random.uniform(-16, 16)
            foot = min(y for px, y in ground if abs(px - spot) < 60) + 14
            pine(canvas, spot, foot, tall, inks.tone(depth + 0.08))
    path = [(730, 850), (775, 850), (850, 900), (800, 945), (990, 1010), (560, 1010), (690, 940), (760, 895)]
    canvas.shape(path, mix(inks.sun, inks.tone(0.5), 0.35))
    canvas.spray(block(0, 850, WIDTH, HEIGHT), inks.near, "down", 0.8)
    for x, half in ((130, 46), (330, 22), (1330, 30), (1510, 58)):
        _trunk(canvas, x, half)


def _trunk(canvas: Canvas, x: float, half: float) -> None:
    """Stand a bare trunk in front, lit on the side towards the sun."""
    inks = canvas.palette
    trunk = [(x - half * 0.7, -10), (x + half * 0.7, -10), (x + half, 1010), (x - half, 1010)]
    canvas.shape(trunk, inks.near)
    side = "right" if x < 760 else "left"
    canvas.spray(trunk, mix(inks.accent, inks.near, 0.35), side, 0.8, 0.5)
    for _ in range(3):
        y = canvas.random.uniform(100, 620)
        reach = half * 2.6 * canvas.random.choice((-1, 1))
        canvas.line([(x, y + 26), (x + reach, y)], inks.near, half * 0.24)


def river(canvas: Canvas) -> None:
    """Paint a river winding out of the hills towards the viewer."""
    inks = canvas.palette
    sky(canvas, 460)
    sun(canvas, 800, 380, 140)
    clouds(canvas, 60, 230, 4)
    for base, depth in ((430, 0.1), (470, 0.28)):
        range_of_hills(canvas, base, 44, depth, 1.8)
    canvas.box(0, 510, WIDTH, HEIGHT, inks.tone(0.5))
    canvas.spray(block(0, 510, WIDTH, HEIGHT), inks.tone(0.85), "down", 0.95)
    _stream(canvas)
    for t in sorted(canvas.random.uniform(0.03, 0.8) for _ in range(30)):
        side = canvas.random.choice((-1, 1))
        x, foot = _bank(t, side)
        x += side * (30 + 330 * t) * canvas.random.uniform(0.6, 2.2)
        poplar(canvas, x, foot, 50 + 330 * t, inks.tone(0.7 + 0.3 * t))
    sailing_boat(canvas, *_bank(0.5, 0), 100)


def _bank(t: float, side: int) -> Point:
    """Return a spot on one bank, from 0 at the horizon to 1 at the viewer."""
    # Perspective widens both the bends and the stream as they come closer.
    middle = 800 + (40 + 330 * t) * math.sin(2.2 + 9.5 * (1 - t) ** 1.9)
    return middle + side * (7 + 250 * t**1.7), 510 + 500 * t**1.5


def _stream(canvas: Canvas) -> None:
    """Fill the bed with water and strew it with light."""
    inks, steps = canvas.palette, [step / 60 for step in range(61)]
    right_bank = [_bank(t, 1) for t in steps]
    stream = [*(_bank(t, -1) for t in steps), *right_bank[::-1]]
    canvas.shape(stream, mix(inks.low, inks.sun, 0.3))
    canvas.spray(stream, mix(inks.high, inks.tone(0.4), 0.4), "down", 0.9)
    for t in steps[6::2]:
        x, y = _bank(t, -1)
        wide = _bank(t, 1)[0] - x
        x += wide * canvas.random.uniform(0.06, 0.5)
        long = wide * canvas.random.uniform(0.15, 0.4)
        canvas.pill(x, y, x + long, y + 2 + 7 * t, mix(inks.sun, inks.paper, 0.3))
    canvas.line(right_bank, inks.tone(0.95), 6)


def stars(canvas: Canvas) -> None:
    """Paint star trails turning over an observatory."""
    inks = canvas.palette
    night = mix(inks.near, inks.high, 0.18)
    canvas.box(0, 0, WIDTH, HEIGHT, night)
    canvas.spray(block(0, 200, WIDTH, 860), mix(inks.high, inks.near, 0.3), "down", 0.9)
    canvas.spray(block(0, 560, WIDTH, 880), mix(inks.low, inks.near, 0.35), "down", 0.75)
    for trail in range(64):
        radius = 46 + trail * 21 + canvas.random.uniform(-8, 8)
        start = canvas.random.uniform(0, 360)
        long = canvas.random.uniform(14, 58)
        colour = canvas.random.choice((inks.paper, inks.sun, mix(inks.paper, night, 0.5)))
        for turn in (0, 128, 236):
            span = (start + turn, start + turn + long)
            canvas.arc(620, 330, radius, span, colour, canvas.random.choice((2, 3, 5)))
    canvas.disc(620, 330, 9, inks.paper)
    canvas.shape(hills(canvas, 810, 24, 1.2), mix(inks.near, inks.far, 0.22))
    canvas.shape(hills(canvas, 880, 20, 0.9), inks.near)
    _observatory(canvas, 1180, 860)
    for x in range(-10, 620, 52):
        pine(canvas, x, 940, canvas.random.uniform(90, 210), mix(inks.near, inks.far, 0.06))


def _observatory(canvas: Canvas, x: float, foot: float) -> None:
    """Build a dome with an open slit and a telescope looking out."""
    inks, wide = canvas.palette, 170
    wall = mix(inks.paper, inks.near, 0.28)
    drum = block(x - wide, foot - 150, x + wide, foot + 20)
    dome = [p for p in oval(x, foot - 165, wide * 1.08) if p[1] <= foot - 164]
    canvas.shape(dome, mix(inks.paper, inks.near, 0.1))
    canvas.spray(dome, inks.near, "right", 0.9)
    slit = [(x - 74, foot - 322), (x - 20, foot - 346), (x + 22, foot - 166), (x - 46, foot - 166)]
    canvas.shape(slit, inks.accent)
    canvas.line([(x - 10, foot - 200), (x - 92, foot - 372)], inks.near, 34)
    canvas.line([(x - 84, foot - 356), (x - 96, foot - 382)], inks.paper, 34)
    canvas.shape(drum, wall)
    canvas.spray(drum, inks.near, "right", 0.95)
    canvas.box(x - wide * 1.1, foot - 172, x + wide * 1.1, foot - 148, inks.accent)
    canvas.box(x - 120, foot - 86, x - 76, foot + 20, inks.sun)
    for spot in (-20, 50):
        canvas.box(x + spot, foot - 92, x + spot + 30, foot - 52, inks.sun)
