"""Draw the magazine's pictures in two processes, and keep them as images of the newsroom."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

from django.core.files.base import ContentFile

from masthead.newsroom.models import Picture

from .manuscripts import Drawing, Manuscript, WrittenLetter
from .pictures import draw, draw_portrait

__all__ = ["Gallery", "hang_pictures"]

_PROCESSES = 2
# Large enough for a screen; every size that readers get is made from it.
_SIZE = (1280, 800)
_RIGHTS = "Drawn by code for this demonstration; use it as you like."

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True)
class Order:
    """One picture to draw: for whom, and what; no drawing means a portrait."""

    owner: str
    drawing: Drawing | None

    @property
    def file_name(self) -> str:
        """The name of its file; asking for the same picture again finds it by this name."""
        return (
            f"{self.owner}-{self.drawing.name}-{self._digest}.jpg"
            if self.drawing
            else f"portrait-{self.owner}.jpg"
        )

    @property
    def _digest(self) -> str:
        return hashlib.sha256(repr(self.drawing).encode()).hexdigest()[:6]


class Gallery:
    """The numbers of the images, by who shows them and what they show."""

    def __init__(self) -> None:
        self._numbers: dict[Order, int] = {}

    def add(self, order: Order, number: int) -> None:
        """Remember the number of one image."""
        self._numbers[order] = number

    def of_piece(self, slug: str) -> dict[Drawing, int]:
        """Return the images of one piece by their drawing."""
        return {
            order.drawing: number
            for order, number in self._numbers.items()
            if order.owner == slug and order.drawing
        }

    def portrait_of(self, slug: str) -> int | None:
        """Return the portrait of one contributor."""
        return self._numbers.get(Order(slug, None))


def hang_pictures(
    plan: dict[str, Any], pieces: Iterable[Manuscript | WrittenLetter], show: Progress
) -> Gallery:
    """Draw every picture that is not there yet; return all."""
    names = {one["slug"]: one["name"] for one in plan["contributor"]}
    orders = [Order(slug, None) for slug in names]
    orders += [Order(one.slug, drawing) for one in pieces for drawing in one.drawings]
    there = {name.rpartition("/")[2]: number for name, number in Picture.objects.values_list("file", "pk")}
    gallery = Gallery()
    wanted = [order for order in orders if order.file_name not in there]
    for order in orders:
        if order.file_name in there:
            gallery.add(order, there[order.file_name])
    # The children do nothing but draw: they inherit this process's modules and touch no database.
    with ProcessPoolExecutor(_PROCESSES, mp_context=get_context("fork")) as pool:
        for done, (order, content) in enumerate(
            zip(wanted, pool.map(_draw, wanted, chunksize=4), strict=True), start=1
        ):
            gallery.add(order, _keep(order, content, names).pk)
            show("Pictures", done, len(wanted))
    return gallery


def _draw(order: Order) -> bytes:
    if order.drawing is None:
        return draw_portrait(order.owner)
    return draw(order.drawing.motif, order.drawing.palette, order.file_name, _SIZE)


def _keep(order: Order, content: bytes, names: dict[str, str]) -> Picture:
    file = ContentFile(content, name=order.file_name)
    if order.drawing is None:
        name = names[order.owner]
        picture = Picture(title=f"Portrait of {name}", file=file, description=f"A drawn portrait of {name}")
    else:
        drawing = order.drawing
        picture = Picture(
            title=drawing.alt[:80],
            file=file,
            description=drawing.alt,
            caption=drawing.caption,
            credit=drawing.credit,
        )
    picture.rights = _RIGHTS
    picture.save()
    return picture
