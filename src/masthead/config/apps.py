"""The configuration as a Django app: it adds the system checks, and lets rooms meet that do not know each other."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["ConfigConfig"]


class ConfigConfig(AppConfig):
    """Register the checks and the rights of other rooms when Django starts."""

    name = "masthead.config"
    label = "masthead_config"
    verbose_name = "Configuration"

    def ready(self) -> None:
        """Make the checks known to Django, and what editors may see to the newsroom."""
        from masthead.newsroom.roles import CHIEFS, EDITORS, let_role

        from . import checks
        from .reports.reading import MAY_SEE

        checks.register_checks()
        let_role(EDITORS, MAY_SEE)
        let_role(EDITORS, "delivery.see_delivery")
        let_role(CHIEFS, "delivery.manage_delivery")
