"""The press as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["PressConfig"]


class PressConfig(AppConfig):
    """Offer the newsroom what only the press knows, when Django starts."""

    name = "masthead.press"
    label = "press"
    verbose_name = "Press"

    def ready(self) -> None:
        """Leave the renderer of previews and the sizes of images with the newsroom."""
        from masthead.newsroom import previews, sizes

        from .plates.pictures import LEAD_SIZES
        from .preview import preview_page

        previews.set_renderer(preview_page)
        sizes.add_sizes(LEAD_SIZES)
