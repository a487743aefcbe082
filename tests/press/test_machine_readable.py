"""What machines read: structured data, Markdown twins, llms.txt, security.txt and the news sitemap."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from building import edit, identify, make_article, make_contributor, make_section, open_test_publication
from editions import answer, assert_idle_is_idle, assert_incremental_equals_full, read_edition
from masthead.press.actions import print_waiting

pytestmark = pytest.mark.django_db


def data_of(address: str) -> list[dict[str, Any]]:
    html = read_edition()[f"{address.lstrip('/')}index.html"].decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert found
    return json.loads(found[1])["@graph"]


def test_a_piece_is_opinion_by_its_own_word_or_its_section(data_path: Any) -> None:
    opinion = make_section(open_test_publication(), "Opinion", is_opinion=True)
    letters = make_section(opinion, "Letters")
    make_article(letters, "Argued", slug="argued")
    make_article(letters, "Reported", slug="reported", is_opinion=False)
    print_waiting()
    assert data_of("/opinion/letters/argued/")[0]["@type"] == "OpinionNewsArticle"
    assert data_of("/opinion/letters/reported/")[0]["@type"] == "NewsArticle"
    edit(opinion, is_opinion=False)
    print_waiting()
    assert data_of("/opinion/letters/argued/")[0]["@type"] == "NewsArticle"
    assert_incremental_equals_full()


def test_the_front_tells_how_to_search(data_path: Any) -> None:
    open_test_publication()
    print_waiting()
    kinds = {one["@type"]: one for one in data_of("/")}
    assert set(kinds) == {"NewsMediaOrganization", "WebSite"}
    assert kinds["WebSite"]["potentialAction"]["target"]["urlTemplate"].endswith(
        "/search/?q={search_term_string}"
    )


def test_each_piece_is_there_as_markdown_and_leaves_with_it(data_path: Any) -> None:
    news = make_section(open_test_publication(), "News")
    ada = make_contributor("Ada *Writer*")
    piece = make_article(
        news,
        "Rope & tar",
        slug="rope",
        byline=[ada],
        standfirst="A walk.",
        body="<p>One <b>strong</b> line.</p>",
    )
    print_waiting()
    files = read_edition()
    text = files["news/rope/index.md"].decode()
    head, _, body = text.removeprefix("---\n").partition("\n---\n")
    assert 'by: ["Ada *Writer*"]' in head
    assert 'title: "Rope & tar"' in head
    assert "# Rope & tar" in body
    assert "One **strong** line." in body
    link = '<link rel="alternate" type="text/markdown" href="/news/rope/index.md">'
    assert link in files["news/rope/index.html"].decode()
    edit(piece, slug="cord")
    print_waiting()
    files = read_edition()
    assert "news/cord/index.md" in files
    assert answer(files, "/news/rope/index.md") == 301
    assert_incremental_equals_full()
    piece.refresh_from_db()
    piece.unpublish()
    print_waiting()
    assert answer(read_edition(), "/news/cord/index.md") == 410
    assert_incremental_equals_full()


def test_publishing_does_not_touch_llms_txt(data_path: Any) -> None:
    news = make_section(open_test_publication(), "News", description="What [happened].")
    print_waiting()
    before = read_edition()["llms.txt"]
    assert b"/news/): What (happened)." in before
    make_article(news, "Piece")
    print_waiting()
    assert read_edition()["llms.txt"] == before


def test_security_txt_is_always_valid_and_printed_once_a_month(data_path: Any) -> None:
    with time_machine.travel(datetime(2026, 11, 20, 12, tzinfo=UTC), tick=False) as now:
        open_test_publication()
        print_waiting()
        assert ".well-known/security.txt" not in read_edition()
        identify(contact_email="desk@example.org")
        print_waiting()
        text = read_edition()[".well-known/security.txt"].decode()
        assert "Contact: mailto:desk@example.org\n" in text
        assert "Expires: 2027-05-01T00:00:00Z\n" in text
        now.shift(timedelta(hours=1))
        report = print_waiting()
        assert report.printed == 1, "the news sitemap alone shows the hour"
        now.move_to(datetime(2026, 12, 1, 0, 30, tzinfo=UTC))
        print_waiting()
        assert "Expires: 2027-06-01T00:00:00Z\n" in read_edition()[".well-known/security.txt"].decode()
        assert_incremental_equals_full()


def test_the_news_sitemap_holds_the_last_48_hours_however_many_they_are(data_path: Any) -> None:
    start = datetime(2026, 11, 20, 12, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as now:
        news = make_section(open_test_publication(), "News")
        make_article(news, "Old", published_at=start - timedelta(hours=49))
        for number in range(45):
            make_article(news, f"Piece {number}", published_at=start - timedelta(minutes=64 * number))
        print_waiting()
        sitemap = read_edition()["sitemaps/news.xml"].decode()
        assert sitemap.count("<loc>") == 45
        assert "/news/old/" not in sitemap
        now.shift(timedelta(hours=3))
        report = print_waiting()
        assert report.written == 1
        assert read_edition()["sitemaps/news.xml"].decode().count("<loc>") == 43
        assert_idle_is_idle()
        assert_incremental_equals_full()
