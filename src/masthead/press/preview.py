"""Previews: a page that is being written, as the press would print it."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from masthead.newsroom.models import Identity
from masthead.newsroom.signals import subject_of

from .conf import press_conf
from .engine.errors import PressError, TemplateFaultError
from .engine.sheet import Drawn, Printed
from .look import dress
from .mail import letter_mail
from .plates.composed import Composed
from .plates.frame import compose_frame, look_of
from .plates.home import compose_home
from .plates.letters import compose_letter, compose_newsletter, newsletter_of
from .plates.pages import compose_article, compose_section, compose_standing
from .plates.people import compose_contributor
from .plates.pictures import Shelf
from .plates.site import SiteTree
from .sheets.desk import Desk
from .sheets.plan import make_works
from .theme import Theme, load_theme

__all__ = ["preview_page", "print_locked"]

_DARK = re.compile(r"@media\s*\(\s*prefers-color-scheme\s*:\s*dark\s*\)")
_COMPOSERS: dict[str, Callable[..., Composed]] = {
    "home": compose_home,
    "section": compose_section,
    "article": compose_article,
    "standing": compose_standing,
    "newsletter": compose_newsletter,
    "letter": compose_letter,
}


def preview_page(page: Any, request: HttpRequest, mode_name: str = "") -> HttpResponse:
    """Print a page that is not published, for its editor alone: nothing is kept or made public.

    Args:
        mode_name: how a letter is shown: as mail without one, ``dark``, ``text`` or ``page``.
    """
    kind = subject_of(page)
    if kind is None:
        return HttpResponse("This kind of page is not printed.", status=404)
    try:
        if kind == "letter" and mode_name != "page":
            return _show_mail(page, mode_name)
        printed = _print(kind, page)
    except (PressError, RuntimeError, LookupError, TypeError, ValueError, AttributeError) as error:
        return _fault(request, error)
    return HttpResponse(printed.content if printed else b"")


def _fault(request: HttpRequest, error: Exception) -> HttpResponse:
    """Show what is wrong in the theme, with its file, its line and the lines around."""
    told: dict[str, Any] = {"said": str(error)}
    if isinstance(error, TemplateFaultError):
        lines = error.excerpt.splitlines()
        told = {"said": error.said, "file": error.file, "line": error.line, "lines": lines}
    return render(request, "press/fault.html", told, status=500)


def _print(kind: str, page: Any) -> Printed | Drawn | None:
    return make_works().sheets[kind].print(_laid(kind, page), str(page.pk))


def _show_mail(page: Any, mode_name: str) -> HttpResponse:
    """Show a letter as its subscribers get it, light or dark, or its part in plain text."""
    desk = _laid("letter", page)
    mail = letter_mail(desk, page.pk, base=desk.conf.site_url, pictures_at="")
    if mode_name == "text":
        return HttpResponse(mail.text, content_type="text/plain; charset=utf-8")
    # Whatever scheme the editor's own screen has.
    return HttpResponse(_DARK.sub("@media all" if mode_name == "dark" else "@media not all", mail.html))


def _laid(kind: str, page: Any) -> Desk:
    """Return a desk with what a page is printed from."""
    tree = SiteTree()
    shelf = Shelf(tree, is_printing=False)
    theme = load_theme(press_conf().theme_paths)
    dressed = dress(theme, look_of(Identity.load()))
    desk = Desk(_with_own_files(dressed), is_dressed=True)
    if not page.pk:
        page.pk = 0
    page.first_published_at = page.first_published_at or timezone.now()
    frame = compose_frame(tree, shelf, theme.digest)
    # The editor loads a preview anew by itself.
    frame.card["is_development"] = False
    desk.lay(frame)
    desk.lay(_COMPOSERS[kind](page, tree, shelf))
    if kind == "article":
        for entry in page.byline.all():
            desk.lay(compose_contributor(entry.contributor, shelf))
    if kind == "letter" and (newsletter := newsletter_of(page)) is not None:
        desk.lay(compose_newsletter(newsletter, tree, shelf))
    return desk


def print_locked(page: Any, file_address: Callable[[str], str]) -> Printed | Drawn | None:
    """Print a live page that is behind a password, for one reader: nothing is kept.

    Args:
        page: it.
        file_address: gives the address at which this reader gets a file of the newsroom's storage.
    """
    kind = subject_of(page)
    if kind is None:
        return None
    page = page.specific
    tree, desk = SiteTree(), Desk()
    shelf = Shelf(tree, is_printing=False, show=file_address)
    desk.lay(_COMPOSERS[kind](page, tree, shelf))
    if kind == "article":
        for entry in page.byline.all():
            if desk.card("contributor", entry.contributor_id) is None:
                # Readers meet nobody's page who has written nothing for all.
                person = compose_contributor(entry.contributor, shelf)
                person.card["address"] = ""
                desk.lay(person)
    return make_works().sheets[kind].print(desk, str(page.pk))


def _with_own_files(theme: Theme) -> Theme:
    """Return the theme with addresses in the newsroom: its files may not be printed yet."""
    shown = copy.copy(theme)
    shown.assets = {
        name: f"{reverse('press_theme_file', args=[name])}?{printed.rsplit('.', 2)[-2]}"
        for name, printed in theme.assets.items()
    }
    return shown
