"""The page about the sender of letters: what other mail servers find when they look at its domain."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from masthead.delivery.conf import mail_conf
from masthead.delivery.mail.deliverability import look_at_sender
from masthead.delivery.mail.pacing import warm_up_room

from .rights import MAY_SEE, asking

__all__ = ["sender"]


@asking(MAY_SEE)
def sender(request: HttpRequest) -> HttpResponse:
    """Show how letters are sent; a press of the button asks name servers, which no look at the page does."""
    conf = mail_conf()
    context = {
        "page_title": _("Sender of letters"),
        "header_icon": "mail",
        "sender": conf.sender,
        "provider": conf.provider,
        "per_minute": conf.per_minute,
        "room_today": warm_up_room(conf) if conf.warm_up else None,
        "findings": look_at_sender() if request.method == "POST" else None,
    }
    return render(request, "masthead_config/telling_sender.html", context)
