"""The press as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["PressConfig"]


class PressConfig(AppConfig):
    """Offer the newsroom its previews when Django starts."""

    name = "masthead.press"
    label = "press"
    verbose_name = "Press"

    def ready(self) -> None:
        """Leave the renderer of previews with the newsroom."""
        from masthead.newsroom import previews

        from .preview import preview_page

        previews.set_renderer(preview_page)
