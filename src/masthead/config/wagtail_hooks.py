"""What the newsroom shows of rooms that it does not know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from masthead.newsroom.forms import MAY_TELL_BREAKING
from masthead.newsroom.models import ArticlePage

from .reports.reading import MAY_SEE, reading_report
from .telling import piece, rights
from .telling.channels import ChannelsViewSet, try_out
from .telling.letters import stop_letter
from .telling.overview import overview
from .telling.sender import sender

__all__: list[str] = []

_RIGHTS = (MAY_SEE, MAY_TELL_BREAKING, rights.MAY_SEE, rights.MAY_MANAGE, *rights.MAY_CHANGE_CHANNELS)


class _RightItem(MenuItem):
    """An item that only accounts with a right see."""

    def __init__(self, *args: Any, right: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._right = right

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(self._right))


@hooks.register("register_admin_urls")
def register_reading() -> list[URLPattern]:
    """Add the report's address; Wagtail lets the staff alone reach it."""
    return [path("reports/most-read/", reading_report, name="masthead_most_read")]


@hooks.register("register_reports_menu_item")
def add_reading() -> Any:
    """Offer the report to whoever may see it."""
    return _RightItem(
        _("Most read"), reverse("masthead_most_read"), name="most-read", icon_name="view", order=90,
        right=MAY_SEE,
    )  # fmt: skip


_channels = ChannelsViewSet()


@hooks.register("register_admin_viewset")
def register_channels() -> ChannelsViewSet:
    """Add the list of channels."""
    return _channels


@hooks.register("register_admin_urls")
def register_telling() -> list[URLPattern]:
    """Add the pages about delivery."""
    return [
        path("delivery/", overview, name="masthead_telling"),
        path("delivery/piece/<int:article_id>/", piece.piece, name="masthead_telling_piece"),
        path("delivery/piece/<int:article_id>/tell/", piece.repeat, name="masthead_telling_repeat"),
        path("delivery/stop/<int:telling_id>/", piece.stop, name="masthead_telling_stop"),
        path("delivery/resend/<int:post_id>/", piece.resend, name="masthead_telling_resend"),
        path("delivery/letters/<int:mailing_id>/stop/", stop_letter, name="masthead_letter_stop"),
        path("delivery/sender/", sender, name="masthead_telling_sender"),
        path("delivery/try/<int:channel_id>/", try_out, name="masthead_channel_try"),
    ]


@hooks.register("register_admin_menu_item")
def add_telling() -> SubmenuMenuItem:
    """Offer the pages about delivery."""
    menu = Menu(
        items=[
            _RightItem(
                _("Overview"), reverse("masthead_telling"), name="telling", icon_name="mail", order=10,
                right=rights.MAY_SEE,
            ),
            _channels.get_menu_item(20),
            _RightItem(
                _("Sender of letters"), reverse("masthead_telling_sender"), name="telling-sender",
                icon_name="mail", order=30, right=rights.MAY_SEE,
            ),
        ]
    )  # fmt: skip
    return SubmenuMenuItem(_("Readers told"), menu, name="readers-told", icon_name="mail", order=450)


@hooks.register("register_page_header_buttons")
def add_told_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Lead from a piece to who was told of it."""
    if isinstance(page.specific_deferred, ArticlePage) and user.has_perm(rights.MAY_SEE):
        yield Button(
            _("Readers told"),
            reverse("masthead_telling_piece", args=[page.pk]),
            icon_name="mail",
            priority=67,
        )


@hooks.register("register_permissions")
def offer_permissions() -> QuerySet[Permission]:
    """Let an administrator give the rights of these rooms to any group."""
    wanted = Q()
    for right in _RIGHTS:
        app, codename = right.split(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    return Permission.objects.filter(wanted)
