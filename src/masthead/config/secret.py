"""The key that signs sessions: given by a setting, or made once and kept beside the database."""

from __future__ import annotations

import secrets
from pathlib import Path

from masthead.kit.private_files import kept_secret

__all__ = ["secret_key"]


def secret_key(given: str, data_path: Path) -> str:
    """Return the key of a site, making and keeping one (mode 0600) on the first run."""
    return given or kept_secret(data_path / "secret_key", lambda: secrets.token_urlsafe(50))
