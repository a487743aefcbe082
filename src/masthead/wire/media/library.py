"""Putting files into the newsroom's library of pictures and documents."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath
from typing import IO, Any

from django.core.files import File
from wagtail.documents import get_document_model

from masthead.newsroom.models import Picture

from ..conf import max_document_bytes, max_image_bytes, max_image_pixels
from ..texts import cut, slug_of
from .files import check_document, check_image

__all__ = ["PICTURE_SUFFIXES", "Words", "add_document", "add_picture", "largest"]

PICTURE_SUFFIXES = frozenset(".jpg .jpeg .jpe .png .gif .webp .avif .svg .bmp .tif .tiff .heic .heif .ico".split())


class Words:
    """What is said about a picture."""

    def __init__(self, *, title: str, description: str, caption: str = "", credit: str = "") -> None:
        self.title = cut(title, 255)
        self.description = cut(description, 500)
        self.caption = caption
        self.credit = cut(credit, 300)


def largest() -> int:
    """Return the size from which no file at all is taken."""
    return max(max_document_bytes(), max_image_bytes())


def add_picture(file: IO[bytes], name: str, words: Words, *, keep: bool = True) -> Picture:
    """Add a picture; with ``keep`` false its file is checked and not stored.

    Raises:
        FileRefusedError: the file is no image that can be taken.
    """
    facts = check_image(file, max_bytes=max_image_bytes(), max_pixels=max_image_pixels())
    picture = Picture(
        title=words.title, description=words.description, caption=words.caption, credit=words.credit,
        width=facts.width, height=facts.height,
    )  # fmt: skip
    _store(picture, "file", file, name, facts.suffix, keep=keep)
    picture.save()
    return picture


def add_document(file: IO[bytes], name: str, title: str, *, keep: bool = True) -> Any:
    """Add a sound, video or other file; with ``keep`` false it is checked and not stored.

    Raises:
        FileRefusedError: the file is none that can be taken.
    """
    suffix = PurePosixPath(name).suffix.lower()
    check_document(file, suffix, max_bytes=max_document_bytes())
    document = get_document_model()(title=cut(title, 255))
    _store(document, "file", file, name, suffix, keep=keep)
    document.save()
    return document


def _store(thing: Any, field: str, file: IO[bytes], name: str, suffix: str, *, keep: bool) -> None:
    """Store the file under a name that its content gives, so that a stopped run leaves no second copy."""
    thing.file_size = file.seek(0, 2)
    file.seek(0)
    digest = hashlib.sha1(usedforsecurity=False)
    while piece := file.read(256 * 1024):
        digest.update(piece)
    file.seek(0)
    thing.file_hash = digest.hexdigest()
    stem = slug_of(PurePosixPath(name).stem)[:60].strip("-_") or "file"
    kept = f"{stem}.{thing.file_hash[:8]}{suffix}"
    stored = getattr(thing, field)
    path = stored.field.generate_filename(thing, kept)
    if not keep or stored.storage.exists(path):
        setattr(thing, field, path)
    else:
        setattr(thing, field, File(file, name=kept))
