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
        from masthead.newsroom.panels import telling_panels
        from masthead.newsroom.roles import CHIEFS, EDITORS, let_role

        from . import checks
        from .reports.reading import MAY_SEE
        from .telling import rights
        from .telling.panel import ReachPanel

        checks.register_checks()
        let_role(EDITORS, MAY_SEE)
        let_role(EDITORS, rights.MAY_SEE)
        for right in (rights.MAY_MANAGE, *rights.MAY_CHANGE_CHANNELS):
            let_role(CHIEFS, right)
        telling_panels.append(ReachPanel())
