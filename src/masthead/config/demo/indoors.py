"""Paint workplaces, rooms and things on tables."""

from __future__ import annotations

import math

from .canvas import HEIGHT, WIDTH, Canvas, Point, block, hills, mix, oval
from .scenery import birds, clouds, poplar, range_of_hills, rays, sky, sun, water


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
    canvas.box(0, 830, WIDTH, 860, inks.near)
    water(canvas, 858, 1190)


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
    for x, foot, tall in ((60, 985, 260), (130, 1000, 320), (220, 990, 240), (1490, 1000, 300), (1560, 990, 240)):
        poplar(canvas, x, foot, tall, inks.near)
    birds(canvas, 640, 240)


def _arch(canvas: Canvas, left: float) -> None:
    """Build one bay of the viaduct: two half piers and the arch between."""
    inks, wide = canvas.palette, 200
    curve = [(left + wide / 2 - 76 * math.cos(a), 640 - 76 * math.sin(a))
             for a in (math.pi * step / 24 for step in range(25))]
    stone = [(left, 480), (left + wide, 480), (left + wide, 960), (left + 176, 960), *curve[::-1],
             (left + 24, 960), (left, 960)]
    canvas.shape(stone, mix(inks.tone(0.45), inks.sun, 0.3))
    canvas.spray(stone, inks.tone(0.85), "down", 0.9)
    canvas.shape([(left + 176, 640), (left + 190, 640), (left + 190, 960), (left + 176, 960)], inks.tone(0.85))
    canvas.line(curve, inks.tone(0.85), 7)


def _carriage(canvas: Canvas, left: float, leading: bool) -> None:
    """Couple one carriage, the leading one with a sloped nose."""
    inks, wide = canvas.palette, 254
    nose = 74 if leading else 0
    body = [(left, 372), (left + wide - nose * 0.4, 372), (left + wide + nose * 0.25, 400 + nose * 0.55),
            (left + wide + nose * 0.6, 456), (left, 456)]
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
        panel = [(top[0], -10), (top[1], -10), (low[1] + side * 14, 640), (low[1], 905), (low[0], 905),
                 (low[0] + side * 14, 640)]
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

    def tube(low: float, high: float, half: float, colour: tuple[int, int, int]) -> None:
        # The barrel leans back by a fixed slope, so every part follows one axis.
        start, end = (x - 62 + low * 0.3, foot - 270 - low), (x - 62 + high * 0.3, foot - 270 - high)
        part: list[Point] = [(start[0] - half, start[1] - half * 0.3), (start[0] + half, start[1] + half * 0.3),
                             (end[0] + half, end[1] + half * 0.3), (end[0] - half, end[1] - half * 0.3)]
        canvas.shape(part, colour)
        canvas.spray(part, inks.near, "right", 0.85)

    tube(0, 60, 22, inks.paper)
    tube(60, 120, 46, inks.near)
    tube(120, 380, 58, brass)
    tube(380, 410, 66, inks.near)
    tube(410, 520, 36, brass)
    tube(520, 560, 50, inks.near)
    canvas.disc(x + 180, foot - 330, 46, brass)
    canvas.disc(x + 180, foot - 330, 20, inks.near)


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
        reach = 0.62**lamp
        x, y = 800, 430 - 330 * reach
        canvas.glaze([(x - 30 * reach, y), (x + 30 * reach, y), (x + 360 * reach, 430 + 480 * reach),
                      (x - 360 * reach, 430 + 480 * reach)], inks.sun, 0.1)
        canvas.line([(x, -10), (x, y)], inks.near, 5 * reach)
        canvas.shape([(x - 80 * reach, y), (x - 24 * reach, y - 50 * reach), (x + 24 * reach, y - 50 * reach),
                      (x + 80 * reach, y)], inks.accent)
        canvas.disc(x, y, 80 * reach, inks.paper, 0.16)


