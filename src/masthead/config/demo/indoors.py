"""Paint rooms and the things on their tables."""

from __future__ import annotations

import math

from .canvas import HEIGHT, WIDTH, Canvas, Colour, Point, block, mix, oval
from .scenery import rays, sun


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
    _book(canvas, (x + 4, 850), (66, 370), 0.24)
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
    plain = (inks.accent, inks.paper, inks.tone(0.25), inks.tone(0.55), inks.tone(0.95))
    cover = chance.choice((*plain, mix(inks.accent, inks.near, 0.45)))
    trim = inks.paper if sum(cover) < 420 else inks.near

    def part(left: float, low: float, right: float, high: float) -> list[Point]:
        corners = ((left, low), (right, low), (right, high), (left, high))
        return [_on_book(foot, size, lean, corner) for corner in corners]

    canvas.shape(part(0, 0, 1, 1), cover)
    for low in chance.choice(((0.12, 0.8), (0.08, 0.14, 0.86), (0.2,), (0.72, 0.78, 0.84))):
        canvas.shape(part(0, low, 1, low + 0.028), trim)
    if chance.random() < 0.6:
        canvas.shape(part(0.3, 0.36, 0.7, 0.64), trim)
    canvas.spray(part(0.4, 0, 1, 1), mix(cover, inks.near, 0.6), "right", 0.85)


def _on_book(foot: Point, size: Point, lean: float, corner: Point) -> Point:
    """Place a spot of a book's spine, turned about its lower left corner."""
    wide, tall = corner[0] * size[0], corner[1] * size[1]
    # The foot is moved out so that the top touches the place where it was to stand.
    x = foot[0] + wide * math.cos(lean) + (size[1] - tall) * math.sin(lean)
    return x, foot[1] - wide * math.sin(lean) - tall * math.cos(lean)


def _flat_book(canvas: Canvas, left: float, top: float, wide: float) -> None:
    """Lay one book flat, its page edges to the right."""
    inks = canvas.palette
    cover = canvas.random.choice((inks.accent, inks.tone(0.3), inks.tone(0.7)))
    canvas.pill(left, top, left + wide, top + 61, cover)
    canvas.box(left + 40, top, left + wide, top + 61, cover)
    canvas.box(left + 40, top + 9, left + wide - 8, top + 52, inks.paper)
    canvas.spray(block(left + 40, top + 9, left + wide - 8, top + 52), inks.far, "down", 0.8)


def stage(canvas: Canvas) -> None:
    """Paint a lone chair in the spotlight, seen from the stalls."""
    inks = canvas.palette
    back = mix(inks.high, inks.near, 0.72)
    canvas.box(0, 0, WIDTH, HEIGHT, back)
    canvas.spray(block(300, 100, 1300, 720), mix(inks.high, inks.near, 0.3), "down", 0.7)
    canvas.shape([(240, 700), (1360, 700), (1640, 900), (-40, 900)], mix(inks.far, inks.near, 0.45))
    canvas.spray(block(0, 700, WIDTH, 900), inks.near, "down", 0.8)
    for left, right in ((700, 900), (1290, 1390), (210, 310)):
        canvas.glaze([(left, -20), (right, -20), (1030, 790), (570, 790)], inks.sun, 0.2)
    canvas.disc(800, 790, 250, mix(inks.sun, inks.paper, 0.3), 0.21)
    canvas.spray(oval(800, 790, 250, 0.21), mix(inks.sun, inks.far, 0.5), "down", 0.6)
    _chair(canvas, 800, 800)
    _curtain(canvas, -20, 330, 1)
    _curtain(canvas, WIDTH + 20, 330, -1)
    for swag in range(8):
        x = 100 + swag * 200
        canvas.disc(x, 0, 128, mix(inks.accent, inks.near, 0.15 + 0.2 * (swag % 2)), 1.1)
        canvas.spray(oval(x, 0, 128, 1.1), mix(inks.accent, inks.near, 0.7), "left", 0.8)
    canvas.box(0, 884, WIDTH, HEIGHT, inks.near)
    for x in range(30, WIDTH + 60, 150):
        lift, shift = canvas.random.uniform(-22, 22), canvas.random.uniform(-18, 18)
        canvas.disc(x + shift, 910 + lift, 46, inks.near, 1.15)
        canvas.disc(x + shift, 1020 + lift, 96, inks.near, 0.75)


