"""Delivery as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["DeliveryConfig"]


class DeliveryConfig(AppConfig):
    """Name the room to Django, and the ways in which readers are told."""

    name = "masthead.delivery"
    label = "delivery"
    verbose_name = "Delivery"

    def ready(self) -> None:
        """Let tellings go all ways, and hubs hear of what is printed."""
        from anymail.signals import tracking

        from .channels.posting import ChannelsWay
        from .hubs.pinging import note_printed_pages
        from .mail.hooks import on_provider_event
        from .mail.mailings import LettersWay, take_letters
        from .push.way import PushWay
        from .ways import on_kind, register_way

        register_way(ChannelsWay())
        register_way(PushWay())
        register_way(LettersWay())
        on_kind("letter", take_letters)
        tracking.connect(on_provider_event, dispatch_uid="masthead.delivery.mail")
        on_kind("article", note_printed_pages)
