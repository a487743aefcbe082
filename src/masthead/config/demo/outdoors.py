"""Paint the motifs of open country: coast, peaks, fields and ridges."""

from __future__ import annotations

import math

from .canvas import HEIGHT, WIDTH, Canvas, Point, block, hills, mix, oval
from .scenery import (
    birds,
    clouds,
    cottage,
    mist,
    pine,
    poplar,
    range_of_hills,
    sky,
    sun,
    water,
)


def lighthouse(canvas: Canvas) -> None:
    """Paint a striped tower on a headland, its beam crossing the sky."""
    inks = canvas.palette
    sky(canvas, 640)
    sun(canvas, 400, 520, 130)
    clouds(canvas, 90, 330, 3)
    canvas.glaze([(1116, 222), (-40, 20), (-40, 330)], inks.sun, 0.42)
    canvas.glaze([(1116, 222), (1640, 90), (1640, 300)], inks.sun, 0.42)
    water(canvas, 640, 400)
    _headland(canvas)
    cottage(canvas, 1240, 748, 190)
    _tower(canvas, 1116, 745)
    birds(canvas, 720, 330, 6)
    for x in range(540, 980, 90):
        canvas.pill(x - 40, 980 - (x % 4) * 6, x + 70, 988 - (x % 4) * 6, inks.paper)


def _headland(canvas: Canvas) -> None:
    """Lay a far shore, then a headland of lit and shaded rock with turf on top."""
    inks = canvas.palette
    canvas.shape([(1640, 560), (1330, 585), (1130, 640), (1640, 660)], inks.tone(0.25))
    slope: list[Point] = [(560, 1010), (640, 905), (760, 850), (850, 770)]
    canvas.shape([*slope, (960, 742), (1260, 735), (1640, 720), (1640, 1010)], inks.tone(0.72))
    canvas.shape([*slope, (880, 850), (820, 1010)], mix(inks.tone(0.25), inks.sun, 0.25))
    cleft = [(960, 742), (1050, 830), (1010, 1010), (1210, 1010), (1170, 870), (1250, 738)]
    canvas.shape(cleft, inks.tone(0.45))
    canvas.spray(block(560, 780, WIDTH, HEIGHT), inks.near, "down", 0.85)
    edge = [(1640, 716), (1640, 742), (1400, 784), (1260, 758), (1000, 766)]
    canvas.shape(
        [(850, 770), (960, 738), (1260, 731), (1400, 756), *edge], mix(inks.tone(0.4), inks.sun, 0.3)
    )


def _tower(canvas: Canvas, x: float, foot: float) -> None:
    """Build the tower: five stripes, a gallery, a lamp and a cap."""
    inks = canvas.palette
    top, wide, slim = foot - 460, 84, 50
    for band in range(5):
        upper, lower = band / 5, (band + 1) / 5
        half, next_half = slim + (wide - slim) * upper, slim + (wide - slim) * lower
        y, next_y = top + 460 * upper, top + 460 * lower
        colour = inks.accent if band % 2 == 0 else inks.paper
        canvas.shape([(x - half, y), (x + half, y), (x + next_half, next_y), (x - next_half, next_y)], colour)
    body = [(x - 12, top), (x + slim, top), (x + wide, foot), (x - 12, foot)]
    canvas.spray(body, inks.near, "right", 0.85)
    for y in (top + 120, top + 300):
        canvas.box(x - 20, y, x + 2, y + 36, inks.near)
    canvas.box(x - 66, top - 14, x + 66, top + 6, inks.near)
    canvas.box(x - 32, top - 92, x + 32, top - 14, inks.sun)
    for rail in (-60, -32, 0, 32, 60):
        tall = 92 if abs(rail) < 40 else 46
        canvas.line([(x + rail, top - 14), (x + rail, top - tall)], inks.near, 5)
    canvas.line([(x - 62, top - 46), (x + 62, top - 46)], inks.near, 5)
    canvas.shape([(x - 46, top - 90), (x, top - 150), (x + 46, top - 90)], inks.accent)
    canvas.disc(x, top - 154, 9, inks.near)


def mountains(canvas: Canvas) -> None:
    """Paint snowy peaks over a lake with pines in front."""
    inks = canvas.palette
    sky(canvas, 700)
    sun(canvas, canvas.random.choice((330, 1130)), 250, 105)
    clouds(canvas, 150, 330, 3)
    for x, tall in ((120, 300), (520, 390), (1010, 350), (1460, 400)):
        _peak(canvas, x + canvas.random.uniform(-50, 50), 730, tall, 0.12)
    for x, tall in ((300, 460), (820, 560), (1290, 480)):
        _peak(canvas, x + canvas.random.uniform(-60, 60), 760, tall, 0.42)
    range_of_hills(canvas, 700, 22, 0.6, 2)
    water(canvas, 765, 810)
    front = hills(canvas, 905, 26, 1)
    canvas.shape(front, inks.tone(0.9))
    for x in range(-20, WIDTH + 60, 62):
        edge = abs(x - 800) / 800
        tall = 90 + 260 * edge**1.7 * canvas.random.uniform(0.7, 1.15)
        pine(canvas, x + canvas.random.uniform(-18, 18), 960, tall, inks.tone(0.95))


