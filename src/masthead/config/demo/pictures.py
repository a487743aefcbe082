"""Draw the demonstration magazine's pictures: no photograph has to be shipped."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image, ImageOps

from . import built, indoors, outdoors, portraits
from .canvas import HEIGHT, PALETTES, WIDTH, Canvas

MOTIFS: dict[str, Callable[[Canvas], None]] = {
    "harbour": built.harbour,
    "lighthouse": outdoors.lighthouse,
    "mountains": outdoors.mountains,
    "city": built.city,
    "fields": outdoors.fields,
    "books": built.books,
    "bridge": built.bridge,
    "factory": indoors.factory,
    "windmills": outdoors.windmills,
    "sea": outdoors.sea,
    "desert": outdoors.desert,
    "forest": outdoors.forest,
    "train": indoors.train,
    "stage": indoors.stage,
    "microscope": indoors.microscope,
    "stars": outdoors.stars,
    "archive": indoors.archive,
    "ballot": indoors.ballot,
    "market": indoors.market,
    "river": outdoors.river,
}


def draw(
    motif: str, palette: str, seed: str, size: tuple[int, int] = (1600, 1000)
) -> bytes:
    """Draw one picture and return it as JPEG; the same arguments give the same bytes."""
    # The canvas covers the whole size; whatever hangs over is trimmed at the end.
    scale = max(size[0] / WIDTH, size[1] / HEIGHT)
    canvas = Canvas(PALETTES[palette], f"{motif}/{palette}/{seed}", scale)
    MOTIFS[motif](canvas)
    picture = canvas.finish(size)
    if canvas.random.random() < 0.5:
        picture = ImageOps.mirror(picture)
    return _encode(picture)


def draw_portrait(seed: str, size: tuple[int, int] = (640, 640)) -> bytes:
    """Draw a faceless portrait of flat shapes and return it as JPEG."""
    scale = max(size[0], size[1]) / HEIGHT
    palette = PALETTES[sorted(PALETTES)[sum(seed.encode()) % len(PALETTES)]]
    canvas = Canvas(palette, f"portrait/{seed}", scale)
    portraits.paint(canvas)
    return _encode(canvas.finish(size))


def _encode(picture: Image.Image) -> bytes:
    """Return a picture as JPEG bytes."""
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=82)
    return target.getvalue()
