"""The key by which search engines know that pings of IndexNow come from this site."""

from __future__ import annotations

import secrets

from masthead.kit.private_files import kept_secret

from .conf import press_conf

__all__ = ["indexnow_key", "key_address"]

_NAME = "indexnow_key.txt"


def indexnow_key() -> str:
    """Return the site's key, made on first use; it is no secret once the site is in print."""
    return kept_secret(press_conf().data_path / _NAME, lambda: secrets.token_hex(16))


def key_address() -> str:
    """Return where the key stands in print."""
    return f"/{indexnow_key()}.txt"
