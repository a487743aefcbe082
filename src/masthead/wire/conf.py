"""The settings of the wire, typed; the only reader of Django's settings in this room."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.conf import settings

__all__ = [
    "languages",
    "max_document_bytes",
    "max_image_bytes",
    "max_image_pixels",
    "site_language",
    "time_zone",
]


def max_image_bytes() -> int:
    """Return the size from which an image's file is refused."""
    return int(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)


def max_image_pixels() -> int:
    """Return the number of pixels from which an image is refused."""
    return int(settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS)


def max_document_bytes() -> int:
    """Return the size from which a sound, video or document is refused: ten times that of an image."""
    return 10 * max_image_bytes()


def time_zone() -> ZoneInfo:
    """Return the zone of dates that come without one."""
    return ZoneInfo(settings.TIME_ZONE)


def site_language() -> str:
    """Return the language of pages that name none."""
    return str(settings.LANGUAGE_CODE)


def languages() -> frozenset[str]:
    """Return the codes of all languages that a piece can be in."""
    return frozenset(code for code, _ in settings.LANGUAGES)
