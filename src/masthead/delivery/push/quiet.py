"""Quiet hours: until when a device is to be left in peace."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from masthead.delivery.conf import DeliveryConf

__all__ = ["quiet_end"]


class Sleeper(Protocol):
    """What is known of a device's quiet hours: a subscription, or its values."""

    @property
    def time_zone(self) -> str:
        """The device's time zone, or nothing."""

    @property
    def quiet_from(self) -> int | None:
        """The hour at which they begin."""

    @property
    def quiet_until(self) -> int | None:
        """The hour at which they end."""

    @property
    def is_woken_by_breaking(self) -> bool:
        """Whether breaking news is sent in them too."""


def quiet_end(device: Sleeper, now: datetime, conf: DeliveryConf, *, is_breaking: bool) -> datetime | None:
    """Return when a device's quiet hours end; None where it is not in them, or breaking news may wake it."""
    if is_breaking and device.is_woken_by_breaking:
        return None
    hours = conf.push_quiet_hours
    if device.quiet_from is not None and device.quiet_until is not None:
        hours = (device.quiet_from, device.quiet_until)
    if hours is None or hours[0] == hours[1]:
        return None
    here = now.astimezone(_zone(device.time_zone or conf.time_zone, conf.time_zone))
    begin, end = hours
    is_quiet = begin <= here.hour < end if begin < end else here.hour >= begin or here.hour < end
    if not is_quiet:
        return None
    ends = here.replace(hour=end, minute=0, second=0, microsecond=0)
    return ends if ends > here else ends + timedelta(days=1)


def _zone(name: str, otherwise: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError):
        return ZoneInfo(otherwise)
