"""Paint the motifs found under an open sky."""

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
    ripples,
    sailing_boat,
    sky,
    sun,
    water,
)


def lighthouse(canvas: Canvas) -> None:
    """Paint a striped tower on a headland, its beam crossing the sky."""
    inks, dark = canvas.palette, canvas.palette.tone(1)
    sky(canvas, 640)
    sun(canvas, 400, 520, 130)
    clouds(canvas, 90, 330, 3)
    canvas.glaze([(1116, 222), (-40, 20), (-40, 330)], inks.sun, 0.42)
    canvas.glaze([(1116, 222), (1640, 90), (1640, 300)], inks.sun, 0.42)
    water(canvas, 640, 400)
    far = [(1640, 560), (1330, 585), (1130, 640), (1640, 660)]
    canvas.shape(far, inks.tone(0.25))
    rock = [(560, 1010), (640, 905), (760, 850), (850, 770), (960, 742), (1260, 735),
            (1400, 760), (1640, 720), (1640, 1010)]
    canvas.shape(rock, inks.tone(0.72))
    canvas.shape([(560, 1010), (640, 905), (760, 850), (850, 770), (880, 850), (820, 1010)],
                 mix(inks.tone(0.25), inks.sun, 0.25))
    canvas.shape([(960, 742), (1050, 830), (1010, 1010), (1210, 1010), (1170, 870), (1250, 738)],
                 inks.tone(0.45))
    canvas.spray(block(560, 780, WIDTH, HEIGHT), dark, "down", 0.85)
    turf = [(850, 770), (960, 738), (1260, 731), (1400, 756), (1640, 716), (1640, 742),
            (1400, 784), (1260, 758), (1000, 766)]
    canvas.shape(turf, mix(inks.tone(0.4), inks.sun, 0.3))
    cottage(canvas, 1240, 748, 190)
    _tower(canvas, 1116, 745)
    birds(canvas, 720, 330, 6)
    for x in range(540, 980, 90):
        canvas.pill(x - 40, 980 - (x % 4) * 6, x + 70, 988 - (x % 4) * 6, inks.paper)


def _tower(canvas: Canvas, x: float, foot: float) -> None:
    """Build the tower: five stripes, a gallery, a lamp and a cap."""
    inks = canvas.palette
    top, wide, slim = foot - 460, 84, 50
    for band in range(5):
        upper, lower = band / 5, (band + 1) / 5
        half, next_half = slim + (wide - slim) * upper, slim + (wide - slim) * lower
        y, next_y = top + 460 * upper, top + 460 * lower
        colour = inks.accent if band % 2 == 0 else inks.paper
        canvas.shape([(x - half, y), (x + half, y), (x + next_half, next_y),
                      (x - next_half, next_y)], colour)
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
            low.append((across, foot - tall + drop if 0 < tooth else foot - tall + cut))
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
    gold = mix(inks.sun, inks.far, 0.35)
    canvas.shape(hills(canvas, 545, 9, 1), inks.tone(0.6))
    eye, count = (880.0, 500.0), 26
    crop = [gold, inks.tone(0.62), mix(gold, inks.accent, 0.35), inks.tone(0.78)]
    for strip in range(count):
        left = -2400 + 6200 * strip / count
        right = -2400 + 6200 * (strip + 1) / count
        # The strips begin below the eye so that they end in a field's edge, not a point.
        top = [(eye[0] + (x - eye[0]) * 0.1, 560 + 12 * math.sin(x / 900)) for x in (left, right)]
        canvas.shape([top[0], top[1], (right, 1010), (left, 1010)], crop[strip % 4])
    canvas.spray(block(0, 560, WIDTH, 1000), inks.near, "down", 0.75, 0.9)
    for x, tall in ((300, 190), (352, 230), (404, 205), (456, 170)):
        poplar(canvas, x, 575, tall, inks.tone(0.9))
    cottage(canvas, 560, 572, 170)
    for x in (1300, 1370, 1450):
        canvas.box(x - 5, 520, x + 5, 578, inks.tone(0.95))
        canvas.disc(x, 505, 42, inks.tone(0.85))
        canvas.spray(oval(x, 505, 42), inks.tone(0.45), "left", 0.8)
    birds(canvas, 620, 260)


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
    tower = [(x - tall * 0.011, hub), (x + tall * 0.011, hub), (x + tall * 0.022, foot),
             (x - tall * 0.022, foot)]
    canvas.shape(tower, white)
    canvas.spray(tower, inks.tone(0.45), "right", 0.8)
    turn = canvas.random.uniform(0, math.tau)
    for blade in range(3):
        angle = turn + math.tau * blade / 3
        along, across = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))
        profile = ((0.0, 0.012), (0.1, 0.03), (0.56, 0.004), (0.56, -0.004), (0.0, -0.012))
        points = [(x + tall * (a * along[0] + b * across[0]),
                   hub + tall * (a * along[1] + b * across[1])) for a, b in profile]
        canvas.shape(points, white)
    canvas.disc(x, hub, tall * 0.024, inks.accent)


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
    """Roll one row of leaning waves, each with foam along its crest."""
    inks = canvas.palette
    length, lift = 200 + row * 74, 26 + row * 17
    shift = canvas.random.uniform(0, length)
    colour = inks.tone(0.16 + row * 0.15)

    def crest(turn: float, drop: float = 0.0) -> Point:
        # A trochoid, the true curve of swell: wide troughs and narrow crests.
        x = length * turn / math.tau - 0.12 * length * math.sin(turn) - shift
        return x, base - lift * math.cos(turn) * (1 - drop) + drop * lift * 0.35

    last = int((WIDTH + 2 * length) / length) + 2
    outline = [crest(math.tau * step / 24) for step in range(-24, last * 24)]
    canvas.shape([*outline, (WIDTH + 300, HEIGHT + 10), (-300, HEIGHT + 10)], colour)
    face = [*outline, (WIDTH + 300, base + lift * 3), (-300, base + lift * 3)]
    canvas.spray(face, inks.tone(min(1.0, 0.4 + row * 0.13)), "down", 0.95)
    for wave in range(-1, last):
        cap = [math.pi * (2 * wave - 0.42 + 0.9 * step / 16) for step in range(17)]
        upper, lower = [crest(turn) for turn in cap], [crest(turn, 0.34) for turn in cap]
        canvas.shape([*upper, *lower[::-1]], mix(colour, inks.paper, 0.62))


