"""What a search says that is not answered: in the site's language, on the page and while a reader types."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from building import identify, make_article
from masthead.newsroom.models import SectionPage
from masthead.press.actions import print_waiting
from masthead.press.conf import press_conf
from masthead.press.theme import load_theme
from masthead.reader.search import views
from masthead.reader.search.answering import Limit
from searching import bring_up_to_date

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _persian(news: SectionPage, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_typing", "_reading"):
        monkeypatch.setattr(views, name, Limit(limit=1000, per_s=20))
    identify(language="fa")
    make_article(news, "The harbour wakes")
    print_waiting()


def said(word: str) -> str:
    return str(load_theme(press_conf().theme_paths).words("fa")[word])


def answers(query: str, **headers: str) -> tuple[Any, str]:
    """Ask both doors; return what the one for suggestions says, and the page."""
    client = Client()
    told = json.loads(client.get(f"/doors/suggest?{query}", **headers).content)
    return told["error"], client.get(f"/search/?{query}", **headers).content.decode()


def test_a_question_that_is_too_long_is_refused_with_the_number_in_the_languages_digits() -> None:
    bring_up_to_date()
    told, page = answers("q=" + "a" * 201)
    assert told == said("search_long").replace("#", "۲۰۰")
    assert told in page


def test_a_damaged_address_is_refused_on_the_page() -> None:
    bring_up_to_date()
    assert said("search_damaged") in Client().get("/search/?q=a&section=x").content.decode()


def test_who_asks_too_often_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    bring_up_to_date()
    for name in ("_typing", "_reading"):
        monkeypatch.setattr(views, name, Limit(limit=1, per_s=30))
    Client().get("/doors/suggest?q=harbour")
    Client().get("/search/?q=harbour")
    told, page = answers("q=harbour")
    assert told == said("search_often")
    assert told in page


def test_an_index_that_is_being_made_is_told_of() -> None:
    told, page = answers("q=harbour")
    assert told == said("search_closed")
    assert said("closed_title") in page


def test_without_a_printed_page_the_small_one_speaks_the_language_of_the_settings(
    settings: Any,
) -> None:
    settings.MASTHEAD = {**settings.MASTHEAD, "LANGUAGE": "fa"}
    (press_conf().edition_path / "current" / "503.html.gz").unlink()
    page = Client().get("/search/?q=harbour").content.decode()
    assert '<html lang="fa" dir="rtl">' in page
    assert said("closed_title") in page
