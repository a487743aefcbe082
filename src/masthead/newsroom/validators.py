"""What the newsroom refuses, in words that say what to do."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from masthead.kit.colours import is_colour

__all__ = [
    "LONGEST_SLUG",
    "RESERVED_SLUGS",
    "SECTION_SLUGS",
    "says_what_it_shows",
    "validate_alternative_text",
    "validate_colour",
    "validate_slug_length",
]

# In bytes of UTF-8: a slug names a folder of the edition, and file systems take 255 bytes at most.
LONGEST_SLUG = 200
# First parts of addresses that the press or the server answers itself.
RESERVED_SLUGS = frozenset(
    {
        "archive",
        "contributors",
        "doors",
        "icons",
        "media",
        "most-read",
        "newsroom",
        "page",
        "search",
        "sitemaps",
        "topics",
        "_parts",
        "_theme",
        "_moved",
    }
)
# At these stand pages of the press, to which a standing page may give its words and a section may not.
SECTION_SLUGS = RESERVED_SLUGS | {"corrections"}

_FILE_NAME = re.compile(
    r"""^\s*(
        .*\.(jpe?g|png|gif|webp|avif|tiff?|bmp|svg|heic)       # a name with its ending
        |[\d\W_]+                                             # a number
        |(img|dsc[fn]?|pxl|p|image|photo|picture|untitled|screen\s?shot|whatsapp\simage)[\s_-]*[\d\W_]*  # a camera's
        |[a-z]{1,4}[_-]?\d{3,}[\d_-]*                          # the same, of a camera not known
        |[0-9a-f]{16,}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}  # a hash, a UUID
    )\s*$""",
    re.I | re.X,
)


def says_what_it_shows(value: str) -> bool:
    """Say whether a text can stand for an image: it is not empty, a number or a file's name."""
    return bool(value.strip()) and not _FILE_NAME.match(value)


def validate_alternative_text(value: str) -> None:
    """Refuse a file name or a number as alternative text.

    Raises:
        ValidationError: the text says nothing about the image.
    """
    if not says_what_it_shows(value):
        raise ValidationError(
            _("“%(value)s” does not say what the image shows. Describe it in a few words."),
            params={"value": value},
            code="no_description",
        )


def validate_slug_length(value: str) -> None:
    """Refuse a slug that cannot name a folder.

    Raises:
        ValidationError: it is too long.
    """
    if len(value.encode()) > LONGEST_SLUG:
        raise ValidationError(
            _(
                "This slug is too long: use %(count)s letters or fewer, half of that outside the Latin alphabet."
            ),
            params={"count": LONGEST_SLUG},
            code="slug_too_long",
        )


def validate_colour(text: str) -> None:
    """Refuse what is no colour.

    Raises:
        ValidationError: it is not written as #rrggbb.
    """
    if not is_colour(text):
        raise ValidationError(
            _("“%s” is no colour. Write it as # and six digits or letters a to f, such as #a6121f.") % text
        )