def _shelves(canvas: Canvas, side: int, near: float, far: float) -> None:
    """Fill one bay of shelving, drawn between two distances."""
    inks, levels = canvas.palette, 5

    def spot(reach: float, height: float) -> Point:
        return 800 + side * 720 * reach, 450 + (560 - 1080 * height) * reach

    canvas.shape([spot(near, 0), spot(near, 1), spot(far, 1), spot(far, 0)], inks.tone(0.9))
    for level in range(levels):
        low, high = (level + 0.12) / levels, (level + 0.86) / levels
        boxes = canvas.random.choice((3, 4, 5))
        for box in range(boxes):
            start = near + (far - near) * (box + 0.08) / boxes
            stop = near + (far - near) * (box + 0.92) / boxes
            top = high - canvas.random.choice((0, 0, 0.03))
            colour = canvas.random.choice((inks.tone(0.2), inks.tone(0.4), inks.accent, mix(inks.sun, inks.far, 0.5)))
            colour = mix(colour, inks.near, min(0.55, 0.5 * near))
            canvas.shape([spot(start, low), spot(start, top), spot(stop, top), spot(stop, low)], colour)
            label = [spot(start + (stop - start) * a, low + (top - low) * b)
                     for a, b in ((0.28, 0.5), (0.28, 0.72), (0.72, 0.72), (0.72, 0.5))]
            canvas.shape(label, mix(inks.paper, inks.near, 0.15 + 0.35 * near))
        canvas.shape([spot(near, level / levels), spot(near, low), spot(far, low), spot(far, level / levels)], inks.near)


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
    paper: list[Point] = [(640, 526), (705, 150), (1030, 205), (965, 526)]
    canvas.shape(paper, inks.paper)
    canvas.spray(paper, mix(inks.far, inks.paper, 0.3), "right", 0.8)
    for row in range(3):
        x, y = 716 - row * 16, 232 + row * 92
        canvas.line([(x, y), (x + 46, y + 8), (x + 38, y + 54), (x - 8, y + 46), (x, y)], inks.near, 6)
        canvas.line([(x + 82, y + 34), (x + 240, y + 61)], inks.tone(0.6), 11)
    canvas.line([(706, 338), (738, 366), (778, 296)], inks.accent, 14)
    canvas.disc(720, 738, 92, inks.paper)
    canvas.ring(720, 738, 74, inks.near, 7)
    canvas.line([(680, 740), (710, 772), (764, 702)], inks.near, 20)


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
    wall = canvas.random.choice((inks.tone(0.1), inks.tone(0.25), inks.tone(0.4), mix(inks.far, inks.sun, 0.4)))
    canvas.box(left, top, left + wide, 820, wall)
    canvas.shape([(left - 8, top), (left + wide / 2, top - 70), (left + wide + 8, top)], mix(wall, inks.near, 0.4))
    for row in range(2):
        for column in (0.2, 0.6):
            x, y = left + wide * column, top + 40 + row * 120
            canvas.box(x - 14, y, x + wide * 0.2 + 14, y + 74, mix(wall, inks.near, 0.3))
            canvas.box(x, y, x + wide * 0.2, y + 74, mix(inks.near, wall, 0.3))
    canvas.spray(block(left, top, left + wide, 820), mix(wall, inks.low, 0.5), "down", 0.7)


def _stall(canvas: Canvas, left: float, colour: tuple[int, int, int]) -> None:
    """Set up one stall: posts, crates of fruit and an awning with scallops."""
    inks, wide, stripes = canvas.palette, 460, 8
    canvas.glaze(block(left + 20, 560, left + wide - 20, 850), inks.near, 0.5)
    for post in (left + 16, left + wide - 28):
        canvas.box(post, 520, post + 12, 930, inks.near)
    for crate in range(3):
        x = left + 34 + crate * 134
        fruit = (inks.accent, inks.sun, mix(inks.accent, inks.sun, 0.5), inks.far)[canvas.random.randrange(4)]
        for row in range(3):
            for ball in range(5 - row):
                spot = (x + 18 + row * 12 + ball * 23, 752 - row * 19)
                canvas.disc(*spot, 14, mix(fruit, inks.near, 0.28))
                canvas.disc(spot[0] - 2, spot[1] - 2, 12, fruit)
        for slat in range(2):
            canvas.box(x, 758 + slat * 30, x + 126, 782 + slat * 30, mix(inks.paper, inks.far, 0.55))
    canvas.box(left + 8, 816, left + wide - 8, 930, inks.tone(0.9))
    pitch = wide / stripes
    for stripe in range(stripes):
        cloth = colour if stripe % 2 == 0 else inks.paper
        x, inner = left + stripe * pitch, left + 46 + stripe * (wide - 92) / stripes
        canvas.disc(x + pitch / 2, 560, pitch / 2, cloth)
        canvas.shape([(inner, 430), (inner + (wide - 92) / stripes, 430), (x + pitch, 562), (x, 562)], cloth)
    canvas.spray([(left + 46, 430), (left + wide - 46, 430), (left + wide, 590), (left, 590)], inks.near, "down", 0.45, 0.7)
