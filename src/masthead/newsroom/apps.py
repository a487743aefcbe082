"""The newsroom as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["NewsroomConfig"]


class NewsroomConfig(AppConfig):
    """Connect the newsroom's signals and checks when Django starts."""

    name = "masthead.newsroom"
    label = "newsroom"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        """Start listening to Wagtail, and make the checks known to Django."""
        from . import checks, signals

        signals.connect()
        checks.register_checks()
