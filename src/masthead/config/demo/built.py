"""Paint the large works: harbour, bridge, factory, railway."""

from __future__ import annotations

import math

from .canvas import WIDTH, Canvas, block, hills, mix
from .scenery import birds, clouds, poplar, range_of_hills, sailing_boat, sky, sun, water


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
    hull = [(x - 190, deck - 26), (x - 90, deck), (x + 590, deck), (x + 560, line + 10), (x - 120, line + 10)]
    canvas.shape(hull, inks.near)
    canvas.spray(hull, inks.tone(0.55), "left", 0.7, 0.7)
    canvas.shape(
        [(x - 135, line - 18), (x + 566, line - 18), (x + 560, line + 10), (x - 120, line + 10)], inks.accent
    )
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
    canvas.line(
        [(x + tall * 0.02, foot - tall * 0.26), (x + tall * 0.34, foot - tall * 0.26)], steel, thick * 0.8
    )
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
        canvas.line(
            [(trolley + thick * rope, beam), (trolley + thick * rope, beam + tall * 0.17)], inks.near, 3
        )
    load = block(trolley - tall * 0.075, beam + tall * 0.17, trolley + tall * 0.075, beam + tall * 0.25)
    canvas.shape(load, inks.sun if depth > 0.5 else inks.tone(depth + 0.15))


def bridge(canvas: Canvas) -> None:
    """Paint a suspension bridge across a sunlit strait."""
    inks = canvas.palette
    sky(canvas, 700)
    sun(canvas, 800, 500, 200)
    clouds(canvas, 80, 300, 4)
    range_of_hills(canvas, 640, 50, 0.12, 1.4)
    range_of_hills(canvas, 690, 26, 0.3, 2.1)
    water(canvas, 710, 800)
    steel, deck = inks.accent, 610
    for x in range(-60, 1700, 30):
        canvas.line([(x, deck), (x, _cable(x))], mix(steel, inks.low, 0.3), 3)
    canvas.line([(x, _cable(x)) for x in range(-60, 1680, 10)], steel, 10)
    _pylon(canvas, 390)
    _pylon(canvas, 1210)
    canvas.box(0, deck - 10, WIDTH, deck + 16, inks.tone(0.85))
    canvas.box(0, deck - 16, WIDTH, deck - 8, steel)
    truss = [(x, deck + (34 if step % 2 else 16)) for step, x in enumerate(range(-20, 1640, 26))]
    canvas.line(truss, inks.tone(0.85), 4)
    sailing_boat(canvas, 640, 880, 150)
    birds(canvas, 1000, 300)


def _pylon(canvas: Canvas, x: float) -> None:
    """Raise one of the bridge's towers on its pier."""
    inks, top = canvas.palette, 170
    for side in (-34, 34):
        head, foot = x + side * 0.75, x + side
        leg = [(head - 11, top), (head + 11, top), (foot + 15, 800), (foot - 15, 800)]
        canvas.shape(leg, inks.accent)
        canvas.spray(leg, inks.near, "right", 0.8)
    for y in (190, 310, 440, 570, 690):
        canvas.box(x - 36, y, x + 36, y + 22, inks.accent)
    canvas.shape([(x - 74, 800), (x + 74, 800), (x + 88, 850), (x - 88, 850)], inks.tone(0.85))


def _cable(x: float) -> float:
    """Return the height of the main cable at one place along the bridge."""
    if x < 390:
        return 170 + 430 * ((390 - x) / 450) ** 0.92
    if x > 1210:
        return 170 + 430 * ((x - 1210) / 450) ** 0.92
    return 560 - 390 * ((x - 800) / 410) ** 2


def factory(canvas: Canvas) -> None:
    """Paint saw-tooth roofs and smoking chimneys beside a canal."""
    inks = canvas.palette
    sky(canvas, 720)
    sun(canvas, 1190, 380, 180)
    clouds(canvas, 60, 200, 3)
    range_of_hills(canvas, 690, 22, 0.15, 2)
    for x, top, depth in ((270, 210, 0.75), (430, 290, 0.6), (560, 370, 0.5)):
        _chimney(canvas, x, top, depth)
    for x, wide in ((980, 120), (1120, 150)):
        canvas.box(x, 560, x + wide, 800, inks.tone(0.4))
        canvas.disc(x + wide / 2, 560, wide / 2, inks.tone(0.4), 0.35)
        canvas.spray(block(x, 540, x + wide, 800), inks.tone(0.75), "right", 0.9)
    _hall(canvas)
    canvas.box(0, 830, WIDTH, 860, inks.near)
    water(canvas, 858, 1190)


