"""What a browser may load and do on a page of the site, and with a file that is opened by itself."""

from __future__ import annotations

from .players import FRAME_HOSTS

__all__ = ["FILE_POLICY", "PAGE_POLICY"]

_FRAMES = " ".join(f"https://{host}" for host in FRAME_HOSTS)
PAGE_POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; font-src 'self'; "
    f"connect-src 'self'; media-src 'self'; frame-src 'self' {_FRAMES}; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'self'; manifest-src 'self'"
)
FILE_POLICY = "default-src 'none'; img-src 'self'; media-src 'self'; object-src 'self'; sandbox"
