"""The doors of web push: the site's key, a device's state, and its wishes. JSON in, JSON out, no cookies."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any
from zoneinfo import available_timezones

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from masthead.delivery.errors import RefusedError
from masthead.delivery.refusals import count_refusal, forget_counted
from masthead.delivery.requests import LANGUAGE, check_origin, client_of, read_json
from masthead.delivery.tokens import Permits
from masthead.kit.bodies import LARGEST_FROM_A_PAGE
from masthead.kit.rates import Rates

from . import actions
from .endpoints import check_endpoint
from .keys import check_device_keys, public_key
from .wishes import describe, read_thing, read_wish

__all__ = ["choose", "forget_clients", "key", "renew", "state", "subscribe", "unsubscribe"]

_LONGEST_TEXT = 64

_permits = Permits()
_looks = Rates(limit=120, per_s=60)
_changes = Rates(limit=40, per_s=600)

View = Callable[..., JsonResponse]


def forget_clients() -> None:
    """Begin with nobody known to have asked."""
    global _looks, _changes
    _looks, _changes = Rates(limit=120, per_s=60), Rates(limit=40, per_s=600)
    forget_counted()


def _door(view: Callable[[HttpRequest, dict[str, Any]], dict[str, Any]]) -> View:
    """Answer a POST of JSON by a page of this site; refusals become an answer that says why.

    The site's cookies mean nothing here, so no token against forged forms is needed: the request's origin is checked.
    """

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest) -> JsonResponse:
        try:
            return _answer(view(request, _read(request)))
        except RefusedError as error:
            _count(view.__name__, error)
            return _answer({"reason": error.reason, "error": str(error)}, error.status)
        except DatabaseError:
            return _answer({"reason": "closed", "error": "This door is closed for a moment."}, 503)

    return answer


def _count(door: str, error: RefusedError) -> None:
    with suppress(DatabaseError):
        count_refusal(f"push {door}", error.reason)


def _answer(told: dict[str, Any], status: int = 200, *, allow: str = "POST") -> JsonResponse:
    response = JsonResponse(told, status=status)
    response["Cache-Control"] = "no-store"
    if status == 405:
        response["Allow"] = allow
    if status in {429, 503}:
        response["Retry-After"] = "60"
    return response


def _read(request: HttpRequest) -> dict[str, Any]:
    if request.method != "POST":
        raise RefusedError("method", "Post JSON to this door.", 405)
    check_origin(request)
    if request.content_type != "application/json":
        raise RefusedError("type", "Post JSON to this door.", 415)
    return read_json(request, largest=LARGEST_FROM_A_PAGE)


def _limit(rates: Rates, request: HttpRequest) -> str:
    client = client_of(request)
    if not rates.allow(client):
        raise RefusedError("often", "That was too often. Please wait a few minutes.", 429)
    return client


def _change(request: HttpRequest, told: dict[str, Any]) -> None:
    """Make sure that a request may change something, once."""
    _permits.take(_text(told, "permit", 100), _limit(_changes, request))


def _text(told: dict[str, Any], name: str, longest: int = _LONGEST_TEXT) -> str:
    value = told.get(name, "")
    if not isinstance(value, str) or len(value) > longest:
        raise RefusedError("json", f"“{name}” is no text, or too long.")
    return value


def _device(told: dict[str, Any], name: str = "subscription", *, is_new: bool = False) -> actions.Device:
    found = told.get(name)
    keys = found.get("keys") if isinstance(found, dict) else None
    if not isinstance(found, dict) or not isinstance(keys, dict):
        raise RefusedError("json", f"“{name}” is no subscription with an endpoint and keys.")
    endpoint, p256dh, auth = (
        _text(found, "endpoint", 1000),
        _text(keys, "p256dh", 100),
        _text(keys, "auth", 40),
    )
    check_device_keys(p256dh, auth)
    if is_new:
        check_endpoint(endpoint)
    return actions.Device(endpoint, p256dh, auth)


def _language(told: dict[str, Any]) -> str:
    text = _text(told, "language", 20)
    return text if LANGUAGE.fullmatch(text) else ""


def _zone(told: dict[str, Any]) -> str:
    zone = _text(told, "time_zone")
    return zone if zone in available_timezones() else ""


@csrf_exempt
def key(request: HttpRequest) -> JsonResponse:
    """Tell the site's public key, and give a permit for one change."""
    try:
        if request.method != "GET":
            raise RefusedError("method", "This door is only asked.", 405)
        return _answer({"key": public_key(), "permit": _permits.give(_limit(_looks, request))})
    except RefusedError as error:
        return _answer({"reason": error.reason, "error": str(error)}, error.status, allow="GET")


@_door
def state(request: HttpRequest, told: dict[str, Any]) -> dict[str, Any]:
    """Tell what a device hears of."""
    _limit(_looks, request)
    return describe(actions.known_device(device=_device(told)))


@_door
def subscribe(request: HttpRequest, told: dict[str, Any]) -> dict[str, Any]:
    """Let a device hear of one thing more."""
    _change(request, told)
    device, thing = _device(told, is_new=True), read_thing(told.get("thing"))
    return describe(
        actions.subscribe(device=device, thing=thing, language=_language(told), time_zone=_zone(told))
    )


@_door
def choose(request: HttpRequest, told: dict[str, Any]) -> dict[str, Any]:
    """Let a device hear of all that it names, and of nothing else."""
    _change(request, told)
    device, wish = _device(told, is_new=True), read_wish(told, _language(told))
    return describe(actions.choose(device=device, wish=wish, time_zone=_zone(told)))


@_door
def unsubscribe(request: HttpRequest, told: dict[str, Any]) -> dict[str, Any]:
    """Let a device hear no more of a thing, or of anything where none is named."""
    _change(request, told)
    thing = None if told.get("thing") is None else read_thing(told["thing"])
    return describe(actions.unsubscribe(device=_device(told), thing=thing))


@_door
def renew(request: HttpRequest, told: dict[str, Any]) -> dict[str, Any]:
    """Let a device go on under the endpoint that its push service gave it."""
    _change(request, told)
    return describe(actions.renew(before=_device(told, "before"), device=_device(told, is_new=True)))