def _hall(canvas: Canvas) -> None:
    """Build the long hall with its saw-tooth roof."""
    inks = canvas.palette
    for bay in range(7):
        left = 60 + bay * 170
        roof = [(left, 690), (left, 560), (left + 170, 690)]
        canvas.shape(roof, inks.tone(0.55))
        canvas.shape([(left, 690), (left, 560), (left + 60, 606), (left + 60, 690)], inks.sun)
        canvas.spray(roof, inks.tone(0.85), "down", 0.75)
    wall = block(60, 690, 1250, 840)
    canvas.shape(wall, inks.tone(0.85))
    for x in range(96, 1230, 68):
        canvas.box(x, 724, x + 40, 782, inks.sun if canvas.random.random() < 0.45 else inks.tone(0.62))
    canvas.box(60, 686, 1250, 700, inks.accent)


def _chimney(canvas: Canvas, x: float, top: float, depth: float) -> None:
    """Raise a banded chimney with smoke drifting to the right."""
    inks = canvas.palette
    smoke = mix(inks.paper, inks.low, 0.3)
    for puff in range(13):
        share = puff / 13
        spot = (x + 20 + 620 * share**1.25, top - 20 - 130 * share**0.6)
        radius = 20 + 62 * share + canvas.random.uniform(-6, 8)
        canvas.disc(*spot, radius, mix(smoke, inks.tone(0.2), 0.55 * (1 - share)))
    stack = [(x - 26, top), (x + 26, top), (x + 44, 830), (x - 44, 830)]
    canvas.shape(stack, mix(inks.tone(depth), inks.accent, 0.5))
    for y in (top, top + 70):
        canvas.box(x - 28, y, x + 28, y + 26, inks.paper)
    canvas.spray(stack, inks.near, "right", 0.85)


def train(canvas: Canvas) -> None:
    """Paint a train crossing a tall viaduct over a valley."""
    inks = canvas.palette
    sky(canvas, 640)
    sun(canvas, 1120, 300, 165)
    clouds(canvas, 60, 240, 4)
    range_of_hills(canvas, 470, 80, 0.1, 1.3)
    range_of_hills(canvas, 600, 56, 0.3, 1.8)
    water(canvas, 850, 1000)
    canvas.shape(hills(canvas, 830, 30, 0.7), inks.tone(0.55))
    for bay in range(-1, 9):
        _arch(canvas, 40 + bay * 200)
    canvas.box(0, 470, WIDTH, 486, inks.tone(0.9))
    canvas.box(0, 500, WIDTH, 508, inks.tone(0.4))
    for carriage in range(5):
        _carriage(canvas, 1180 - carriage * 262, carriage == 0)
    for x, foot, tall in (
        (60, 985, 260),
        (130, 1000, 320),
        (220, 990, 240),
        (1490, 1000, 300),
        (1560, 990, 240),
    ):
        poplar(canvas, x, foot, tall, inks.near)
    birds(canvas, 640, 240)


def _arch(canvas: Canvas, left: float) -> None:
    """Build one bay of the viaduct: two half piers and the arch between."""
    inks, wide = canvas.palette, 200
    curve = [
        (left + wide / 2 - 76 * math.cos(a), 640 - 76 * math.sin(a))
        for a in (math.pi * step / 24 for step in range(25))
    ]
    stone = [
        (left, 480),
        (left + wide, 480),
        (left + wide, 960),
        (left + 176, 960),
        *curve[::-1],
        (left + 24, 960),
        (left, 960),
    ]
    canvas.shape(stone, mix(inks.tone(0.45), inks.sun, 0.3))
    canvas.spray(stone, inks.tone(0.85), "down", 0.9)
    canvas.shape(
        [(left + 176, 640), (left + 190, 640), (left + 190, 960), (left + 176, 960)], inks.tone(0.85)
    )
    canvas.line(curve, inks.tone(0.85), 7)


def _carriage(canvas: Canvas, left: float, leading: bool) -> None:
    """Couple one carriage, the leading one with a sloped nose."""
    inks, wide = canvas.palette, 254
    nose = 74 if leading else 0
    body = [
        (left, 372),
        (left + wide - nose * 0.4, 372),
        (left + wide + nose * 0.25, 400 + nose * 0.55),
        (left + wide + nose * 0.6, 456),
        (left, 456),
    ]
    canvas.shape(body, inks.accent)
    canvas.spray(body, inks.near, "down", 0.55, 0.6)
    canvas.box(left, 366, left + wide - nose * 0.5, 376, inks.near)
    for window in range(5 - (1 if leading else 0)):
        x = left + 18 + window * 46
        canvas.box(x, 392, x + 32, 420, inks.sun)
    if leading:
        canvas.shape([(left + 206, 388), (left + 226, 388), (left + 258, 424), (left + 206, 424)], inks.paper)
    canvas.box(left, 432, left + wide + nose * 0.3, 439, inks.paper)
    for wheel in (40, 80, 176, 216):
        canvas.disc(left + wheel, 460, 13, inks.near)
