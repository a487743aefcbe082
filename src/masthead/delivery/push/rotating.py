"""The site's keys over time: devices stay with the key that they subscribed with until they come over."""

from __future__ import annotations

from typing import NamedTuple

from django.db import transaction
from django.db.models import Count

from masthead.delivery.models import Subscription

from .keys import forget_key, key_names, name_of, public_key, rotate_key

__all__ = ["KeyInUse", "Rotated", "forget_unused_keys", "keys_in_use", "rotate_site_key"]


class KeyInUse(NamedTuple):
    """One of the site's keys, and for how many devices it is used."""

    name: str
    is_present: bool
    devices: int


class Rotated(NamedTuple):
    """What rotating did: the names of both keys, and how many devices hang on the former."""

    former: str
    present: str
    devices: int


def keys_in_use() -> list[KeyInUse]:
    """Return the site's keys, the present one first."""
    counted = dict(Subscription.objects.order_by().values_list("site_key").annotate(count=Count("pk")))
    present = name_of(public_key())
    # Devices of the first versions name no key: theirs is the first one, which has not been rotated since.
    counted[present] = counted.get(present, 0) + counted.pop("", 0)
    return [KeyInUse(name, name == present, counted.get(name, 0)) for name in key_names()]


def rotate_site_key() -> Rotated:
    """Make a new key the present one; whatever it is interrupted by, every device keeps a key that works."""
    former = name_of(public_key())
    with transaction.atomic():
        Subscription.objects.filter(site_key="").update(site_key=former)
    former, present = rotate_key()
    return Rotated(former, present, Subscription.objects.filter(site_key=former).count())


def forget_unused_keys() -> list[str]:
    """Delete former keys that no device is subscribed with any more; return their names."""
    unused = [one.name for one in keys_in_use() if not one.is_present and one.devices == 0]
    for name in unused:
        forget_key(name)
    return unused
