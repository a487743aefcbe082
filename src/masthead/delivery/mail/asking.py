"""What a request to the doors of letters says, and who may ask how often."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest

from masthead.delivery.errors import RefusedError
from masthead.delivery.requests import LANGUAGE, address_of, check_origin, client_of, read_json
from masthead.delivery.tokens import Permits
from masthead.kit.rates import Rates

from .addresses import normal_address

__all__ = [
    "Wish", "forget_clients", "give_permit", "is_asked_too_often", "limit_looks", "limit_signups",
    "prefix_of", "read_wish", "take_permit",
]  # fmt: skip

_LARGEST_BODY = 8192
_MOST_LISTS = 50
# Nobody reads a form and writes an address in less.
_WRITING_S = 1.5
_permits = Permits()
_guard = Lock()


@dataclass
class _Limits:
    """How often one network may look, and ask for letters; how often addresses at one host may be given, and of one mailbox."""

    looks: Rates
    signups: Rates
    hosts: Rates
    mailboxes: Rates


def _fresh() -> _Limits:
    return _Limits(
        Rates(limit=120, per_s=60),
        Rates(limit=10, per_s=600),
        Rates(limit=600, per_s=3600, most_clients=5000),
        Rates(limit=6, per_s=86_400),
    )


_limits = _fresh()


@dataclass(frozen=True)
class Wish:
    """What a sign-up form holds.

    Attributes:
        is_trap_sprung: whether the field was filled that only robots see.
        is_json: whether a script asks and not a form.
    """

    address: str
    lists: tuple[int, ...]
    language: str
    page: str
    permit: str
    is_trap_sprung: bool
    is_json: bool

    @property
    def normal(self) -> str:
        """The address in its one form.

        Raises:
            RefusedError: it is none.
        """
        return normal_address(self.address)


def forget_clients() -> None:
    """Begin with nobody known to have asked."""
    global _limits
    _limits = _fresh()


def prefix_of(request: HttpRequest) -> str:
    """Return the network of a request as it is kept: /24 or /48, which is many households."""
    try:
        found = ipaddress.ip_address(address_of(request).partition("%")[0])
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 48), strict=False))


def limit_looks(request: HttpRequest) -> None:
    """Refuse a client that asks too often.

    Raises:
        RefusedError: it does.
    """
    _allow(_limits.looks, client_of(request))


def limit_signups(request: HttpRequest, address: str) -> None:
    """Refuse a network that gives too many addresses, or a host of which too many are given.

    Raises:
        RefusedError: that is so.
    """
    _allow(_limits.signups, client_of(request))
    _allow(_limits.hosts, address.rpartition("@")[2])


def is_asked_too_often(address: str) -> bool:
    """Count a question to an address, and tell whether its mailbox had enough of them today.

    Many servers bring ``ada+anything@`` and ``a.da@`` into one mailbox, which nobody may fill with questions.
    """
    name, _, host = address.rpartition("@")
    with _guard:
        return not _limits.mailboxes.allow(f"{name.partition('+')[0].replace('.', '')}@{host}")


def _allow(rates: Rates, client: str) -> None:
    with _guard:
        is_allowed = rates.allow(client)
    if not is_allowed:
        raise RefusedError("often", "That was too often. Please wait a few minutes.", 429)


def give_permit(request: HttpRequest) -> str:
    """Return a permit for one wish."""
    return _permits.give(client_of(request))


def take_permit(request: HttpRequest, permit: str) -> None:
    """Use a permit up.

    Raises:
        RefusedError: it is none, or it was given a moment ago.
    """
    _permits.take(permit, client_of(request), after_s=_WRITING_S)


def read_wish(request: HttpRequest) -> Wish:
    """Return what a form or a script of this site asks for.

    Raises:
        RefusedError: a page of another site asks, or it cannot be read.
    """
    check_origin(request)
    is_json = request.content_type == "application/json"
    told = read_json(request, largest=_LARGEST_BODY) if is_json else _read_form(request)
    lists = told.get("list", [])
    numbers = [str(one) for one in (lists if isinstance(lists, list) else [lists])][:_MOST_LISTS]
    language = str(told.get("language", ""))
    return Wish(
        address=str(told.get("address", "")).strip()[:400],
        lists=tuple(int(one) for one in numbers if one.isascii() and one.isdigit() and len(one) < 19),
        language=language if LANGUAGE.fullmatch(language) else "",
        # A second press comes from the door itself; its form holds the first page.
        page=_page(str(told.get("page") or request.headers.get("Referer", ""))),
        permit=str(told.get("permit", ""))[:100],
        is_trap_sprung=bool(told.get("website")),
        is_json=is_json,
    )


def _read_form(request: HttpRequest) -> dict[str, Any]:
    if int(request.headers.get("Content-Length") or 0) > _LARGEST_BODY:
        raise RefusedError("size", "That is too long.", 413)
    form = request.POST
    return {name: form.get(name, "") for name in form} | {"list": form.getlist("list")}


def _page(referer: str) -> str:
    """Return the path of the page with the form; what stands behind a question mark is nobody's business."""
    try:
        path = urlsplit(referer).path[:300]
    except ValueError:
        return ""
    # Whoever makes a request up can name what is none, such as a formula for whoever opens the table of readers.
    return path if path.startswith("/") and path.isprintable() else ""
