"""What all doors of delivery ask of a request: that a page of this site sent it, and who did."""

from __future__ import annotations

import json
import re
from typing import Any

from django.http import HttpRequest

from masthead.kit.origins import is_same_origin
from masthead.kit.rates import network_of

from .errors import RefusedError

__all__ = ["LANGUAGE", "address_of", "check_origin", "client_of", "read_json"]

# A language tag of BCP 47, as far as browsers and forms write one.
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def check_origin(request: HttpRequest) -> None:
    """Make sure that a page of this site asks.

    Raises:
        RefusedError: a page of another site does, or nobody can tell.
    """
    headers = request.headers
    if not is_same_origin(
        host=headers.get("Host", ""), origin=headers.get("Origin"), fetch_site=headers.get("Sec-Fetch-Site")
    ):
        raise RefusedError("origin", "Only pages of this site may ask here.", 403)


def read_json(request: HttpRequest, *, largest: int) -> dict[str, Any]:
    """Return the object of JSON that a script posted.

    Args:
        request: the post. largest: how long its body may be, in bytes.

    Raises:
        RefusedError: it is too long, or no object of JSON.
    """
    body = request.read(largest + 1)
    if len(body) > largest:
        raise RefusedError("size", "That is too long.", 413)
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RefusedError("json", "That is no JSON.") from error
    if not isinstance(told, dict):
        raise RefusedError("json", "That is no object of JSON.")
    return told


def address_of(request: HttpRequest) -> str:
    """Return the address that a request comes from: the built-in server says so, and nobody else can reach this process."""
    return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()


def client_of(request: HttpRequest) -> str:
    """Return whom a request comes from, as limits count: an address, or the network that one household has."""
    return network_of(address_of(request))
