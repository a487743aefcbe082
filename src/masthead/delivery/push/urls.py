"""The addresses of delivery's doors, below ``/doors/push/``."""

from __future__ import annotations

from django.urls import path

from . import doors

__all__ = ["urlpatterns"]

urlpatterns = [
    path("key", doors.key),
    path("state", doors.state),
    path("subscribe", doors.subscribe),
    path("choose", doors.choose),
    path("unsubscribe", doors.unsubscribe),
    path("renew", doors.renew),
]
