"""Putting files into the newsroom's library of pictures and documents."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath
from typing import IO, Any

from django.core.files import File
from wagtail.documents import get_document_model

from masthead.newsroom.models import Picture
from masthead.wire.conf import max_document_bytes, max_image_bytes, max_image_pixels
from masthead.wire.texts import cut, slug_of

from .files import check_document, check_image

__all__ = ["PICTURE_SUFFIXES", "Words", "add_document", "add_picture", "largest"]

PICTURE_SUFFIXES = frozenset(
    [
        ".jpg",
        ".jpeg",
        ".jpe",
        ".png",
        ".gif",
        ".webp",
        ".avif",
        ".svg",
        ".bmp",
        ".tif",
        ".tiff",
        ".heic",
        ".heif",
        ".ico",
    ]
)


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
    # The size goes in with the file: set later, Django would open the file to measure it.
    picture = Picture(
        title=words.title, description=words.description, caption=words.caption, credit=words.credit,
        width=facts.width, height=facts.height, **_stored(Picture(), file, name, facts.suffix, keep=keep),
    )  # fmt: skip
    picture.save()
    return picture


def add_document(file: IO[bytes], name: str, title: str, *, keep: bool = True) -> Any:
    """Add a sound, video or other file; with ``keep`` false it is checked and not stored.

    Raises:
        FileRefusedError: the file is none that can be taken.
    """
    suffix = PurePosixPath(name).suffix.lower()
    check_document(file, suffix, max_bytes=max_document_bytes())
    model = get_document_model()
    document = model(title=cut(title, 255), **_stored(model(), file, name, suffix, keep=keep))
    document.save()
    return document


def _stored(blank: Any, file: IO[bytes], name: str, suffix: str, *, keep: bool) -> dict[str, Any]:
    """Return the fields of a file, named after its content, so that a run that was stopped leaves no second copy."""
    digest = hashlib.sha1(usedforsecurity=False)
    file.seek(0)
    while piece := file.read(256 * 1024):
        digest.update(piece)
    size = file.tell()
    file.seek(0)
    stem = slug_of(PurePosixPath(name).stem)[:60].strip("-_") or "file"
    kept = f"{stem}.{digest.hexdigest()[:8]}{suffix}"
    path = blank.file.field.generate_filename(blank, kept)
    is_there = not keep or blank.file.storage.exists(path)
    return {
        "file": path if is_there else File(file, name=kept),
        "file_size": size,
        "file_hash": digest.hexdigest(),
    }
