"""What a device hears of, in the form in which its pages and its worker ask for it and tell of it."""

from __future__ import annotations

import json
import time
from typing import Any

from masthead.delivery.conf import delivery_conf
from masthead.delivery.errors import RefusedError
from masthead.delivery.models import Choice, Subscription
from masthead.press.models import Entry, Plate

from .actions import Thing, Wish
from .keys import public_key

__all__ = ["describe", "read_thing", "read_wish"]

_MOST_CHOICES = 200
_KNOWN_FOR_S = 3600.0
# The languages of so many pieces are those of the magazine.
_NEWEST = 500
_NAMES = {Choice.Kind.CONTRIBUTOR: "name", Choice.Kind.TOPIC: "title"}
# The languages of the magazine, and until when that is known.
_languages: tuple[float, list[str]] = (0.0, [])


def describe(device: Subscription | None) -> dict[str, Any]:
    """Return all that a device chose, with names for what no page lists."""
    if device is None:
        return _with_site({"things": [], "alone": [], "names": {}, "language": ""})
    choices = list(device.choices.order_by("kind", "thing_id"))
    quiet = [device.quiet_from, device.quiet_until] if device.quiet_from is not None else None
    return _with_site(
        {
            "things": [f"{one.kind}:{one.thing_id}" for one in choices],
            "alone": [one.thing_id for one in choices if not one.with_children],
            "names": _names(choices),
            "language": device.language,
            "is_language_only": device.is_language_only,
            "quiet": quiet,
            "is_woken_by_breaking": device.is_woken_by_breaking,
        }
    )


def _with_site(told: dict[str, Any]) -> dict[str, Any]:
    """Add what the site offers: its languages, and its own quiet hours."""
    global _languages
    if _languages[0] < time.monotonic():
        newest = Entry.objects.filter(listing="all").order_by("-shown_at", "-article_id")
        plates = Plate.objects.filter(pk__in=list(newest.values_list("plate_id", flat=True)[:_NEWEST]))
        _languages = (time.monotonic() + _KNOWN_FOR_S, sorted(set(plates.values_list("language", flat=True))))
    return told | {
        "languages": _languages[1],
        "site_quiet": delivery_conf().push_quiet_hours,
        "key": public_key(),
    }


def _names(choices: list[Choice]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for kind, name in _NAMES.items():
        numbers = [one.thing_id for one in choices if one.kind == kind]
        plates = Plate.objects.filter(kind=kind.value, thing_id__in=numbers)
        for thing_id, address, card in plates.values_list("thing_id", "address", "card"):
            found[f"{kind.value}:{thing_id}"] = {"title": json.loads(card)[name], "address": address}
    return found


def read_thing(value: object) -> Thing:
    """Read a thing from its form ``section:12``.

    Raises:
        RefusedError: it is none.
    """
    kind, _, number = value.partition(":") if isinstance(value, str) else ("", "", "")
    is_number = number.isascii() and number.isdigit() and len(number) < 19
    if kind not in Choice.Kind.values or not is_number:
        raise RefusedError("thing", "“thing” names nothing that can be chosen.")
    return Thing(Choice.Kind(kind), int(number))


def read_wish(told: dict[str, Any], language: str) -> Wish:
    """Read all that a device wants.

    Raises:
        RefusedError: it cannot be understood.
    """
    things, alone, quiet = told.get("things"), told.get("alone", []), told.get("quiet")
    if not isinstance(things, list) or not isinstance(alone, list) or len(things) > _MOST_CHOICES:
        raise RefusedError("json", "“things” and “alone” are no lists, or too long.")
    if quiet is not None:
        is_pair = isinstance(quiet, list) and len(quiet) == 2
        if not is_pair or not all(type(one) is int and 0 <= one <= 23 for one in quiet):
            raise RefusedError("json", "“quiet” is no pair of hours from 0 to 23.")
    return Wish(
        things=frozenset(read_thing(one) for one in things),
        alone=frozenset(one for one in alone if type(one) is int),
        language=language,
        is_language_only=told.get("is_language_only") is True and bool(language),
        quiet=(quiet[0], quiet[1]) if quiet is not None else None,
        is_woken_by_breaking=told.get("is_woken_by_breaking") is True,
    )
