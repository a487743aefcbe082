"""The readers' side as a Django app: its tables and its doors."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["ReaderConfig"]


class ReaderConfig(AppConfig):
    """Name the room to Django."""

    name = "masthead.reader"
    label = "reader"
    verbose_name = "Readers"
