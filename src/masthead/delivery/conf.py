"""Delivery's settings, typed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

__all__ = ["DeliveryConf", "delivery_conf"]


@dataclass(frozen=True)
class DeliveryConf:
    """What delivery needs to know of its site."""

    data_path: Path
    push_test_hosts: tuple[str, ...]
    tell_after_s: int
    websub_hubs: tuple[str, ...]
    indexnow_urls: tuple[str, ...]
    private_hosts: tuple[str, ...]


def delivery_conf() -> DeliveryConf:
    """Return the settings as Django has them now."""
    site = settings.MASTHEAD
    return DeliveryConf(
        data_path=Path(site["DATA_PATH"]),
        push_test_hosts=tuple(site["PUSH_TEST_HOSTS"]),
        tell_after_s=site["TELL_AFTER_S"],
        websub_hubs=tuple(site["WEBSUB_HUBS"]),
        indexnow_urls=tuple(site["INDEXNOW_URLS"]),
        private_hosts=tuple(site["PRIVATE_HOSTS"]),
    )
