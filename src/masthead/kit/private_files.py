"""Secrets that are made once and kept in a file that nobody but the site's own user can read."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

__all__ = ["kept_secret"]


def kept_secret(path: Path, make: Callable[[], str]) -> str:
    """Return what a file holds; where it is not there, make it (mode 0600) with what ``make`` returns.

    Of several processes that do so at the same time one wins, and all return the same.
    """
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(make())
    try:
        # A link fails where another process was first: both then read the same secret.
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return path.read_text(encoding="ascii").strip()
