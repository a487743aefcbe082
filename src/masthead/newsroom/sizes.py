"""The seam through which the newsroom learns which sizes of an image the press will print.

Making a size takes a second or more for a large photograph. Made soon after the upload, it is there
when the piece is published.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["add_sizes", "prepared_sizes"]

_sizes: dict[str, None] = {}


def add_sizes(specs: Iterable[str]) -> None:
    """Have these sizes, written as Wagtail's filter specs, made of every image from now on."""
    _sizes.update(dict.fromkeys(specs))


def prepared_sizes() -> tuple[str, ...]:
    """Return the sizes to make of every image."""
    return tuple(_sizes)
