"""The configuration as a Django app: it adds the system checks."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["ConfigConfig"]


class ConfigConfig(AppConfig):
    """Register the checks when Django starts."""

    name = "masthead.config"
    label = "masthead_config"
    verbose_name = "Configuration"

    def ready(self) -> None:
        """Make the checks known to Django."""
        from . import checks

        checks.register_checks()