def _curtain(canvas: Canvas, edge: float, wide: float, side: int) -> None:
    """Hang one curtain in folds, gathered towards the wings."""
    inks, folds = canvas.palette, 6
    for fold in range(folds):
        top = [edge + side * wide * 1.25 * (fold + step) / folds for step in (0, 1)]
        low = [edge + side * wide * 0.8 * (fold + step) / folds for step in (0, 1)]
        panel = [
            (top[0], -10),
            (top[1], -10),
            (low[1] + side * 14, 640),
            (low[1], 905),
            (low[0], 905),
            (low[0] + side * 14, 640),
        ]
        canvas.shape(panel, mix(inks.accent, inks.near, 0.1))
        canvas.spray(panel, mix(inks.accent, inks.near, 0.8), "right" if side > 0 else "left", 1.0)


def _chair(canvas: Canvas, x: float, foot: float) -> None:
    """Set a bentwood chair in the light, with its long shadow."""
    inks, wood = canvas.palette, canvas.palette.near
    shadow = [(x - 70, foot), (x + 80, foot - 8), (x + 330, foot + 30), (x + 200, foot + 46)]
    canvas.glaze(shadow, inks.near, 0.5)
    for top, low, thick in ((-62, -84, 14), (62, 84, 14), (-40, -50, 10), (44, 54, 10)):
        drop = 0 if thick == 14 else 26
        canvas.line([(x + top, foot - 168), (x + low, foot - drop)], wood, thick)
    canvas.line([(x - 72, foot - 84), (x + 72, foot - 84)], wood, 8)
    for side in (-1, 1):
        canvas.line([(x + side * 60, foot - 180), (x + side * 66, foot - 350)], wood, 14)
    canvas.arc(x, foot - 350, 73, (180, 360), wood, 14)
    canvas.arc(x, foot - 330, 40, (180, 360), wood, 10)
    for side in (-1, 1):
        canvas.line([(x + side * 35, foot - 332), (x + side * 30, foot - 180)], wood, 9)
    canvas.disc(x, foot - 176, 92, wood, 0.2)
    canvas.disc(x, foot - 184, 88, inks.accent, 0.17)
    scarf = [(x + 52, foot - 366), (x + 84, foot - 372), (x + 112, foot - 214), (x + 66, foot - 226)]
    canvas.shape(scarf, inks.accent)
    canvas.spray(scarf, inks.near, "down", 0.7)


def microscope(canvas: Canvas) -> None:
    """Paint a brass microscope before the round field it looks at."""
    inks = canvas.palette
    canvas.box(0, 0, WIDTH, HEIGHT, mix(inks.high, inks.near, 0.25))
    canvas.spray(block(0, 0, WIDTH, 880), mix(inks.high, inks.low, 0.55), "down", 0.8)
    canvas.disc(620, 450, 372, inks.near)
    canvas.disc(620, 450, 352, mix(inks.paper, inks.low, 0.45))
    canvas.spray(oval(620, 450, 352), mix(inks.far, inks.low, 0.3), "left", 0.9)
    for cell in range(42):
        # The golden angle scatters the cells evenly, as seeds in a sunflower.
        angle, reach = cell * 2.39996, 47 * math.sqrt(cell + canvas.random.random())
        _cell(canvas, 620 + reach * math.cos(angle), 450 + reach * math.sin(angle))
    canvas.ring(620, 450, 374, inks.near, 26)
    canvas.box(0, 870, WIDTH, HEIGHT, inks.tone(0.85))
    canvas.box(0, 870, WIDTH, 884, inks.accent)
    canvas.spray(block(0, 884, WIDTH, HEIGHT), inks.near, "down", 0.9)
    _instrument(canvas, 1130, 880)
    for x, colour in ((150, inks.accent), (250, inks.sun)):
        canvas.pill(x, 660, x + 56, 884, mix(inks.paper, inks.high, 0.3))
        canvas.pill(x + 7, 740, x + 49, 878, colour)
        canvas.box(x - 7, 656, x + 63, 672, inks.paper)


