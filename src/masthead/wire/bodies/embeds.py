"""Addresses of things that other sites show: from their players back to the pages that people know."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

__all__ = ["is_embeddable", "page_address"]

_PLAYERS = (
    (re.compile(r"^https?://(?:www\.)?(?:youtube(?:-nocookie)?\.com)/(?:embed|v|shorts)/([\w-]{6,})"), "https://www.youtube.com/watch?v={}"),
    (re.compile(r"^https?://player\.vimeo\.com/video/(\d+)"), "https://vimeo.com/{}"),
    (re.compile(r"^https?://(?:www\.)?dailymotion\.com/embed/video/(\w+)"), "https://www.dailymotion.com/video/{}"),
    (re.compile(r"^https?://open\.spotify\.com/embed/(\w+/\w+)"), "https://open.spotify.com/{}"),
    (re.compile(r"^https?://platform\.twitter\.com/embed/.*[?&]id=(\d+)"), "https://twitter.com/i/status/{}"),
)  # fmt: skip
_CARRIERS = {
    "w.soundcloud.com": "url",
    "www.facebook.com": "href",
    "embedly.com": "url",
    "cdn.embedly.com": "url",
}

# Sites whose address alone on a line WordPress shows as what it leads to.
_PROVIDERS = re.compile(
    r"^https?://(?:[\w-]+\.)*(?:youtube\.com|youtu\.be|vimeo\.com|dailymotion\.com|dai\.ly|flickr\.com|flic\.kr|"
    r"smugmug\.com|scribd\.com|wordpress\.tv|twitter\.com|x\.com|soundcloud\.com|slideshare\.net|spotify\.com|imgur\.com|"
    r"issuu\.com|mixcloud\.com|ted\.com|animoto\.com|tumblr\.com|kickstarter\.com|kck\.st|cloudup\.com|reverbnation\.com|"
    r"videopress\.com|reddit\.com|speakerdeck\.com|amazon\.[a-z.]+|tiktok\.com|pinterest\.[a-z.]+|wolframcloud\.com|"
    r"pocketcasts\.com|pca\.st|bsky\.app|instagram\.com|facebook\.com|fb\.watch|canva\.com|anghami\.com)/",
    re.I,
)


def page_address(address: str) -> str:
    """Return the page behind a player's address; what is no known player stays."""
    if address.startswith("//"):
        address = f"https:{address}"
    for pattern, page in _PLAYERS:
        if match := pattern.match(address):
            return page.format(match.group(1))
    parts = urlsplit(address)
    carrier = _CARRIERS.get(parts.hostname or "")
    if (
        carrier
        and (carried := parse_qs(parts.query).get(carrier))
        and carried[0].startswith(("http://", "https://"))
    ):
        return carried[0]
    return address


def is_embeddable(address: str) -> bool:
    """Tell whether an address alone on a line was shown as an embed by the old site."""
    return bool(_PROVIDERS.match(address))
