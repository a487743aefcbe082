"""The press as a Django app."""

from django.apps import AppConfig

__all__ = ["PressConfig"]


class PressConfig(AppConfig):
    """Offer the newsroom its previews when Django starts."""

    name = "masthead.press"
    label = "press"
    verbose_name = "Press"
