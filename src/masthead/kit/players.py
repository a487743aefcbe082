"""Addresses of pages that show something, and of the players that can stand in a frame."""

from __future__ import annotations

import re
from urllib.parse import quote

__all__ = ["player_address"]

_PLAYERS = (
    (re.compile(r"^https?://(?:www\.|m\.)?youtube\.com/(?:watch\?(?:.*&)?v=|shorts/|live/)([\w-]{6,})"), "https://www.youtube-nocookie.com/embed/{}"),
    (re.compile(r"^https?://youtu\.be/([\w-]{6,})"), "https://www.youtube-nocookie.com/embed/{}"),
    (re.compile(r"^https?://(?:www\.)?vimeo\.com/(\d+)"), "https://player.vimeo.com/video/{}?dnt=1"),
    (re.compile(r"^https?://(?:www\.)?dailymotion\.com/video/(\w+)"), "https://www.dailymotion.com/embed/video/{}"),
    (re.compile(r"^https?://open\.spotify\.com/((?:track|album|playlist|episode|show|artist)/\w+)"), "https://open.spotify.com/embed/{}"),
    (re.compile(r"^https?://(?:www\.)?ted\.com/talks/([\w-]+)"), "https://embed.ted.com/talks/{}"),
    (re.compile(r"^https?://archive\.org/details/([\w.-]+)"), "https://archive.org/embed/{}"),
)  # fmt: skip
_SOUNDCLOUD = re.compile(r"^https?://(?:www\.)?soundcloud\.com/[\w-]+/[\w-]+")
_ALREADY = re.compile(r"^https://[^/]+/(?:.*/)?(?:embed|player)(?:[/?]|$)")


def player_address(address: str) -> str | None:
    """Return the address of a player that may be framed; None where only a link can be offered."""
    for pattern, player in _PLAYERS:
        if match := pattern.match(address):
            return player.format(match.group(1))
    if _SOUNDCLOUD.match(address):
        return f"https://w.soundcloud.com/player/?url={quote(address, safe='')}"
    return address if _ALREADY.match(address) else None
