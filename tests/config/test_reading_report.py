"""The newsroom's report on what is read and shared most."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from accounts import signed_in
from django.test import Client

from building import make_article, make_section, open_test_publication
from masthead.config.reports.chart import draw_chart
from masthead.newsroom.roles import EDITORS, WRITERS
from masthead.press.actions import print_waiting
from masthead.reader.models import DayCount

REPORT = "/newsroom/reports/most-read/"


@pytest.fixture
def pieces(db: None, data_path: Path) -> Any:
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        home = open_test_publication()
        news, culture = make_section(home, "News"), make_section(home, "Culture")
        made = [
            make_article(news, "Tides & <b>nets</b>"), make_article(culture, "A choir"), make_article(news, "Gone later"),
        ]  # fmt: skip
        print_waiting()
        for piece, kind, back, count in (
            (made[0], "read", 0, 5), (made[1], "read", 0, 9), (made[2], "read", 1, 7), (made[0], "shared", 3, 4),
            (made[1], "read", 20, 1000),
        ):  # fmt: skip
            DayCount.objects.create(
                kind=kind, day=date(2026, 11, 20) - timedelta(days=back), article_id=piece.pk, count=count
            )
        yield made


def rows(html: str) -> list[tuple[str, str]]:
    """Return the titles and numbers of all tables."""
    found = re.findall(r'<td class="title">(.*?)</td>\s*<td class="reading-number">(.*?)</td>', html, re.S)
    return [(re.sub(r"<[^>]+>", "", title).strip(), count) for title, count in found]


def test_editors_see_what_is_read_and_shared_by_section_and_period(pieces: list[Any]) -> None:
    client = signed_in(EDITORS)
    html = client.get(REPORT).content.decode()
    assert rows(html) == [
        ("A choir", "9"), ("Gone later", "7"), ("Tides &amp; &lt;b&gt;nets&lt;/b&gt;", "5"),
        ("Tides &amp; &lt;b&gt;nets&lt;/b&gt;", "4"), ("Culture", "9"), ("News", "12"),
    ]  # fmt: skip
    assert rows(client.get(REPORT, {"period": "month"}).content.decode())[0] == ("A choir", "1009")
    section = pieces[1].get_parent()
    only = client.get(REPORT, {"period": "day", "section": section.pk}).content.decode()
    assert rows(only) == [("A choir", "9")]
    assert html.count("<svg viewBox") == 2
    assert html.count("<rect ") == 60
    assert f'href="/newsroom/pages/{pieces[1].pk}/edit/"' in html


def test_what_was_withdrawn_since_has_no_title(pieces: list[Any]) -> None:
    pieces[2].unpublish()
    print_waiting()
    assert ("withdrawn", "7") in rows(signed_in(EDITORS).get(REPORT).content.decode())


def test_a_choice_that_is_none_shows_the_week(pieces: list[Any]) -> None:
    client = signed_in(EDITORS)
    week = rows(client.get(REPORT).content.decode())
    assert rows(client.get(REPORT, {"period": "<b>", "section": "x'"}).content.decode()) == week


def test_only_whoever_may_see_it_does(pieces: list[Any]) -> None:
    writer = signed_in(WRITERS)
    answer = writer.get(REPORT)
    assert answer.status_code == 302
    assert "A choir" not in writer.get("/newsroom/").content.decode()
    assert Client().get(REPORT).status_code == 302
    assert REPORT in signed_in(EDITORS).get("/newsroom/").content.decode()


def test_the_highest_bar_fills_the_chart() -> None:
    chart = draw_chart([(date(2026, 11, one), count) for one, count in ((1, 0), (2, 5), (3, 10))])
    assert [bar.height for bar in chart.bars] == [0, chart.height / 2, chart.height]
    assert draw_chart([]).bars == ()
    assert draw_chart([(date(2026, 11, 1), 0)]).bars[0].height == 0
