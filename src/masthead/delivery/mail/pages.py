"""The pages that the doors of letters answer with, in the site's theme."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from masthead.delivery.errors import RefusedError
from masthead.delivery.refusals import count_refusal
from masthead.kit.policies import PAGE_POLICY
from masthead.press.engine.errors import PressError
from masthead.press.plates.words import direction_of
from masthead.press.sheets.desk import Desk
from masthead.press.sheets.pages import page_context

from .lists import MailList

__all__ = ["door", "shown_list", "subscription_page"]

_log = logging.getLogger(__name__)

_SHEET_ERRORS = (PressError, RuntimeError, LookupError, TypeError, AttributeError)


def door(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Let nobody keep or index an answer; a refusal becomes a page, or JSON for scripts, that says why.

    The site's cookies mean nothing here: a signed link or the request's origin says who asks.
    """

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, **named: Any) -> HttpResponseBase:
        try:
            response: HttpResponseBase = view(request, **named)
        except RefusedError as error:
            response = _refused(request, view.__name__, error)
        except (DatabaseError, *_SHEET_ERRORS) as error:
            _log.warning("A door of letters could not answer: %s", error, exc_info=error)
            response = HttpResponse("Back in a moment.", status=503, content_type="text/plain")
        if response.status_code in {429, 503}:
            response["Retry-After"] = "60"
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response.setdefault("Referrer-Policy", "no-referrer")
        response.setdefault("Content-Security-Policy", PAGE_POLICY)
        return response

    return answer


def _refused(request: HttpRequest, name: str, error: RefusedError) -> HttpResponse:
    with suppress(DatabaseError):
        count_refusal(f"mail {name}", error.reason)
    if error.status == 405:
        return HttpResponse(str(error), status=405, headers={"Allow": "GET, HEAD, POST"})
    if request.content_type == "application/json":
        return JsonResponse({"reason": error.reason, "error": str(error)}, status=error.status)
    return subscription_page("refused", status=error.status, reason=error.reason)


_NOTHING: dict[str, Any] = {
    "lists": [], "address": "", "action": "", "permit": "", "problem": "", "reason": "", "choices": "", "languages": [],
    "page_before": "",
}  # fmt: skip


def shown_list(one: MailList, *, is_chosen: bool = False) -> dict[str, Any]:
    """Return a list as templates get it."""
    return {
        "id": one.number,
        "title": one.title,
        "description": one.description,
        "address": one.address,
        "language": one.language,
        "is_chosen": is_chosen,
    }


def subscription_page(stage: str, *, language: str = "", status: int = 200, **shown: Any) -> HttpResponse:
    """Return a page about a subscription.

    Args:
        stage: what it is for: ``form``, ``again``, ``sent``, ``confirm``, ``confirmed``, ``leave``, ``left``,
            ``choices``, ``erase``, ``erased``, ``refused``.
        language: of the reader; the site's own without one.
        status: of the answer.
        shown: what the template gets besides.
    """
    desk = Desk()
    words = desk.words(language)
    titles = {"choices": words["mail_choices"], "confirmed": words["sub_confirmed_title"]}
    title = titles.get(stage, words["newsletters"])
    page = page_context(
        desk, "subscription", "/doors/mail/subscribe", title, is_indexed=False, feeds=[], language=language,
        direction=direction_of(language) if language else "",
    )  # fmt: skip
    page["canonical"] = ""
    shown = _NOTHING | shown
    # In a sentence written from the right an address would fall apart.
    shown["isolated"] = f"\u2068{shown['address']}\u2069"
    shown["names"] = words["comma"].join(one["title"] for one in shown["lists"] if one["is_chosen"])
    return HttpResponse(desk.render("subscription.html", page, stage=stage, **shown), status=status)
