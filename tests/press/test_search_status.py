"""What is told of the search index: what it holds, what waits for it, when it was fed, whether it is made anew."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from building import edit, make_article
from masthead.newsroom.models import SectionPage
from masthead.press.actions import print_waiting
from masthead.press.search.feeding import feed_index, rebuild_index
from masthead.press.search.status import search_status
from masthead.press.wagtail_hooks import PressPanel
from searching import bring_up_to_date, held

pytestmark = pytest.mark.django_db


def panel() -> str:
    return " ".join(str(PressPanel().render_html({})).split())


def test_before_there_is_an_index_that_is_said(news: SectionPage) -> None:
    status = search_status()
    assert (status.is_open, status.documents, status.fed_at, status.is_rebuilt) == (False, 0, "", False)
    assert "There is no search index yet" in panel()


def test_documents_waiting_and_time_are_told(news: SectionPage) -> None:
    piece = make_article(news, "One")
    make_article(news, "Two")
    bring_up_to_date()
    status = search_status()
    assert status.is_open
    assert status.waiting == 0
    assert status.documents == len(held())
    assert timezone.now() - datetime.fromisoformat(status.fed_at) < timedelta(minutes=5)
    edit(piece, title="Another")
    print_waiting()
    assert search_status().waiting == 1
    assert "One change waits for it" in panel()
    piece.unpublish()
    bring_up_to_date()
    after = search_status()
    assert (after.waiting, after.documents) == (0, len(held()))
    assert after.documents == status.documents - 1
    assert f"The search knows {after.documents} pieces and pages" in panel()


def test_while_another_is_made_that_is_told(news: SectionPage, data_path: Path) -> None:
    make_article(news, "One")
    bring_up_to_date()
    seen = []
    rebuild_index(lambda done, total: seen.append((search_status(), panel())))
    assert all(status.is_rebuilt and status.is_open for status, _ in seen[:1])
    assert "It is being made anew" in seen[0][1]
    assert not search_status().is_rebuilt
    # What a killed process left is no index being made.
    (data_path / "search" / "index-99").mkdir()
    assert not search_status().is_rebuilt


def test_a_broken_index_is_not_open(news: SectionPage, data_path: Path) -> None:
    make_article(news, "One")
    bring_up_to_date()
    (data_path / "search" / "current" / "meta.json").write_text("{")
    assert not search_status().is_open
    feed_index(is_checked=True)
    assert search_status().is_open
