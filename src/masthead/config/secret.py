"""The keys that sign sessions and readers' links: given by a setting, or made once and kept beside the database."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from pathlib import Path

from masthead.kit.private_files import kept_secret

__all__ = ["hook_secret", "mail_secret", "secret_key"]


def secret_key(given: str, data_path: Path) -> str:
    """Return the key of a site, making and keeping one (mode 0600) on the first run."""
    return given or kept_secret(data_path / "secret_key", lambda: secrets.token_urlsafe(50))


def mail_secret(data_path: Path) -> str:
    """Return the key that signs the links in letters and hashes suppressed addresses, making it on the first run.

    With another one no link in a letter that was sent works, and suppressed addresses are not recognised.
    """
    return kept_secret(data_path / "mail_secret", lambda: secrets.token_urlsafe(48))


def hook_secret(data_path: Path) -> str:
    """Return the name and password with which a provider tells what became of letters: ``name:password``."""
    mark = hmac.new(mail_secret(data_path).encode(), b"provider's hooks", hashlib.sha256).hexdigest()
    return f"masthead:{mark[:40]}"
