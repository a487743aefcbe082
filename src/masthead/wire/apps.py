"""The wire as a Django app."""

from django.apps import AppConfig

__all__ = ["WireConfig"]


class WireConfig(AppConfig):
    """Name the wire to Django."""

    name = "masthead.wire"
    label = "wire"
    verbose_name = "Wire"
