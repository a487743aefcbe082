"""Paint the motifs that people have built, and the rooms they work in."""

from __future__ import annotations

import math

from .canvas import HEIGHT, WIDTH, Canvas, Colour, Point, block, hills, mix, oval
from .scenery import birds, clouds, rays, range_of_hills, sailing_boat, sky, sun, water


def harbour(canvas: Canvas) -> None:
    """Paint a loaded ship at the quay below tall cranes."""
    inks = canvas.palette
    sky(canvas, 620)
    sun(canvas, 520, 430, 165)
    clouds(canvas, 80, 260, 4)
    range_of_hills(canvas, 570, 30, 0.12, 1.6)
    water(canvas, 620, 520)
    _crane(canvas, 1390, 770, 430, 0.35)
    _ship(canvas, 420, 800)
    _crane(canvas, 1180, 880, 620, 0.9)
    quay = [(700, 1010), (860, 880), (1640, 880), (1640, 1010)]
    canvas.shape(quay, inks.tone(0.75))
    canvas.shape([(860, 880), (1640, 880), (1640, 900), (846, 900)], mix(inks.tone(0.4), inks.sun, 0.3))
    canvas.spray(quay, inks.near, "down", 0.9)
    for x in (930, 1090, 1450):
        canvas.box(x - 9, 856, x + 9, 884, inks.near)
        canvas.pill(x - 18, 848, x + 18, 864, inks.near)
    birds(canvas, 760, 240, 6)


def _ship(canvas: Canvas, x: float, line: float) -> None:
    """Float a container ship with its bow to the left of x."""
    inks = canvas.palette
    deck = line - 92
    colours = (inks.accent, inks.paper, inks.tone(0.35), inks.tone(0.6), inks.sun)
    for column in range(9):
        for row in range(canvas.random.choice((2, 3, 4))):
            left, top = x - 60 + column * 54, deck - 34 * (row + 1)
            canvas.box(left, top, left + 50, top + 31, canvas.random.choice(colours))
    house = block(x + 446, deck - 176, x + 536, deck)
    canvas.shape(house, inks.paper)
    canvas.spray(house, inks.tone(0.4), "right", 0.8)
    canvas.box(x + 434, deck - 176, x + 548, deck - 150, inks.near)
    canvas.box(x + 476, deck - 236, x + 512, deck - 176, inks.accent)
    hull = [(x - 190, deck - 26), (x - 90, deck), (x + 590, deck), (x + 560, line + 10),
            (x - 120, line + 10)]
    canvas.shape(hull, inks.near)
    canvas.spray(hull, inks.tone(0.55), "left", 0.7, 0.7)
    canvas.shape([(x - 135, line - 18), (x + 566, line - 18), (x + 560, line + 10),
                  (x - 120, line + 10)], inks.accent)
    for streak in range(6):
        wide = canvas.random.uniform(120, 300)
        left = x - 100 + canvas.random.uniform(0, 380)
        canvas.pill(left, line + 18 + streak * 13, left + wide, line + 24 + streak * 13, inks.near)


def _crane(canvas: Canvas, x: float, foot: float, tall: float, depth: float) -> None:
    """Raise a gantry crane reaching out to the left."""
    inks = canvas.palette
    steel = mix(inks.tone(depth), inks.accent, 0.75 if depth > 0.5 else 0.2)
    thick, beam, top = tall * 0.03, foot - tall * 0.62, foot - tall
    for leg in (0.0, 0.36):
        canvas.line([(x + tall * leg, foot), (x + tall * (0.04 + leg * 0.8), beam)], steel, thick)
    canvas.line([(x + tall * 0.02, foot - tall * 0.26), (x + tall * 0.34, foot - tall * 0.26)],
                steel, thick * 0.8)
    canvas.line([(x + tall * 0.02, foot - tall * 0.26), (x + tall * 0.31, beam)], steel, thick * 0.5)
    canvas.line([(x - tall * 0.88, beam), (x + tall * 0.6, beam)], steel, thick * 1.25)
    apex = (x + tall * 0.1, top)
    canvas.line([(x + tall * 0.04, beam), apex, (x + tall * 0.33, beam)], steel, thick * 0.8)
    for end in (-0.84, -0.45, 0.56):
        canvas.line([apex, (x + tall * end, beam)], steel, thick * 0.3)
    canvas.box(x + tall * 0.4, beam - tall * 0.085, x + tall * 0.56, beam, steel)
    trolley = x - tall * 0.5
    canvas.box(trolley - thick * 2, beam, trolley + thick * 2, beam + thick * 1.6, inks.near)
    for rope in (-1.4, 1.4):
        canvas.line([(trolley + thick * rope, beam), (trolley + thick * rope, beam + tall * 0.17)],
                    inks.near, 3)
    load = block(trolley - tall * 0.075, beam + tall * 0.17, trolley + tall * 0.075, beam + tall * 0.25)
    canvas.shape(load, inks.sun if depth > 0.5 else inks.tone(depth + 0.15))


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


def _tower_block(
    canvas: Canvas, edges: tuple[float, float, float, float], depth: float, row: int
) -> None:
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


def _windows(
    canvas: Canvas, edges: tuple[float, float, float, float], wall: Colour, row: int
) -> None:
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


