"""What answers to readers carry: types, lifetimes, security headers, and the small pages for when nothing is printed.

nginx sends the same from ``deploy/nginx/masthead.conf``; ``tests/reader/test_nginx.py`` compares both.
"""

from __future__ import annotations

from email.utils import formatdate
from html import escape

from masthead.kit.media_types import TEXTS, TYPES
from masthead.kit.policies import PAGE_POLICY
from masthead.press.plain import PlainWords
from masthead.reader.edition.asgi import Headers, Message, Send

__all__ = [
    "IMMUTABLE",
    "NO_STORE",
    "REVALIDATE",
    "cache_control",
    "content_type",
    "file_type",
    "http_date",
    "plain_page",
    "security_headers",
    "send_moved",
    "send_nothing",
    "send_plain_page",
    "start_message",
]

# A page may change at any moment and its ETag makes asking again cheap, so browsers always ask.
REVALIDATE = b"public, max-age=0, must-revalidate"
# Names carry a hash of what is inside.
IMMUTABLE = b"public, max-age=31536000, immutable"
# Feeds and sitemaps are fetched by machines, many times an hour, and may be five minutes late.
_FOR_MACHINES = b"public, max-age=300"
# Icons and the like stand at fixed addresses and change hardly ever.
_FOR_A_DAY = b"public, max-age=86400"
# A browser takes a new worker when its bytes are others: it has to ask.
_ALWAYS_ASK = b"no-cache"
# A redirection may be corrected by an editor; without a lifetime browsers would keep it for ever.
_MOVED = b"public, max-age=3600"
NO_STORE = b"no-store"

_OF_THE_DEVICE = {"/manifest.webmanifest", "/favicon.ico", "/favicon.svg", "/apple-touch-icon.png"}
_BY_NAME = {
    "feed.xml": b"application/rss+xml; charset=utf-8",
    "atom.xml": b"application/atom+xml; charset=utf-8",
    "feed.json": b"application/feed+json; charset=utf-8",
    "opensearch.xml": b"application/opensearchdescription+xml; charset=utf-8",
}
_BY_ENDING = {
    ending: (kind + "; charset=utf-8" if ending in TEXTS else kind).encode() for ending, kind in TYPES.items()
}


def file_type(name: str) -> bytes:
    """Return the type of a file by the ending of its name."""
    return _BY_ENDING.get(name.rpartition(".")[2].lower(), b"application/octet-stream")


def content_type(address: str) -> bytes:
    """Return the type of the sheet at an address."""
    if address.endswith("/"):
        return _BY_ENDING["html"]
    name = address.rpartition("/")[2]
    return _BY_NAME.get(name) or file_type(name)


def cache_control(address: str) -> bytes:
    """Return how long browsers and caches may keep the sheet at an address without asking again."""
    if address.startswith("/_theme/"):
        return IMMUTABLE
    if address == "/sw.js":
        return _ALWAYS_ASK
    if address.startswith("/icons/") or address in _OF_THE_DEVICE:
        return _FOR_A_DAY
    if address.endswith((".xml", ".json", ".txt")):
        return _FOR_MACHINES
    return REVALIDATE


def security_headers(*, is_https: bool, policy: bytes = PAGE_POLICY.encode()) -> Headers:
    """Return the headers that keep a reader's browser from doing what no page of the edition asks for.

    Args:
        is_https: Whether the site is public and served by HTTPS, so that browsers may be told never to use HTTP.
        policy: The Content-Security-Policy.
    """
    headers = [
        (b"content-security-policy", policy),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"strict-origin-when-cross-origin"),
        (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        (b"cross-origin-opener-policy", b"same-origin"),
    ]
    if is_https:
        headers.append((b"strict-transport-security", b"max-age=31536000"))
    return headers


def http_date(seconds: int) -> bytes:
    """Return a moment in the form that HTTP headers use."""
    return formatdate(seconds, usegmt=True).encode()


def start_message(status: int, headers: Headers) -> Message:
    """Return the message that begins an answer."""
    return {"type": "http.response.start", "status": status, "headers": headers}


async def send_nothing(send: Send, status: int, headers: Headers) -> None:
    """Send an answer without a body."""
    await send(start_message(status, headers))
    await send({"type": "http.response.body", "body": b""})


async def send_moved(send: Send, location: str, security: Headers, *, status: int = 301) -> None:
    """Send a reader on to ``location``, an address of this site that is already percent-encoded.

    Args:
        send: where the answer goes.
        location: the address.
        security: headers for it.
        status: 301 for good, 302 for now.
    """
    headers = [
        (b"location", location.encode("ascii")),
        (b"content-length", b"0"),
        (b"cache-control", _MOVED if status == 301 else NO_STORE),
        *security,
    ]
    await send_nothing(send, status, headers)


def plain_page(status: int, words: PlainWords) -> bytes:
    """Write a small page that says one sentence: for when no printed page can be sent."""
    return (
        f'<!doctype html><html lang="{words.language}" dir="{words.direction}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{status}</title></head><body><h1>{status}</h1><p>{escape(words.sentences[status])}</p></body></html>\n"
    ).encode()


async def send_plain_page(
    send: Send,
    status: int,
    words: PlainWords,
    security: Headers,
    *,
    is_head: bool = False,
    extra: Headers | None = None,
) -> None:
    """Send a small page that says one sentence."""
    body = plain_page(status, words)
    headers = [
        (b"content-type", _BY_ENDING["html"]),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", NO_STORE),
        *(extra or ()),
        *security,
    ]
    await send(start_message(status, headers))
    await send({"type": "http.response.body", "body": b"" if is_head else body})
