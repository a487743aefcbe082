"""The verbs of web push: what devices ask for."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from masthead.delivery.errors import RefusedError
from masthead.delivery.models import Choice, PushNotice, State, Subscription
from masthead.press.models import Plate

from .keys import name_of, public_key

__all__ = ["Device", "Thing", "Wish", "choose", "known_device", "renew", "subscribe", "unsubscribe"]

_MOST_CHOICES = 200
_SEEN_EVERY = timedelta(days=1)
_WITHOUT_NUMBER = {Choice.Kind.EVERYTHING, Choice.Kind.BREAKING}
_ENDED = "The device does not want to hear of this any more."


@dataclass(frozen=True)
class Device:
    """A device as its browser describes it; endpoint and keys were checked."""

    endpoint: str
    p256dh: str
    auth: str


class Thing(NamedTuple):
    """What can be chosen: a section, contributor or topic by its number, everything or breaking news with 0."""

    kind: Choice.Kind
    thing_id: int


@dataclass(frozen=True)
class Wish:
    """All that a device wants.

    Attributes:
        alone: sections of which it wants no sections below.
        quiet: hours between which it is left in peace; None for the site's own.
    """

    things: frozenset[Thing]
    alone: frozenset[int] = frozenset()
    language: str = ""
    is_language_only: bool = False
    quiet: tuple[int, int] | None = None
    is_woken_by_breaking: bool = False


def subscribe(*, device: Device, thing: Thing, language: str = "", time_zone: str = "") -> Subscription:
    """Let a device hear of one thing more; return what is kept of it.

    Args:
        device: as its browser describes it. thing: what it wants to hear of.
        language: of the page on which it asked; a device that is known keeps what it chose.
        time_zone: of the device, as an IANA name.

    Raises:
        RefusedError: there is no such thing, the device chose too much, or another one has its endpoint.
    """
    _require([thing])
    with transaction.atomic():
        kept = _kept_or_new(device, language=language, time_zone=time_zone)
        Choice.objects.get_or_create(subscription=kept, kind=thing.kind, thing_id=thing.thing_id)
        if kept.choices.count() > _MOST_CHOICES:
            raise RefusedError("many", "This device hears of too many things.")
    return kept


def choose(*, device: Device, wish: Wish, time_zone: str = "") -> Subscription | None:
    """Let a device hear of what it wishes and of nothing else; a device that wishes nothing is forgotten.

    Raises:
        RefusedError: as :func:`subscribe`.
    """
    if not wish.things:
        return unsubscribe(device=device)
    if len(wish.things) > _MOST_CHOICES:
        raise RefusedError("many", "This device hears of too many things.")
    with transaction.atomic():
        kept = _kept_or_new(device, language=wish.language, time_zone=time_zone)
        known = {Thing(Choice.Kind(one.kind), one.thing_id): one for one in kept.choices.all()}
        # What is gone in the meantime may be among those that were chosen once.
        _require(wish.things - known.keys())
        _end(kept, known.keys() - wish.things)
        for thing in wish.things:
            with_children = not (thing.kind == Choice.Kind.SECTION and thing.thing_id in wish.alone)
            Choice.objects.update_or_create(
                subscription=kept, kind=thing.kind, thing_id=thing.thing_id,
                defaults={"with_children": with_children},
            )  # fmt: skip
        kept.language, kept.is_language_only = wish.language, wish.is_language_only
        kept.quiet_from, kept.quiet_until = wish.quiet or (None, None)
        kept.is_woken_by_breaking = wish.is_woken_by_breaking
        kept.save()
    return kept


def unsubscribe(*, device: Device, thing: Thing | None = None) -> Subscription | None:
    """Let a device hear no more of a thing, or of anything; return what is still kept of it.

    A device that hears of nothing is forgotten.

    Raises:
        RefusedError: another device has its endpoint.
    """
    with transaction.atomic():
        kept = _kept(device)
        if kept is None:
            return None
        _end(kept, None if thing is None else {thing})
        if kept.choices.exists():
            return kept
        kept.delete()
        return None


def known_device(*, device: Device) -> Subscription | None:
    """Return what is kept of a device; None where nothing is.

    Raises:
        RefusedError: another device has its endpoint.
    """
    kept = _kept(device)
    if kept is not None and timezone.now() - kept.last_seen_at > _SEEN_EVERY:
        Subscription.objects.filter(pk=kept.pk).update(last_seen_at=timezone.now())
    return kept


def renew(*, before: Device, device: Device) -> Subscription:
    """Let a device that its push service gave another endpoint hear of what it heard of before.

    Raises:
        RefusedError: the device is not known, or another one has either endpoint.
    """
    with transaction.atomic():
        old, fresh = _kept(before), _kept(device)
        if old is None:
            raise RefusedError("unknown", "This device is not known here.", 404)
        if fresh is None:
            old.endpoint, old.p256dh, old.auth = device.endpoint, device.p256dh, device.auth
            old.site_key, old.last_seen_at = name_of(public_key()), timezone.now()
            old.save()
            return old
        if fresh.pk != old.pk:
            known = set(fresh.choices.values_list("kind", "thing_id"))
            for one in old.choices.all():
                if (one.kind, one.thing_id) not in known:
                    one.subscription = fresh
                    one.save()
            old.delete()
        return fresh


def _kept(device: Device) -> Subscription | None:
    """Return what is kept of a device; how long that takes does not tell how much of its secret was right."""
    kept = Subscription.objects.filter(endpoint=device.endpoint).first()
    if kept is None:
        return None
    is_same = hmac.compare_digest(kept.auth.rstrip("=").encode(), device.auth.rstrip("=").encode())
    if not is_same or kept.p256dh.rstrip("=") != device.p256dh.rstrip("="):
        raise RefusedError("device", "Another device has this endpoint.", 403)
    return kept


def _kept_or_new(device: Device, *, language: str, time_zone: str) -> Subscription:
    kept = _kept(device)
    seen = {"time_zone": time_zone, "last_seen_at": timezone.now()}
    if kept is None:
        values = {"p256dh": device.p256dh, "auth": device.auth, "site_key": name_of(public_key())}
        kept, _ = Subscription.objects.get_or_create(
            endpoint=device.endpoint, defaults=values | seen | {"language": language}
        )
    else:
        kept.time_zone, kept.last_seen_at = time_zone, timezone.now()
        kept.save(update_fields=list(seen))
    return kept


def _end(kept: Subscription, things: set[Thing] | None) -> None:
    """Take choices away from a device, and what waits because of them; None for all."""
    ended, waiting = kept.choices.all(), PushNotice.objects.filter(subscription=kept, state=State.DUE)
    if things is not None:
        chosen, because = Q(pk=None), Q(pk=None)
        for kind, thing_id in things:
            chosen |= Q(kind=kind, thing_id=thing_id)
            because |= Q(because_kind=kind, because_id=thing_id)
        ended, waiting = ended.filter(chosen), waiting.filter(because)
    ended.delete()
    waiting.update(state=State.SKIPPED, reason=_ENDED, settled_at=timezone.now())


def _require(things: set[Thing] | frozenset[Thing] | list[Thing]) -> None:
    """Make sure that things are there for readers to see.

    Raises:
        RefusedError: one is not.
    """
    for kind in {one.kind for one in things}:
        numbers = {one.thing_id for one in things if one.kind == kind}
        if kind in _WITHOUT_NUMBER:
            is_there = numbers == {0}
        else:
            is_there = Plate.objects.filter(kind=kind, thing_id__in=numbers).count() == len(numbers)
        if not is_there:
            raise RefusedError("thing", f"There is no such {kind.value}.", 404)
