"""What the press shows in the newsroom: how it is doing, and the theme's files for previews."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.ui.components import Component

from masthead.newsroom.models import Event, Identity

from .conf import press_conf
from .look import dress
from .plates.frame import look_of
from .search.status import search_status
from .status import press_status
from .theme import load_theme

__all__ = ["PressPanel"]

_FAILED_SHOWN = 8
# Sheets wait seconds, a print of everything minutes; news older than this is taken by nobody.
_STALLED_AFTER = timedelta(minutes=2)


class PressPanel(Component):
    """What waits to be printed, what could not be, and why nothing is printed at all."""

    name = "press"
    template_name = "press/home_panel.html"
    order = 150

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the press's state and whether it has stopped."""
        status, search = press_status(), search_status()
        oldest = Event.objects.all().waiting().values_list("created_at", flat=True).first()
        return {
            "press": status,
            "search": search,
            "fed_at": datetime.fromisoformat(search.fed_at) if search.fed_at else None,
            "printed_at": datetime.fromisoformat(status.printed_at) if status.printed_at else None,
            "is_stalled": oldest is not None
            and timezone.now() - oldest > _STALLED_AFTER
            and not status.problem,
            "waiting_since": oldest,
            "failed": status.failed,
            "failures": status.failures[:_FAILED_SHOWN],
            "failed_more": max(0, len(status.failures) - _FAILED_SHOWN),
        }


@hooks.register("construct_homepage_panels")
def add_press(request: HttpRequest, panels: list[Any]) -> None:
    """Show the press on the newsroom's home."""
    panels.append(PressPanel())


@hooks.register("register_admin_urls")
def register_theme_files() -> list[URLPattern]:
    """Add the theme's files for previews: a new theme shows before its files are printed."""
    return [path("theme/<path:name>", theme_file, name="press_theme_file")]


def theme_file(request: HttpRequest, name: str) -> HttpResponse:
    """Answer a file of the theme as it is now.

    Raises:
        Http404: the theme has no such file.
    """
    content = dress(load_theme(press_conf().theme_paths), look_of(Identity.load())).files.get(name)
    if content is None:
        raise Http404(f"The theme has no file {name}.")
    response = HttpResponse(content, content_type=mimetypes.guess_type(name)[0] or "application/octet-stream")
    # The address carries the file's own hash.
    response["Cache-Control"] = "private, max-age=86400"
    return response
