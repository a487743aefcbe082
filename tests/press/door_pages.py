"""Asking the doors for every page that they answer with in the theme."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import PageViewRestriction

from masthead.delivery.mail import asking
from masthead.delivery.mail.links import CHOICES, CONFIRM, LEAVE, link
from masthead.delivery.models import Reader
from masthead.press import locked
from masthead.press.models import Plate
from masthead.press.sheets import desk as desks
from masthead.press.sheets.desk import Desk
from masthead.reader.search import views
from masthead.reader.search.answering import Limit
from subscribers import Browser, permit_in

__all__ = ["ask_doors"]

SUBSCRIBE = "/doors/mail/subscribe"


def ask_doors(page: Any, monkeypatch: pytest.MonkeyPatch) -> list[Callable[[Desk], object]]:
    """Return what asks the doors of the search, of letters and of a locked page, each with the theme of a desk.

    Args:
        page: is locked.
        monkeypatch: puts the desk's theme in the place of the site's.
    """

    def with_theme_of(desk: Desk, ask: Callable[[], object]) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(desks, "load_theme", lambda _: desk.theme)
            patched.setattr(views, "recent_theme", lambda _: desk.theme)
            ask()

    asked = [*_of_search(monkeypatch), *_of_letters(), *_of_locked(page)]
    return [partial(with_theme_of, ask=ask) for ask in asked]


def _of_search(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], object]]:
    section = Plate.objects.filter(kind="section").values_list("thing_id", flat=True).order_by("pk")[0]
    for query in (
        "", "?q=zebra", f"?section={section}&q=zebra", "?q=piece", "?q=harbours", "?q=ada+writer", "?q=economy", "?q=pieec", "?q=piece+zebra",
        f"?section={section}&sort=date", f"?q={'x' * 300}", "?q=piece&page=99",
    ):  # fmt: skip
        yield partial(Browser().get, f"/search/{query}")

    def often() -> None:
        with monkeypatch.context() as patched:
            patched.setattr(views, "_reading", Limit(limit=1, per_s=60))
            for _ in range(2):
                Browser().get("/search/")

    yield often


def _of_locked(page: Any) -> Iterator[Callable[[], object]]:
    lock = PageViewRestriction.PASSWORD
    PageViewRestriction.objects.create(page=page.page_ptr, restriction_type=lock, password="open")
    locked.forget_clients()
    browser, door = Browser(), f"/doors/locked/{page.pk}/"
    yield partial(browser.get, door)
    # The last of these is one too many.
    yield from [partial(browser.post, door, {"password": "shut"})] * 11


def _of_letters() -> Iterator[Callable[[], object]]:
    asking.forget_clients()
    browser = Browser()
    number = Plate.objects.filter(kind="newsletter").values_list("thing_id", flat=True)[0]
    form = {"address": "ada@example.org", "list": str(number), "language": "en"}
    yield partial(browser.get, SUBSCRIBE)
    yield partial(browser.post, SUBSCRIBE, form | {"address": "nobody"})
    yield partial(browser.post, SUBSCRIBE, {"address": "ada@example.org"})
    yield partial(browser.post, SUBSCRIBE, form, **{"Sec-Fetch-Site": "cross-site"})
    yield partial(_sign_up, browser, form)
    yield partial(browser.get, "/doors/mail/confirm/stale/")
    yield partial(_through_letters, browser, number)
    yield partial(_ask_too_often, browser)


def _sign_up(browser: Browser, form: dict[str, str]) -> None:
    first = browser.post(SUBSCRIBE, form)
    before = re.search(r'name="page" value="([^"]*)"', first.content.decode())
    assert before
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        browser.post(SUBSCRIBE, form | {"permit": permit_in(first), "page": before[1]})


def _through_letters(browser: Browser, number: int) -> None:
    reader = Reader.objects.get()
    confirm, leave = (urlsplit(link(way, reader, (number,))).path for way in (CONFIRM, LEAVE))
    choices = urlsplit(link(CHOICES, reader)).path
    for path in (confirm, leave, choices):
        browser.get(path)
    browser.post(confirm, {})
    browser.get(choices)
    browser.post(leave, {})
    for form in ({"do": "save", "language": "de"}, {"do": "erase"}, {"do": "erase", "sure": "yes"}):
        browser.post(choices, form)


def _ask_too_often(browser: Browser) -> None:
    answers = [browser.get(SUBSCRIBE).status_code for _ in range(130)]
    assert any(pair == (200, 429) for pair in pairwise(answers))