def desert(canvas: Canvas) -> None:
    """Paint dunes with a sharp line between their lit and shaded sides."""
    inks = canvas.palette
    sky(canvas, 620)
    sun(canvas, 1010, 400, 210)
    range_of_hills(canvas, 590, 24, 0.08, 2.4)
    for x, y, wide, depth in ((1330, 520, 760, 0.12), (300, 560, 820, 0.2),
                              (1000, 640, 1000, 0.3), (240, 730, 1150, 0.42)):
        _dune(canvas, x + canvas.random.uniform(-60, 60), y, wide, depth)
    for x, tall in ((1270, 250), (1340, 320), (1412, 220)):
        _palm(canvas, x, 830, tall)
    _dune(canvas, 1240, 812, 1500, 0.6)
    birds(canvas, 520, 270, 4)


def _dune(canvas: Canvas, x: float, top: float, wide: float, depth: float) -> None:
    """Heap one dune: a lit slope, and a shaded one behind a curving ridge."""
    inks = canvas.palette
    foot = top + wide * 0.3
    left = [(x - wide * (1 - t), foot - (foot - top) * t * t * (3 - 2 * t))
            for t in (step / 24 for step in range(25))]
    right = [(x + wide * t, top + (foot - top) * t**0.8)
             for t in (step / 24 for step in range(25))]
    light = mix(inks.tone(depth * 0.6), inks.sun, 0.35)
    canvas.shape([*left, *right, (x + wide, HEIGHT + 10), (x - wide, HEIGHT + 10)], light)
    # The ridge swings twice on its way down, like the wind that made it.
    ridge = [(x + wide * 0.13 * math.sin(t * 5.2) * (0.4 + t) - wide * 0.32 * t,
              top + (foot - top) * 1.5 * t) for t in (step / 30 for step in range(31))]
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
        upper = [(head[0] + math.cos(angle) * reach * t,
                  head[1] + math.sin(angle) * reach * t * 0.8 + reach * 0.75 * t * t)
                 for t in (step / 8 for step in range(9))]
        lower = [(px, py + tall * 0.075 * math.sin(math.pi * step / 8))
                 for step, (px, py) in enumerate(upper)]
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
    path = [(730, 850), (775, 850), (850, 900), (800, 945), (990, 1010), (560, 1010), (690, 940),
            (760, 895)]
    canvas.shape(path, mix(inks.sun, inks.tone(0.5), 0.35))
    canvas.spray(block(0, 850, WIDTH, HEIGHT), inks.near, "down", 0.8)
    for x, half in ((130, 46), (330, 22), (1330, 30), (1510, 58)):
        trunk = [(x - half * 0.7, -10), (x + half * 0.7, -10), (x + half, 1010), (x - half, 1010)]
        canvas.shape(trunk, inks.near)
        side = "right" if x < 760 else "left"
        canvas.spray(trunk, mix(inks.accent, inks.near, 0.35), side, 0.8, 0.5)
        for stub in range(3):
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

    def bank(t: float, side: int) -> Point:
        # Perspective widens both the bends and the stream as they come closer.
        middle = 800 + (40 + 330 * t) * math.sin(2.2 + 9.5 * (1 - t) ** 1.9)
        return middle + side * (7 + 250 * t**1.7), 510 + 500 * t**1.5

    steps = [step / 60 for step in range(61)]
    stream = [*(bank(t, -1) for t in steps), *(bank(t, 1) for t in reversed(steps))]
    canvas.shape(stream, mix(inks.low, inks.sun, 0.3))
    canvas.spray(stream, mix(inks.high, inks.tone(0.4), 0.4), "down", 0.9)
    for t in steps[6::2]:
        left, right = bank(t, -1), bank(t, 1)
        start, long = canvas.random.uniform(0.06, 0.5), canvas.random.uniform(0.15, 0.4)
        wide = right[0] - left[0]
        canvas.pill(left[0] + wide * start, left[1], left[0] + wide * (start + long),
                    left[1] + 2 + 7 * t, mix(inks.sun, inks.paper, 0.3))
    canvas.line([bank(t, 1) for t in steps], inks.tone(0.95), 6)
    for t in sorted(canvas.random.uniform(0.03, 0.8) for _ in range(30)):
        side = canvas.random.choice((-1, 1))
        x, foot = bank(t, side)
        x += side * (30 + 330 * t) * canvas.random.uniform(0.6, 2.2)
        poplar(canvas, x, foot, 50 + 330 * t, inks.tone(0.7 + 0.3 * t))
    sailing_boat(canvas, *bank(0.5, 0), 100)


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