def books(canvas: Canvas) -> None:
    """Paint a row of books and a lamp in front of a round window."""
    inks = canvas.palette
    canvas.box(0, 0, WIDTH, HEIGHT, mix(inks.high, inks.near, 0.35))
    canvas.spray(block(0, 0, WIDTH, 860), mix(inks.low, inks.high, 0.4), "down", 0.7)
    sun(canvas, 690, 430, 330)
    canvas.glaze([(1290, 330), (1120, 330), (830, 850), (1580, 850)], inks.paper, 0.3)
    x = 170.0
    while x < 960:
        wide, tall = canvas.random.uniform(46, 98), canvas.random.uniform(330, 500)
        _book(canvas, (x, 850), (wide, tall), 0)
        x += wide + 3
    _book(canvas, (x + 4, 850), (70, 420), -0.24)
    for layer, wide in enumerate((330, 300, 340)):
        top = 850 - 62 * (layer + 1)
        _flat_book(canvas, 1330 - wide / 2 + canvas.random.uniform(-22, 22), top, wide)
    table = block(0, 850, WIDTH, HEIGHT)
    canvas.shape(table, inks.tone(0.85))
    canvas.box(0, 850, WIDTH, 866, mix(inks.accent, inks.far, 0.4))
    canvas.spray(table, inks.near, "down", 0.9)
    canvas.line([(1205, 300), (1205, 120), (1205, -10)], inks.near, 8)
    canvas.shape([(1120, 335), (1168, 215), (1242, 215), (1290, 335)], inks.accent)
    canvas.spray([(1205, 215), (1242, 215), (1290, 335), (1205, 335)], inks.near, "right", 0.8)
    canvas.disc(1205, 335, 85, inks.paper, 0.12)


def _book(canvas: Canvas, foot: Point, size: Point, lean: float) -> None:
    """Stand one book on the table, upright or leaning back."""
    inks, chance = canvas.palette, canvas.random
    cover = chance.choice((inks.accent, inks.tone(0.25), inks.tone(0.55), inks.tone(0.95),
                           inks.paper, mix(inks.accent, inks.near, 0.45)))
    trim = inks.paper if sum(cover) < 420 else inks.near

    def part(left: float, low: float, right: float, high: float) -> list[Point]:
        corners = ((left, low), (right, low), (right, high), (left, high))
        # A leaning book turns about its lower right corner, which stays on the table.
        across, up = (math.cos(lean), math.sin(lean)), (math.sin(lean), -math.cos(lean))
        return [(foot[0] + size[0] + (u - 1) * size[0] * across[0] - v * size[1] * up[0] * 1.0
                 + (size[1] * 0.2 if lean else 0),
                 foot[1] + (1 - u) * size[0] * abs(across[1]) * -1 + v * size[1] * up[1])
                for u, v in corners]

    canvas.shape(part(0, 0, 1, 1), cover)
    for low in chance.choice(((0.12, 0.8), (0.08, 0.14, 0.86), (0.2,), (0.72, 0.78, 0.84))):
        canvas.shape(part(0, low, 1, low + 0.028), trim)
    if chance.random() < 0.6:
        canvas.shape(part(0.3, 0.36, 0.7, 0.64), trim)
    canvas.spray(part(0.4, 0, 1, 1), mix(cover, inks.near, 0.6), "right", 0.85)


def _flat_book(canvas: Canvas, left: float, top: float, wide: float) -> None:
    """Lay one book flat, its page edges to the right."""
    inks = canvas.palette
    cover = canvas.random.choice((inks.accent, inks.tone(0.3), inks.tone(0.7)))
    canvas.pill(left, top, left + wide, top + 61, cover)
    canvas.box(left + 40, top, left + wide, top + 61, cover)
    canvas.box(left + 40, top + 9, left + wide - 8, top + 52, inks.paper)
    canvas.spray(block(left + 40, top + 9, left + wide - 8, top + 52), inks.far, "down", 0.8)


def bridge(canvas: Canvas) -> None:
    """Paint a suspension bridge across a sunlit strait."""
    inks = canvas.palette
    sky(canvas, 700)
    sun(canvas, 800, 500, 200)
    clouds(canvas, 80, 300, 4)
    range_of_hills(canvas, 640, 50, 0.12, 1.4)
    range_of_hills(canvas, 690, 26, 0.3, 2.1)
    water(canvas, 710, 800)
    steel, deck, left, right, top = inks.accent, 610, 390, 1210, 170
    for x in range(-60, 1700, 30):
        canvas.line([(x, deck), (x, _cable(x))], mix(steel, inks.low, 0.3), 3)
    canvas.line([(x, _cable(x)) for x in range(-60, 1680, 10)], steel, 10)
    for x in (left, right):
        for side in (-34, 34):
            leg = [(x + side * 0.75 - 11, top), (x + side * 0.75 + 11, top), (x + side + 15, 800),
                   (x + side - 15, 800)]
            canvas.shape(leg, steel)
            canvas.spray(leg, inks.near, "right", 0.8)
        for y in (190, 310, 440, 570, 690):
            canvas.box(x - 36, y, x + 36, y + 22, steel)
        pier = [(x - 74, 800), (x + 74, 800), (x + 88, 850), (x - 88, 850)]
        canvas.shape(pier, inks.tone(0.85))
    canvas.box(0, deck - 10, WIDTH, deck + 16, inks.tone(0.85))
    canvas.box(0, deck - 16, WIDTH, deck - 8, steel)
    canvas.line([(x, deck + (34 if i % 2 else 16)) for i, x in enumerate(range(-20, 1640, 26))], inks.tone(0.85), 4)
    sailing_boat(canvas, 640, 880, 150)
    birds(canvas, 1000, 300)


def _cable(x: float) -> float:
    """Return the height of the main cable at one place along the bridge."""
    if x < 390:
        return 170 + 430 * ((390 - x) / 450) ** 0.92
    if x > 1210:
        return 170 + 430 * ((x - 1210) / 450) ** 0.92
    return 560 - 390 * ((x - 800) / 410) ** 2
