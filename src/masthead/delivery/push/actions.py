"""The verbs of delivery: what devices ask for."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from masthead.delivery.errors import RefusedError
from masthead.delivery.models import Choice, Subscription
from masthead.press.models import Plate

from .keys import name_of, public_key

__all__ = ["Device", "renew", "sections_of", "subscribe", "unsubscribe"]

_MOST_CHOICES = 200
_SEEN_EVERY = timedelta(days=1)


@dataclass(frozen=True)
class Device:
    """A device as its browser describes it; endpoint and keys were checked."""

    endpoint: str
    p256dh: str
    auth: str


def subscribe(*, device: Device, section_id: int, language: str = "", time_zone: str = "") -> list[int]:
    """Let a device hear of a section; return all sections that it hears of.

    Raises:
        RefusedError: there is no such section, the device chose too much, or another one has its endpoint.
    """
    if not Plate.objects.filter(kind="section", thing_id=section_id).exists():
        raise RefusedError("section", "There is no such section.", 404)
    with transaction.atomic():
        kept = _kept(device)
        seen = {"language": language, "time_zone": time_zone, "last_seen_at": timezone.now()}
        if kept is None:
            keys = {"p256dh": device.p256dh, "auth": device.auth, "site_key": name_of(public_key())}
            kept, _ = Subscription.objects.get_or_create(endpoint=device.endpoint, defaults=keys | seen)
        else:
            Subscription.objects.filter(pk=kept.pk).update(**seen)
        Choice.objects.get_or_create(subscription=kept, kind=Choice.Kind.SECTION, thing_id=section_id)
        chosen = _sections(kept)
        if len(chosen) > _MOST_CHOICES:
            raise RefusedError("many", "This device hears of too many sections.")
    return chosen


def unsubscribe(*, device: Device, section_id: int | None = None) -> list[int]:
    """Let a device hear no more of a section, or of anything; return what it still hears of.

    A device that hears of nothing is forgotten.

    Raises:
        RefusedError: another device has its endpoint.
    """
    with transaction.atomic():
        kept = _kept(device)
        if kept is None:
            return []
        gone = kept.choices.all()
        if section_id is not None:
            gone = gone.filter(kind=Choice.Kind.SECTION, thing_id=section_id)
        gone.delete()
        if not kept.choices.exists():
            kept.delete()
            return []
        return _sections(kept)


def sections_of(*, device: Device) -> list[int]:
    """Return the sections that a device hears of.

    Raises:
        RefusedError: another device has its endpoint.
    """
    kept = _kept(device)
    if kept is None:
        return []
    if timezone.now() - kept.last_seen_at > _SEEN_EVERY:
        Subscription.objects.filter(pk=kept.pk).update(last_seen_at=timezone.now())
    return _sections(kept)


def renew(*, before: Device, device: Device) -> list[int]:
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
            return _sections(old)
        if fresh.pk != old.pk:
            Choice.objects.bulk_create(
                [
                    Choice(
                        subscription=fresh,
                        kind=one.kind,
                        thing_id=one.thing_id,
                        with_children=one.with_children,
                    )
                    for one in old.choices.all()
                ],
                ignore_conflicts=True,
            )
            old.delete()
        return _sections(fresh)


def _kept(device: Device) -> Subscription | None:
    """Return what is kept of a device; how long that takes does not tell how much of its secret was right."""
    kept = Subscription.objects.filter(endpoint=device.endpoint).first()
    if kept is None:
        return None
    is_same = hmac.compare_digest(kept.auth.rstrip("=").encode(), device.auth.rstrip("=").encode())
    if not is_same or kept.p256dh.rstrip("=") != device.p256dh.rstrip("="):
        raise RefusedError("device", "Another device has this endpoint.", 403)
    return kept


def _sections(kept: Subscription) -> list[int]:
    chosen = kept.choices.filter(kind=Choice.Kind.SECTION)
    return list(chosen.order_by("thing_id").values_list("thing_id", flat=True))
