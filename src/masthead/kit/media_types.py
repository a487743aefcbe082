"""The types of files, by the ending of their names: the same on every machine."""

from __future__ import annotations

__all__ = ["TEXTS", "TYPES", "media_type"]

TEXTS = {
    "html": "text/html", "htm": "text/html", "css": "text/css", "js": "text/javascript", "txt": "text/plain",
    "md": "text/markdown", "csv": "text/csv", "vtt": "text/vtt", "xml": "application/xml",
    "xsl": "application/xslt+xml", "json": "application/json", "webmanifest": "application/manifest+json",
    "svg": "image/svg+xml",
}  # fmt: skip
_BINARIES = {
    "avif": "image/avif", "gif": "image/gif", "ico": "image/x-icon", "jpeg": "image/jpeg", "jpg": "image/jpeg",
    "png": "image/png", "webp": "image/webp", "aac": "audio/aac", "flac": "audio/flac", "m4a": "audio/mp4",
    "mp3": "audio/mpeg", "oga": "audio/ogg", "ogg": "audio/ogg", "opus": "audio/ogg", "wav": "audio/wav",
    "m4v": "video/mp4", "mov": "video/quicktime", "mp4": "video/mp4", "ogv": "video/ogg", "webm": "video/webm",
    "pdf": "application/pdf", "epub": "application/epub+zip", "zip": "application/zip", "woff2": "font/woff2",
}  # fmt: skip
TYPES = TEXTS | _BINARIES
_UNKNOWN = "application/octet-stream"


def media_type(name: str) -> str:
    """Return the type of a file by the ending of its name."""
    return TYPES.get(name.rpartition(".")[2].lower(), _UNKNOWN)
