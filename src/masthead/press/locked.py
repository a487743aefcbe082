"""The door of a locked page: it asks for the password and shows the page in the theme. Nothing of it is printed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, NamedTuple

from django.conf import settings
from django.core import signing
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.db import DatabaseError
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.encoding import iri_to_uri
from django.views.decorators.csrf import csrf_exempt
from wagtail.models import Page, PageViewRestriction

from masthead.kit.addresses import quoted
from masthead.kit.origins import is_same_origin
from masthead.kit.policies import FILE_POLICY, PAGE_POLICY
from masthead.kit.rates import Rates, network_of

from .engine.errors import PressError
from .plates.moved import door_address
from .plates.site import SiteTree
from .preview import print_locked
from .sheets.desk import Desk
from .sheets.fixed import ErrorSheet
from .sheets.pages import page_context

__all__ = ["forget_clients", "locked_file", "locked_page"]

_log = logging.getLogger(__name__)

_COOKIE = "masthead_unlocked"
_SALT = "masthead.press.locked"
_REMEMBERED_S = 10 * 24 * 3600
_FILE_S = 12 * 3600
_MOST_KEYS = 40
_tries = Rates(limit=10, per_s=600)


class _Door(NamedTuple):
    page: Page
    locks: list[PageViewRestriction]


def forget_clients() -> None:
    """Begin with nobody known to have tried."""
    global _tries
    _tries = Rates(limit=10, per_s=600)


def _private(
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Let nobody keep or index an answer, and no page of another site read it.

    A password is posted by a page of this site or not at all: the request's origin is checked, so no token is needed.
    """

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, **named: Any) -> HttpResponseBase:
        try:
            response = view(request, **named)
        except DatabaseError as error:
            _log.warning("A locked page could not be read: %s", type(error).__name__)
            response = HttpResponse("Back in a moment.", status=503, content_type="text/plain")
            response["Retry-After"] = "30"
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Referrer-Policy"] = "same-origin"
        response.setdefault("Content-Security-Policy", PAGE_POLICY)
        return response

    return answer


@_private
def locked_page(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Ask for a locked page's password, or show the page to whoever gave it."""
    door = _door(page_id)
    if door is None:
        return _elsewhere(page_id)
    if request.method == "POST":
        return _try(request, door)
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST"})
    if not _is_open(door, _keys(request)):
        return _ask(door)
    try:
        printed = print_locked(door.page, lambda name: _file_address(door.page, name))
    except (PressError, RuntimeError, LookupError, TypeError, ValueError, AttributeError):
        _log.exception("The theme cannot show the locked page %s.", door.page.pk)
        return HttpResponse("Back in a moment.", status=503, content_type="text/plain")
    return HttpResponse(printed.content) if printed else _elsewhere(page_id)


@_private
def locked_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """Answer a picture or file of a locked page to whoever may read the page."""
    try:
        page_id, name = signing.loads(token, salt=_SALT, max_age=_FILE_S)
        page = Page.objects.get(pk=page_id, live=True)
        if not _is_open(_Door(page, _locks(page)), _keys(request)):
            return HttpResponse(status=403)
        response = FileResponse(default_storage.open(name))
    except (signing.BadSignature, Page.DoesNotExist, OSError, SuspiciousFileOperation):
        return HttpResponse(status=404)
    response["Content-Security-Policy"] = FILE_POLICY
    return response


def _door(page_id: int) -> _Door | None:
    tree = SiteTree()
    page = Page.objects.filter(pk=page_id, live=True).first() if tree.has_locks else None
    return _Door(page, _locks(page)) if page is not None and tree.is_locked(page) else None


def _locks(page: Page) -> list[PageViewRestriction]:
    return list(page.get_view_restrictions())


def _elsewhere(page_id: int) -> HttpResponse:
    """Send a reader to a page that is public, or say that there is none: of drafts nothing is told."""
    tree = SiteTree()
    page = Page.objects.filter(pk=page_id, live=True).first()
    if page is not None and tree.is_public(page):
        return HttpResponseRedirect(iri_to_uri(quoted(tree.address(page))))
    printed = ErrorSheet().print(Desk(), "404")
    return HttpResponse(printed.content if printed else b"", status=404)


def _try(request: HttpRequest, door: _Door) -> HttpResponse:
    if not is_same_origin(
        host=request.headers.get("Host", ""),
        origin=request.headers.get("Origin"),
        fetch_site=request.headers.get("Sec-Fetch-Site"),
    ):
        return _ask(door, status=403)
    client = network_of(request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip())
    if not _tries.allow(client):
        response = _ask(door, "often", status=429)
        response["Retry-After"] = "60"
        return response
    given = request.POST.get("password", "")[:255]
    keys = _keys(request)
    # All are compared, whichever fits: how long it takes tells nothing.
    opened = [_key(lock) for lock in door.locks if constant_time_compare(given, lock.password)]
    if not opened:
        return _ask(door, "wrong", status=403)
    response = HttpResponseRedirect(door_address(door.page.pk))
    response.status_code = 303
    response.set_signed_cookie(
        _COOKIE, " ".join([*(key for key in keys if key not in opened), *opened][-_MOST_KEYS:]), salt=_SALT,
        max_age=_REMEMBERED_S, path="/doors/", secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip
    return response


def _key(lock: PageViewRestriction) -> str:
    """Return what a browser keeps for having given a lock's password: nothing, once the password is another."""
    return f"{lock.pk}.{salted_hmac(_SALT, lock.password).hexdigest()[:20]}"


def _keys(request: HttpRequest) -> list[str]:
    kept = request.get_signed_cookie(_COOKIE, default="", salt=_SALT, max_age=_REMEMBERED_S)
    return str(kept).split()


def _is_open(door: _Door, keys: Iterable[str]) -> bool:
    held = set(keys)
    return bool(door.locks) and all(
        lock.restriction_type == PageViewRestriction.PASSWORD and _key(lock) in held for lock in door.locks
    )


def _ask(door: _Door, problem: str = "", *, status: int = 200) -> HttpResponse:
    desk = Desk()
    title = desk.words()["locked_title"]
    action = door_address(door.page.pk)
    page: dict[str, Any] = page_context(desk, "locked", action, title, is_indexed=False, feeds=[])
    page["canonical"] = ""
    return HttpResponse(desk.render("locked.html", page, action=action, problem=problem), status=status)


def _file_address(page: Page, name: str) -> str:
    return f"/doors/locked-file/{signing.dumps([page.pk, name], salt=_SALT)}"
