"""What the newsroom refuses, in words that say what to do."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

__all__ = ["RESERVED_SLUGS", "validate_alternative_text"]

# First parts of addresses that the press or the server answers itself.
RESERVED_SLUGS = frozenset(
    {
        "archive",
        "contributors",
        "doors",
        "media",
        "newsroom",
        "page",
        "sitemaps",
        "topics",
        "_parts",
        "_theme",
        "_moved",
    }
)

_FILE_NAME = re.compile(
    r"^\s*(\S+\.(jpe?g|png|gif|webp|avif|tiff?|bmp|svg|heic)|[\d\W_]+|(img|dsc|image|photo|screenshot)[\s_-]*[\d_-]+)\s*$",
    re.I,
)


def validate_alternative_text(value: str) -> None:
    """Refuse a file name or a number as alternative text.

    Raises:
        ValidationError: the text says nothing about the image.
    """
    if not value.strip() or _FILE_NAME.match(value):
        raise ValidationError(
            _("“%(value)s” does not say what the image shows. Describe it in a few words."),
            params={"value": value},
            code="no_description",
        )
