"""Delivery's settings, typed."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

__all__ = ["DeliveryConf", "MailConf", "delivery_conf", "mail_conf"]


@dataclass(frozen=True)
class DeliveryConf:
    """What delivery needs to know of its site.

    Attributes:
        push_quiet_hours: hours between which devices that chose none are left in peace; nothing for no such hours.
        contact: an address that push services can write to when something is wrong with what they get.
    """

    data_path: Path
    site_url: str
    time_zone: str
    contact: str
    push_test_hosts: tuple[str, ...]
    push_most_per_day: int
    push_quiet_hours: tuple[int, int] | None
    tell_after_s: int
    websub_hubs: tuple[str, ...]
    indexnow_urls: tuple[str, ...]
    private_hosts: tuple[str, ...]


def delivery_conf() -> DeliveryConf:
    """Return the settings as Django has them now."""
    site = settings.MASTHEAD
    return DeliveryConf(
        data_path=Path(site["DATA_PATH"]),
        site_url=site["SITE_URL"],
        time_zone=site["TIME_ZONE"],
        contact=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        push_test_hosts=tuple(site["PUSH_TEST_HOSTS"]),
        push_most_per_day=site["PUSH_MOST_PER_DAY"],
        push_quiet_hours=site["PUSH_QUIET_HOURS"],
        tell_after_s=site["TELL_AFTER_S"],
        websub_hubs=tuple(site["WEBSUB_HUBS"]),
        indexnow_urls=tuple(site["INDEXNOW_URLS"]),
        private_hosts=tuple(site["PRIVATE_HOSTS"]),
    )


@dataclass(frozen=True)
class MailConf:
    """How letters to readers are sent.

    Attributes:
        backend: the dotted name of Django's mail backend; options: what it is made with.
        provider: the provider's name in ``django-anymail``; empty for a mail server.
        secret: signs links and hashes addresses.
        sender: the address that letters come from.
        host: the site's host name, for Message-ID and List-Id.
    """

    backend: str
    options: dict[str, Any]
    provider: str
    secret: str
    sender: str
    site_url: str
    host: str
    is_https: bool
    connections: int
    per_minute: int
    warm_up: int
    bounce_address: str
    bounce_mailbox: str
    soft_bounces: int
    confirm_within_days: int
    tell_after_s: int
    is_clicks_counted: bool
    dkim_key: Path | None
    dkim_selector: str

    @property
    def domain(self) -> str:
        """The domain that letters come from."""
        return self.sender.rpartition("@")[2]


def mail_conf() -> MailConf:
    """Return the settings of letters as Django has them now."""
    site = settings.MASTHEAD
    return MailConf(
        backend=settings.MAIL_LINE.backend,
        options=dict(settings.MAIL_LINE.options),
        provider=settings.MAIL_LINE.provider,
        secret=site["MAIL_SECRET"],
        sender=site["MAIL_FROM"],
        site_url=site["SITE_URL"],
        host=urlsplit(site["SITE_URL"]).hostname or "localhost",
        is_https=bool(site["PRODUCTION"]) and str(site["SITE_URL"]).startswith("https://"),
        connections=site["MAIL_CONNECTIONS"],
        per_minute=site["MAIL_PER_MINUTE"],
        warm_up=site["MAIL_WARM_UP"],
        bounce_address=site["BOUNCE_ADDRESS"],
        bounce_mailbox=site["BOUNCE_MAILBOX"],
        soft_bounces=site["SOFT_BOUNCES"],
        confirm_within_days=site["CONFIRM_WITHIN_DAYS"],
        tell_after_s=site["TELL_AFTER_S"],
        is_clicks_counted=site["COUNT_CLICKS"],
        dkim_key=site["DKIM_KEY"],
        dkim_selector=site["DKIM_SELECTOR"],
    )
