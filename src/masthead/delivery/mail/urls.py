"""The addresses of the doors of letters, below ``/doors/mail/``."""

from __future__ import annotations

from django.urls import path

from . import doors
from .clicks import go
from .hooks import hook

__all__ = ["urlpatterns"]

urlpatterns = [
    path("permit", doors.permit),
    path("subscribe", doors.subscribe, name="mail_subscribe"),
    path("confirm/<str:token>/", doors.confirm),
    path("leave/<str:token>/", doors.leave),
    path("choices/<str:token>/", doors.choices),
    path("go/<int:mailing_id>.<int:number>", go),
    path("hook/<str:provider>/", hook),
]
