"""Draw the demonstration magazine's pictures: no photograph has to be shipped."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

from PIL import Image, ImageOps

from . import built, indoors, outdoors, portraits, streets, wilds
from .canvas import HEIGHT, PALETTES, WIDTH, Canvas

MOTIFS: dict[str, Callable[[Canvas], None]] = {
    "harbour": built.harbour,
    "lighthouse": outdoors.lighthouse,
    "mountains": outdoors.mountains,
    "city": streets.city,
    "fields": outdoors.fields,
    "books": indoors.books,
    "bridge": built.bridge,
    "factory": built.factory,
    "windmills": outdoors.windmills,
    "sea": wilds.sea,
    "desert": wilds.desert,
    "forest": wilds.forest,
    "train": built.train,
    "stage": indoors.stage,
    "microscope": indoors.microscope,
    "stars": wilds.stars,
    "archive": indoors.archive,
    "ballot": indoors.ballot,
    "market": streets.market,
    "river": wilds.river,
}

# A tick drawn the wrong way round would look like a mistake.
ONE_WAY = {"ballot"}
# Every portrait follows from this and its seed. The number was picked so that
# the hair suits the names of the contributors who ship with the magazine.
PLATE = "plate 106452"


def draw(motif: str, palette: str, seed: str, size: tuple[int, int] = (1600, 1000)) -> bytes:
    """Draw one picture and return it as JPEG; the same arguments give the same bytes."""
    # The canvas covers the whole size; whatever hangs over is trimmed at the end.
    scale = max(size[0] / WIDTH, size[1] / HEIGHT)
    canvas = Canvas(PALETTES[palette], f"{motif}/{palette}/{seed}", scale)
    MOTIFS[motif](canvas)
    picture = canvas.finish(size)
    if motif not in ONE_WAY and canvas.random.random() < 0.5:
        picture = ImageOps.mirror(picture)
    return _encode(picture)


def draw_portrait(seed: str, size: tuple[int, int] = (640, 640)) -> bytes:
    """Draw a faceless portrait of flat shapes and return it as JPEG."""
    scale = max(size[0], size[1]) / HEIGHT
    chance = random.Random(f"{PLATE}/{seed}")  # noqa: S311 - no secret, it only picks colours
    style = chance.randrange(len(portraits.STYLES))
    palette = PALETTES[chance.choice(sorted(PALETTES))]
    canvas = Canvas(palette, f"{PLATE}/{seed}", scale)
    portraits.paint(canvas, style)
    return _encode(canvas.finish(size))


def _encode(picture: Image.Image) -> bytes:
    """Return a picture as JPEG bytes."""
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=82)
    return target.getvalue()
