"""The newsroom as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["NewsroomConfig"]


class NewsroomConfig(AppConfig):
    """Connect the newsroom's signals when Django starts."""

    name = "masthead.newsroom"
    label = "newsroom"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        """Start listening to Wagtail."""
        from . import signals

        signals.connect()
