"""Delivery as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["DeliveryConfig"]


class DeliveryConfig(AppConfig):
    """Name the room to Django."""

    name = "masthead.delivery"
    label = "delivery"
    verbose_name = "Delivery"
