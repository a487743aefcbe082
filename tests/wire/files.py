"""Files of an old site's uploads folder, good and bad, made in tests."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

from PIL import Image


def picture(width: int = 40, height: int = 30, kind: str = "JPEG", colour: str = "teal") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, kind)
    return out.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes whose header promises a picture of that size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 100))
        + chunk(b"IEND", b"")
    )


WEB_PAGE = b"<!DOCTYPE html><html><body>404 Not Found</body></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def uploads(folder: Path, **files: bytes) -> Path:
    """Write files into ``uploads/2015/03``; names have ``__`` for the dot."""
    target = folder / "uploads" / "2015" / "03"
    target.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (target / name.replace("__", ".")).write_bytes(data)
    return folder / "uploads"


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path
