"""Telling what a file is from its bytes, before anything opens it for real."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from typing import IO

from PIL import Image, UnidentifiedImageError

__all__ = ["DOCUMENT_KINDS", "FileRefusedError", "ImageFacts", "check_document", "check_image"]

_WEB_PAGE = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|script|\?php)",
    re.I | re.S,
)
_SVG = re.compile(rb"<svg[\s>]", re.I)
_FORMATS = {"JPEG": ".jpg", "PNG": ".png", "GIF": ".gif", "WEBP": ".webp", "AVIF": ".avif"}
# The files that a magazine offers; whatever a browser would run as a page of the site is not among them.
DOCUMENT_KINDS = frozenset(
    [
        ".pdf",
        ".doc",
        ".docx",
        ".odt",
        ".rtf",
        ".txt",
        ".csv",
        ".xls",
        ".xlsx",
        ".ods",
        ".ppt",
        ".pptx",
        ".odp",
        ".epub",
        ".zip",
        ".mp3",
        ".m4a",
        ".ogg",
        ".oga",
        ".opus",
        ".wav",
        ".flac",
        ".aac",
        ".mp4",
        ".m4v",
        ".mov",
        ".webm",
        ".ogv",
        ".mpg",
        ".mpeg",
        ".avi",
        ".wmv",
        ".vtt",
        ".srt",
        ".key",
        ".pages",
        ".numbers",
        ".mobi",
        ".ics",
        ".gpx",
        ".kml",
    ]
)
_STARTS = {
    ".pdf": (b"%PDF",),
    ".zip": (b"PK",),
    ".docx": (b"PK",),
    ".xlsx": (b"PK",),
    ".pptx": (b"PK",),
    ".epub": (b"PK",),
}


class FileRefusedError(Exception):
    """A file is not what it should be, or too large; the message is the reason, without the file's name."""


@dataclass(frozen=True)
class ImageFacts:
    """What an image's header says."""

    width: int
    height: int
    suffix: str


def check_image(file: IO[bytes], *, max_bytes: int, max_pixels: int) -> ImageFacts:
    """Return the facts of an image, having decoded a small form of it.

    Raises:
        FileRefusedError: it is no image of a kind that browsers show, damaged, or too large.
    """
    size = file.seek(0, 2)
    if size > max_bytes:
        raise FileRefusedError(
            f"the image is larger than {max_bytes // 1_048_576} MB (MASTHEAD_MAX_UPLOAD_MB)"
        )
    head = _head(file)
    if _WEB_PAGE.match(head):
        raise FileRefusedError("the file is a web page and no image")
    if _SVG.search(head):
        raise FileRefusedError("SVG is not taken, since it can hold scripts: export it as PNG")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file) as image:
                return _facts(image, max_pixels)
    except FileRefusedError:
        raise
    except Image.DecompressionBombError as error:
        raise FileRefusedError(_too_many_pixels(max_pixels)) from error
    except UnidentifiedImageError as error:
        raise FileRefusedError("the file is no image") from error
    except Exception as error:
        raise FileRefusedError(f"the image is damaged ({error})") from error
    finally:
        file.seek(0)


def _facts(image: Image.Image, max_pixels: int) -> ImageFacts:
    width, height = image.size
    if width * height > max_pixels:
        raise FileRefusedError(f"{width} × {height}: {_too_many_pixels(max_pixels)}")
    suffix = _FORMATS.get(image.format or "")
    if suffix is None:
        raise FileRefusedError(f"{image.format} is no format that browsers show: convert it to JPEG or PNG")
    # A damaged file often has a sound header; JPEG can be decoded at an eighth of its size.
    image.draft("RGB", (max(width // 8, 1), max(height // 8, 1)))
    image.load()
    return ImageFacts(width, height, suffix)


def _too_many_pixels(max_pixels: int) -> str:
    return f"the image has more than {max_pixels // 1_000_000} megapixels (MASTHEAD_MAX_IMAGE_MEGAPIXELS)"


def check_document(file: IO[bytes], suffix: str, *, max_bytes: int) -> None:
    """Check that a file is of a kind that a magazine offers, and of the kind that its name says.

    Raises:
        FileRefusedError: it is not.
    """
    size = file.seek(0, 2)
    head = _head(file)
    if size == 0:
        raise FileRefusedError("the file is empty")
    if size > max_bytes:
        raise FileRefusedError(f"the file is larger than {max_bytes // 1_048_576} MB")
    if suffix not in DOCUMENT_KINDS:
        raise FileRefusedError(f"files that end in “{suffix or '(nothing)'}” are not taken")
    if _WEB_PAGE.match(head):
        raise FileRefusedError(f"the file is a web page and no {suffix[1:].upper()} file")
    starts = _STARTS.get(suffix)
    if starts and not any(start in head[:1024] for start in starts):
        raise FileRefusedError(f"the file is no {suffix[1:].upper()} file")


def _head(file: IO[bytes]) -> bytes:
    file.seek(0)
    head = file.read(4096)
    file.seek(0)
    return head
