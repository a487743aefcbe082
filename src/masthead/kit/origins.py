"""Whether a request comes from a page of the site itself."""

from __future__ import annotations

from urllib.parse import urlsplit

__all__ = ["is_same_origin"]


def is_same_origin(*, host: str, origin: str | None, fetch_site: str | None) -> bool:
    """Tell whether a page of the site at ``host`` made a request, by what its browser says.

    Args:
        host: the ``Host`` header.
        origin: the ``Origin`` header, if there is one.
        fetch_site: the ``Sec-Fetch-Site`` header, if there is one; no page can set it.
    """
    if fetch_site is not None:
        return fetch_site == "same-origin"
    if not origin or not host:
        return False
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and parts.netloc.lower() == host.lower()
