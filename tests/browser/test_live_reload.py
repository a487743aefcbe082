"""Whoever works on a theme sees a page change in the browser as soon as it is printed anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from reader_site import reader_site

from building import make_article
from editions import read_edition
from masthead.newsroom.models import SectionPage
from masthead.press.actions import print_waiting
from masthead.press.conf import press_conf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_saved_template_shows_in_the_open_page(
    live_server: Any, news: SectionPage, data_path: Path, browser: Browser, settings: Any, tmp_path: Path
) -> None:
    theme = tmp_path / "theme"
    settings.MASTHEAD = {**settings.MASTHEAD, "PRODUCTION": False, "THEME_DIR": theme}
    make_article(news, "A read")
    print_waiting()
    with reader_site(data_path, live_server.url) as site:
        page = browser.new_page()
        page.goto(f"{site}/news/a-read/", wait_until="networkidle")
        expect(page.get_by_text("Set in our own type")).to_have_count(0)
        # The first look is at what stands there now; only a page that is another afterwards is loaded again.
        with page.expect_response(lambda answer: answer.request.method == "HEAD"):
            pass
        template = theme / "templates" / "share.html"
        template.parent.mkdir(parents=True)
        template.write_text("<p>Set in our own type</p>")
        assert theme in press_conf().theme_paths
        print_waiting()
        expect(page.get_by_text("Set in our own type")).to_be_visible(timeout=15_000)


def test_readers_of_a_public_site_ask_for_nothing_of_the_kind(news: SectionPage, settings: Any) -> None:
    settings.MASTHEAD = {**settings.MASTHEAD, "PRODUCTION": True}
    make_article(news, "A read")
    print_waiting()
    assert b"reload." not in read_edition()["news/a-read/index.html"]
