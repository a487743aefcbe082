"""The languages that a piece or the site can be in."""

from __future__ import annotations

from .conf import newsroom_conf

__all__ = ["language_choices"]


def language_choices() -> list[tuple[str, str]]:
    """Return code and name of every language Django knows; a callable, so that migrations hold no list."""
    return list(newsroom_conf().languages)
