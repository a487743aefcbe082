"""What the newsroom shows of rooms that it does not know."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from masthead.newsroom.forms import MAY_TELL_BREAKING

from .reports.reading import MAY_SEE, reading_report

__all__: list[str] = []

_RIGHTS = (MAY_SEE, MAY_TELL_BREAKING, "delivery.see_delivery", "delivery.manage_delivery")


class _ReadingItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MAY_SEE))


@hooks.register("register_admin_urls")
def register_reading() -> list[URLPattern]:
    """Add the report's address; Wagtail lets the staff alone reach it."""
    return [path("reports/most-read/", reading_report, name="masthead_most_read")]


@hooks.register("register_reports_menu_item")
def add_reading() -> Any:
    """Offer the report to whoever may see it."""
    return _ReadingItem(
        _("Most read"), reverse("masthead_most_read"), name="most-read", icon_name="view", order=90
    )


@hooks.register("register_permissions")
def offer_permissions() -> QuerySet[Permission]:
    """Let an administrator give the rights of these rooms to any group."""
    wanted = Q()
    for right in _RIGHTS:
        app, codename = right.split(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    return Permission.objects.filter(wanted)