def _cell(canvas: Canvas, x: float, y: float) -> None:
    """Draw one stained cell with its nucleus."""
    inks = canvas.palette
    radius = canvas.random.uniform(15, 39)
    colour = canvas.random.choice((inks.accent, inks.tone(0.3), inks.tone(0.6), inks.sun))
    canvas.disc(x, y, radius, mix(colour, inks.paper, 0.45))
    canvas.ring(x, y, radius, colour, 4)
    canvas.disc(x + radius * 0.2, y - radius * 0.1, radius * 0.36, colour)


def _instrument(canvas: Canvas, x: float, foot: float) -> None:
    """Assemble base, arm, stage, tube and eyepiece."""
    inks, brass = canvas.palette, mix(canvas.palette.accent, canvas.palette.sun, 0.25)
    canvas.pill(x - 190, foot - 50, x + 210, foot + 12, inks.near)
    canvas.box(x + 70, foot - 170, x + 150, foot - 30, inks.near)
    canvas.arc(x - 20, foot - 330, 232, (-72, 62), inks.near, 62)
    canvas.box(x - 150, foot - 232, x + 120, foot - 198, inks.near)
    canvas.box(x - 112, foot - 244, x + 12, foot - 232, inks.paper)
    canvas.disc(x - 52, foot - 120, 54, inks.paper, 0.32)
    parts = (
        (0, 60, 22, inks.paper),
        (60, 120, 46, inks.near),
        (120, 380, 58, brass),
        (380, 410, 66, inks.near),
        (410, 520, 36, brass),
        (520, 560, 50, inks.near),
    )
    for low, high, half, colour in parts:
        _barrel(canvas, (x - 62, foot - 270), (low, high, half), colour)
    canvas.disc(x + 180, foot - 330, 46, brass)
    canvas.disc(x + 180, foot - 330, 20, inks.near)


def _barrel(canvas: Canvas, foot: Point, part: tuple[int, int, int], colour: Colour) -> None:
    """Add one part of the leaning barrel: where it begins, where it ends, how wide it is."""
    low, high, half = part
    # The barrel leans by a fixed slope, so every part follows one axis.
    start, end = (foot[0] + low * 0.3, foot[1] - low), (foot[0] + high * 0.3, foot[1] - high)
    tilt = half * 0.3
    tube: list[Point] = [
        (start[0] - half, start[1] - tilt),
        (start[0] + half, start[1] + tilt),
        (end[0] + half, end[1] + tilt),
        (end[0] - half, end[1] - tilt),
    ]
    canvas.shape(tube, colour)
    canvas.spray(tube, canvas.palette.near, "right", 0.85)


def archive(canvas: Canvas) -> None:
    """Paint a corridor of shelved boxes with light at its end."""
    inks = canvas.palette
    canvas.box(0, 0, WIDTH, HEIGHT, inks.near)
    canvas.shape([(800, 430), (-400, 1010), (2000, 1010)], inks.tone(0.7))
    canvas.spray(block(0, 560, WIDTH, HEIGHT), mix(inks.sun, inks.tone(0.6), 0.5), "up", 0.8)
    canvas.shape([(800, 430), (-400, -10), (2000, -10)], inks.tone(0.85))
    canvas.box(690, 340, 910, 560, inks.sun)
    sun(canvas, 800, 450, 84)
    for side in (-1, 1):
        for bay in range(4, -1, -1):
            _shelves(canvas, side, 1.48**-bay * 1.2, 1.48 ** -(bay + 1) * 1.2)
    canvas.glaze([(760, 560), (840, 560), (1150, 1010), (450, 1010)], inks.sun, 0.28)
    for lamp in range(4):
        _hanging_lamp(canvas, 0.62**lamp)


def _hanging_lamp(canvas: Canvas, reach: float) -> None:
    """Hang one lamp over the corridor, smaller with every step away."""
    inks, x, y = canvas.palette, 800, 430 - 330 * reach
    near, wide, low = 30 * reach, 360 * reach, 430 + 480 * reach
    canvas.glaze([(x - near, y), (x + near, y), (x + wide, low), (x - wide, low)], inks.sun, 0.06)
    canvas.line([(x, -10), (x, y)], inks.near, 5 * reach)
    rim, neck, top = 80 * reach, 24 * reach, y - 50 * reach
    canvas.shape([(x - rim, y), (x - neck, top), (x + neck, top), (x + rim, y)], inks.accent)
    canvas.disc(x, y, rim, inks.paper, 0.16)