def _peak(canvas: Canvas, x: float, foot: float, tall: float, depth: float) -> None:
    """Raise one mountain with a bright face, a dark face and snow."""
    inks, wide = canvas.palette, tall * 0.95
    spine: list[Point] = [(x, foot - tall)]
    for step in range(1, 7):
        lean = canvas.random.uniform(-0.03, 0.09) * tall
        spine.append((spine[-1][0] + lean, foot - tall + tall * step / 6))
    light, dark = inks.tone(depth), inks.tone(depth + 0.33)
    canvas.shape([*spine, (x - wide, foot)], light)
    canvas.shape([*spine, (x + wide, foot)], dark)
    cut, teeth = tall * 0.36, 6
    for side, colour in ((-1, inks.paper), (1, mix(inks.paper, dark, 0.38))):
        edge = x + side * wide * 0.36
        low: list[Point] = []
        for tooth in range(teeth + 1):
            across = edge + (spine[2][0] - edge) * tooth / teeth
            drop = cut + tall * (0.1 if tooth % 2 else -0.07) * canvas.random.uniform(0.5, 1)
            low.append((across, foot - tall + (drop if tooth else cut)))
        canvas.shape([(x, foot - tall), *low, *spine[2:0:-1]], colour)
    whole = [(x, foot - tall * 0.55), (x + wide, foot), (x - wide, foot)]
    canvas.spray(whole, mix(inks.low, light, 0.35), "down", 0.85, 0.8)


def fields(canvas: Canvas) -> None:
    """Paint ploughed strips running to a farm under a low sun."""
    inks = canvas.palette
    sky(canvas, 470)
    sun(canvas, 1080, 330, 150)
    clouds(canvas, 70, 230, 4)
    range_of_hills(canvas, 440, 34, 0.15, 1.2)
    range_of_hills(canvas, 490, 26, 0.4, 1.7)
    canvas.shape(hills(canvas, 545, 9, 1), inks.tone(0.6))
    _furrows(canvas)
    for x, tall in ((300, 190), (352, 230), (404, 205), (456, 170)):
        poplar(canvas, x, 575, tall, inks.tone(0.9))
    cottage(canvas, 560, 572, 170)
    for x in (1300, 1370, 1450):
        canvas.box(x - 5, 520, x + 5, 578, inks.tone(0.95))
        canvas.disc(x, 505, 42, inks.tone(0.85))
        canvas.spray(oval(x, 505, 42), inks.tone(0.45), "left", 0.8)
    birds(canvas, 620, 260)


def _furrows(canvas: Canvas) -> None:
    """Run strips of crop from the far edge of the field to the viewer."""
    inks = canvas.palette
    gold = mix(inks.sun, inks.far, 0.35)
    crop = (gold, inks.tone(0.62), mix(gold, inks.accent, 0.35), inks.tone(0.78))
    for strip in range(26):
        left, right = (-2400 + 6200 * edge / 26 for edge in (strip, strip + 1))
        # The strips begin below the eye so that they end in a field's edge, not a point.
        top = [(880 + (x - 880) * 0.1, 560 + 12 * math.sin(x / 900)) for x in (left, right)]
        canvas.shape([*top, (right, 1010), (left, 1010)], crop[strip % 4])
    canvas.spray(block(0, 560, WIDTH, 1000), inks.near, "down", 0.75, 0.9)


def windmills(canvas: Canvas) -> None:
    """Paint turbines standing on layered hills."""
    inks = canvas.palette
    sky(canvas, 640)
    sun(canvas, 470, 430, 170)
    clouds(canvas, 90, 260, 4)
    rows = (((140, 330, 600, 850, 1060), 560, 36, 180), ((420, 1480), 660, 44, 350), ((1120,), 770, 40, 620))
    for row, (places, base, swell, tall) in enumerate(rows):
        crest = hills(canvas, base, swell, 1.5 - row * 0.3)
        for x in places:
            foot = min(y for px, y in crest if abs(px - x) <= 20) + 12
            _turbine(canvas, x, foot, tall)
        canvas.shape(crest, inks.tone(0.1 + row * 0.24))
        mist(canvas, crest, base + 150, 0.1 + row * 0.24)
    ground = hills(canvas, 872, 24, 0.8)
    canvas.shape(ground, inks.tone(0.8))
    for furrow in range(15):
        canvas.line([(560 + furrow * 36, 890), (-500 + furrow * 190, 1010)], inks.tone(0.62), 7)
    canvas.spray(ground, inks.near, "down", 0.8)
    for x, tall in ((70, 210), (130, 260), (200, 200)):
        poplar(canvas, x, 930, tall, inks.tone(1))


def _turbine(canvas: Canvas, x: float, foot: float, tall: float) -> None:
    """Raise a turbine with three blades at a random angle."""
    inks = canvas.palette
    white = mix(inks.paper, inks.low, 0.15 if tall > 300 else 0.4)
    hub = foot - tall
    tower = [
        (x - tall * 0.011, hub),
        (x + tall * 0.011, hub),
        (x + tall * 0.022, foot),
        (x - tall * 0.022, foot),
    ]
    canvas.shape(tower, white)
    canvas.spray(tower, inks.tone(0.45), "right", 0.8)
    turn = canvas.random.uniform(0, math.tau)
    for blade in range(3):
        angle = turn + math.tau * blade / 3
        along, across = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))
        profile = ((0.0, 0.012), (0.1, 0.03), (0.56, 0.004), (0.56, -0.004), (0.0, -0.012))
        points = [
            (x + tall * (a * along[0] + b * across[0]), hub + tall * (a * along[1] + b * across[1]))
            for a, b in profile
        ]
        canvas.shape(points, white)
    canvas.disc(x, hub, tall * 0.024, inks.accent)
