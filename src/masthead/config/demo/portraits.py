"""Draw faceless portraits of flat shapes for the contributors."""

from __future__ import annotations

import math
from collections.abc import Callable

from .canvas import HEIGHT, WIDTH, Canvas, Colour, Point, block, mix, oval
from .scenery import rays

# The sitter's axis, and the middle of the head.
AXIS = 800.0
HEAD = 430.0
Hair = Callable[[Canvas, Colour], None]


def paint(canvas: Canvas, style: int) -> None:
    """Paint a sitter before a plain backdrop, with the hair of the given number."""
    inks, chance = canvas.palette, canvas.random
    _backdrop(canvas)
    skin = chance.choice(
        (
            mix(inks.accent, inks.paper, 0.5),
            mix(inks.tone(0.35), inks.accent, 0.3),
            mix(inks.sun, inks.tone(0.5), 0.35),
            mix(inks.far, inks.paper, 0.35),
        )
    )
    hair = chance.choice(
        (inks.near, inks.tone(0.8), mix(inks.accent, inks.near, 0.65), mix(inks.paper, inks.far, 0.45))
    )
    behind, before = STYLES[style % len(STYLES)]
    if behind:
        behind(canvas, hair)
    _bust(canvas, skin)
    _face(canvas, skin)
    before(canvas, hair)
    if chance.random() < 0.35:
        _spectacles(canvas)


def _backdrop(canvas: Canvas) -> None:
    """Lay one of three backdrops: a disc, rays or a horizon."""
    inks = canvas.palette
    kind = canvas.random.randrange(3)
    canvas.box(0, 0, WIDTH, HEIGHT, mix(inks.high, inks.low, 0.25))
    if kind == 0:
        canvas.spray(block(300, 0, 1300, HEIGHT), inks.low, "down", 0.9)
        canvas.disc(AXIS + canvas.random.choice((-130, 130)), 380, 330, inks.sun)
    elif kind == 1:
        rays(canvas, AXIS, HEAD, mix(inks.high, inks.low, 0.55), 14)
        canvas.spray(block(300, 300, 1300, HEIGHT), inks.low, "down", 0.7)
    else:
        canvas.box(0, 0, WIDTH, 560, inks.low)
        canvas.spray(block(300, 0, 1300, 560), mix(inks.high, inks.low, 0.2), "up", 0.8)
        canvas.disc(AXIS + canvas.random.choice((-270, 270)), 330, 130, inks.sun)
        canvas.box(0, 560, WIDTH, HEIGHT, inks.far)


def _bust(canvas: Canvas, skin: Colour) -> None:
    """Shape the shoulders and the neck, dressed in one of three ways."""
    inks, chance = canvas.palette, canvas.random
    coat = chance.choice((inks.near, inks.tone(0.6), inks.accent, mix(inks.accent, inks.near, 0.5)))
    turns = [math.pi * step / 60 for step in range(61)]
    body: list[Point] = [(AXIS - 400 * math.cos(a), 1030 - 330 * math.sin(a) ** 0.72) for a in turns]
    canvas.shape(body, coat)
    canvas.spray(body, mix(coat, inks.near, 0.75), "right", 0.9)
    collar = chance.randrange(3)
    if collar == 0:
        canvas.shape([(AXIS - 104, 700), (AXIS + 104, 700), (AXIS, 1010)], inks.paper)
    elif collar == 1:
        canvas.disc(AXIS, 716, 122, mix(coat, inks.paper, 0.3), 0.55)
    neck = [(AXIS - 66, 540), (AXIS + 66, 540), (AXIS + 84, 730), (AXIS, 790), (AXIS - 84, 730)]
    canvas.shape(neck, mix(skin, inks.near, 0.25))
    shadow = [(AXIS - 66, 540), (AXIS + 66, 540), (AXIS + 76, 660), (AXIS - 76, 660)]
    canvas.spray(shadow, mix(skin, inks.near, 0.65), "up", 1.0)
    if collar == 0:
        _lapels(canvas, mix(coat, inks.near, 0.4))
    elif collar == 2:
        _roll_neck(canvas, coat)


def _lapels(canvas: Canvas, cloth: Colour) -> None:
    """Fold the coat's lapels over the shirt."""
    for side in (-1, 1):
        outer = [(AXIS + side * 88, 690), (AXIS + side * 196, 728), (AXIS + side * 150, 830)]
        canvas.shape([*outer, (AXIS, 1010)], cloth)


def _roll_neck(canvas: Canvas, coat: Colour) -> None:
    """Pull a rolled collar up over the neck."""
    inks = canvas.palette
    roll = [(AXIS - 94, 664), (AXIS + 94, 664), (AXIS + 112, 790), (AXIS - 112, 790)]
    canvas.shape(roll, mix(coat, inks.paper, 0.22))
    canvas.spray(block(AXIS - 112, 664, AXIS + 112, 790), mix(coat, inks.near, 0.5), "right", 0.9)


def _face(canvas: Canvas, skin: Colour) -> None:
    """Shape the head and divide it into a lit and a shaded half."""
    inks = canvas.palette
    head = [
        (AXIS + 152 * math.cos(a) * (1 - 0.16 * max(0.0, math.sin(a)) ** 2), HEAD + 196 * math.sin(a))
        for a in (math.tau * step / 90 for step in range(90))
    ]
    for side in (-1, 1):
        canvas.disc(AXIS + side * 150, HEAD + 14, 26, mix(skin, inks.near, 0.2 + 0.15 * side), 1.5)
    canvas.shape(head, skin)
    profile = [
        (AXIS - 6, HEAD - 200),
        (AXIS + 4, HEAD - 70),
        (AXIS - 8, HEAD - 30),
        (AXIS - 46, HEAD + 66),
        (AXIS - 4, HEAD + 80),
        (AXIS - 10, HEAD + 200),
    ]
    right = [point for point in head if point[0] >= AXIS]
    right.sort(key=lambda point: -point[1])
    canvas.shape([*profile, *right], mix(skin, inks.near, 0.32))
    canvas.spray([*profile, *right], mix(skin, inks.near, 0.6), "right", 0.8)


