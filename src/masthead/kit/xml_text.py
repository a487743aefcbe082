"""Text that XML can hold."""

from __future__ import annotations

import re

__all__ = ["xml_text"]

# XML 1.0, production 2 (Char): everything else may not stand in a document, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(value: str) -> str:
    """Return ``value`` without the characters that XML 1.0 forbids."""
    return _FORBIDDEN.sub("", value)
