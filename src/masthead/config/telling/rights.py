"""Who may see and do what with delivery."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from masthead.newsroom.forms import MAY_TELL_BREAKING

__all__ = ["MAY_CHANGE_CHANNELS", "MAY_MANAGE", "MAY_SEE", "MAY_TELL_BREAKING", "asking"]

MAY_SEE = "delivery.see_delivery"
MAY_MANAGE = "delivery.manage_delivery"
MAY_CHANGE_CHANNELS = tuple(f"delivery.{verb}_channel" for verb in ("add", "change", "delete", "view"))

_View = TypeVar("_View", bound=Callable[..., HttpResponse])


def asking(right: str) -> Callable[[_View], _View]:
    """Let only accounts with a right see a page; Wagtail lets only the staff come here."""

    def guarded(view: _View) -> _View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perm(right):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return cast("_View", answer)

    return guarded