def _crown(radius: float, low: float, tilt: float = 0.0) -> list[Point]:
    """Return a cap of hair from the temples over the skull."""
    top = [(x, y) for x, y in oval(AXIS, HEAD - 14, radius, 1.24) if y <= HEAD - low]
    top.sort()
    return [*top, (AXIS + 40 + tilt, HEAD - low - 54), (AXIS - 60 + tilt, HEAD - low - 40)]


def _short(canvas: Canvas, hair: Colour) -> None:
    """Comb short hair over the skull, parted to one side."""
    shape = _crown(166, 60, canvas.random.choice((-70, 60)))
    canvas.shape(shape, hair)
    canvas.spray(shape, mix(hair, canvas.palette.near, 0.7), "right", 0.9)


def _curls(canvas: Canvas, hair: Colour) -> None:
    """Crown the head with curls."""
    for step in range(15):
        angle = math.pi * (1.0 + step / 14)
        for reach, size in ((150, 52), (112, 58)):
            canvas.disc(
                AXIS + reach * math.cos(angle),
                HEAD - 40 + reach * 1.12 * math.sin(angle),
                size,
                mix(hair, canvas.palette.far, 0.16 if (step + size) % 2 else 0.0),
            )


def _long(canvas: Canvas, hair: Colour) -> None:
    """Let long hair fall behind the shoulders."""
    back = [*((x, y) for x, y in oval(AXIS, HEAD - 10, 204, 1.12) if y <= HEAD + 40)]
    back.sort()
    fall = [*back, (AXIS + 232, 800), (AXIS - 232, 800)]
    canvas.shape(fall, hair)
    canvas.spray(fall, mix(hair, canvas.palette.near, 0.6), "down", 0.8)


def _bun(canvas: Canvas, hair: Colour) -> None:
    """Tie the hair into a knot on top."""
    canvas.disc(AXIS + 20, HEAD - 232, 74, hair)
    canvas.spray(oval(AXIS + 20, HEAD - 232, 74), mix(hair, canvas.palette.near, 0.7), "right", 0.9)


def _fringe(canvas: Canvas, hair: Colour) -> None:
    """Cut a straight fringe."""
    top = [(x, y) for x, y in oval(AXIS, HEAD - 12, 172, 1.22) if y <= HEAD - 62]
    canvas.shape(top, hair)
    canvas.spray(top, mix(hair, canvas.palette.near, 0.7), "right", 0.9)


def _bob(canvas: Canvas, hair: Colour) -> None:
    """Cut the hair at the jaw."""
    canvas.disc(AXIS, HEAD, 206, hair, 1.14)
    canvas.box(AXIS - 206, HEAD, AXIS + 206, HEAD + 180, hair)


def _beard(canvas: Canvas, hair: Colour) -> None:
    """Add short hair and a full beard."""
    _short(canvas, hair)
    beard = [(x, y) for x, y in oval(AXIS, HEAD + 34, 156, 1.32) if y >= HEAD + 60]
    beard.sort()
    canvas.shape([*beard, (AXIS + 60, HEAD + 84), (AXIS - 60, HEAD + 84)], hair)
    canvas.spray([*beard, (AXIS, HEAD + 84)], mix(hair, canvas.palette.near, 0.7), "right", 0.9)


def _cap(canvas: Canvas, hair: Colour) -> None:
    """Put on a flat cap."""
    inks = canvas.palette
    cloth = mix(inks.accent, inks.tone(0.7), 0.35)
    dome = [(x, y) for x, y in oval(AXIS + 10, HEAD - 86, 190, 0.8) if y <= HEAD - 84]
    for side in (-1, 1):
        temple = [
            (AXIS + side * 154, HEAD - 90),
            (AXIS + side * 104, HEAD - 90),
            (AXIS + side * 132, HEAD + 22),
            (AXIS + side * 154, HEAD + 8),
        ]
        canvas.shape(temple, hair)
    canvas.shape(dome, cloth)
    canvas.spray(dome, inks.near, "right", 0.8)
    canvas.pill(AXIS - 222, HEAD - 104, AXIS + 150, HEAD - 68, mix(cloth, inks.near, 0.5))


STYLES: tuple[tuple[Hair | None, Hair], ...] = (
    (None, _short),
    (None, _curls),
    (_long, _short),
    (_long, _fringe),
    (_bun, _fringe),
    (_bob, _fringe),
    (_bob, _short),
    (None, _beard),
    (None, _cap),
)


def _spectacles(canvas: Canvas) -> None:
    """Rest round spectacles where the eyes would be."""
    ink = canvas.palette.near
    for side in (-1, 1):
        canvas.glaze(oval(AXIS + side * 66, HEAD - 2, 50), canvas.palette.paper, 0.35)
        canvas.ring(AXIS + side * 66, HEAD - 2, 52, ink, 10)
    canvas.line([(AXIS - 18, HEAD - 8), (AXIS + 18, HEAD - 8)], ink, 9)