def _shelves(canvas: Canvas, side: int, near: float, far: float) -> None:
    """Fill one bay of shelving, drawn between two distances."""
    inks, levels = canvas.palette, 5

    def panel(start: float, stop: float, low: float, high: float) -> list[Point]:
        corners = ((start, low), (start, high), (stop, high), (stop, low))
        return [(800 + side * 720 * a, 450 + (560 - 1080 * b) * a) for a, b in corners]

    canvas.shape(panel(near, far, 0, 1), inks.tone(0.9))
    colours = (inks.tone(0.2), inks.tone(0.4), inks.accent, mix(inks.sun, inks.far, 0.5))
    for level in range(levels):
        low, boxes = (level + 0.12) / levels, canvas.random.choice((3, 4, 5))
        for box in range(boxes):
            start = near + (far - near) * (box + 0.08) / boxes
            wide = (far - near) * 0.84 / boxes
            tall = 0.74 / levels - canvas.random.choice((0, 0, 0.03))
            colour = mix(canvas.random.choice(colours), inks.near, min(0.55, 0.5 * near))
            canvas.shape(panel(start, start + wide, low, low + tall), colour)
            label = panel(start + wide * 0.28, start + wide * 0.72, low + tall * 0.5, low + tall * 0.72)
            canvas.shape(label, mix(inks.paper, inks.near, 0.15 + 0.35 * near))
        canvas.shape(panel(near, far, level / levels, low), inks.near)


def ballot(canvas: Canvas) -> None:
    """Paint a folded paper entering the slot of a ballot box."""
    inks = canvas.palette
    canvas.box(0, 0, WIDTH, HEIGHT, inks.low)
    rays(canvas, 800, 470, mix(inks.low, inks.high, 0.4), 22)
    sun(canvas, 800, 430, 290)
    canvas.box(0, 860, WIDTH, HEIGHT, inks.tone(0.75))
    canvas.spray(block(0, 860, WIDTH, HEIGHT), inks.near, "down", 0.9)
    canvas.glaze([(440, 900), (1180, 900), (1560, 970), (700, 985)], inks.near, 0.55)
    front, side = block(430, 560, 1010, 915), [(1010, 560), (1190, 490), (1190, 830), (1010, 915)]
    canvas.shape(front, inks.accent)
    canvas.spray(front, mix(inks.accent, inks.near, 0.5), "down", 0.8)
    canvas.shape(side, mix(inks.accent, inks.near, 0.55))
    canvas.spray(side, inks.near, "down", 0.7)
    canvas.shape([(430, 560), (610, 490), (1190, 490), (1010, 560)], mix(inks.accent, inks.paper, 0.3))
    canvas.shape([(610, 534), (632, 518), (1002, 518), (980, 534)], inks.near)
    _slip(canvas)
    canvas.disc(720, 738, 92, inks.paper)
    canvas.ring(720, 738, 74, inks.near, 7)
    canvas.line([(680, 740), (710, 772), (764, 702)], inks.near, 20)


def _slip(canvas: Canvas) -> None:
    """Draw the paper with three names, one of them marked."""
    inks = canvas.palette
    paper: list[Point] = [(640, 526), (705, 150), (1030, 205), (965, 526)]
    canvas.shape(paper, inks.paper)
    canvas.spray(paper, mix(inks.far, inks.paper, 0.3), "right", 0.8)
    for row in range(3):
        x, y = 716 - row * 16, 232 + row * 92
        canvas.line([(x, y), (x + 46, y + 8), (x + 38, y + 54), (x - 8, y + 46), (x, y)], inks.near, 6)
        canvas.line([(x + 82, y + 34), (x + 240, y + 61)], inks.tone(0.6), 11)
    canvas.line([(706, 338), (738, 366), (778, 296)], inks.accent, 14)
