"""A reader meets the parts of a piece in a real browser: embeds that wait, the box of the newest, what is like it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, expect
from playwright.sync_api import Page as BrowserPage
from reader_site import reader_site

from building import make_article, make_picture
from masthead.newsroom.models import SectionPage
from masthead.press.actions import print_waiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PARAGRAPH = f"<p>{'Every harbour keeps its own accounts and nobody reads them twice. ' * 8}</p>"
PAGE = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


@pytest.fixture
def site(live_server: Any, news: SectionPage, data_path: Path) -> Iterator[str]:
    for number in range(6):
        make_article(news, f"Piece {number}", lead_image=make_picture() if number % 2 else None)
    embed = {"address": PAGE, "title": "The tide", "image": make_picture(), "placement": ""}
    body = [("paragraph", PARAGRAPH * 8), ("embed", embed), ("paragraph", PARAGRAPH * 2)]
    make_article(news, "A long read", body=body)
    print_waiting()
    with reader_site(data_path, live_server.url) as address:
        yield address


def open_piece(context: BrowserContext, site: str, asked: list[str]) -> BrowserPage:
    """Open the long read; every address that the browser asks elsewhere is noted, and answered here."""

    def answer(route: Route) -> None:
        if route.request.url.startswith(site):
            route.continue_()
        else:
            asked.append(route.request.url)
            route.fulfill(status=200, content_type="text/html", body="<h1>A film</h1>")

    context.route("**/*", answer)
    page = context.new_page()
    page.goto(f"{site}/news/a-long-read/", wait_until="networkidle")
    return page


def test_nothing_is_asked_elsewhere_before_a_reader_presses(site: str, browser: Browser) -> None:
    asked: list[str] = []
    page = open_piece(browser.new_context(), site, asked)
    opener = page.get_by_role("button", name="Show from YouTube")
    opener.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert asked == []
    opener.press("Enter")
    expect(page.frame_locator(".embed iframe").get_by_role("heading", name="A film")).to_be_visible()
    assert asked == ["https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"]
    frame = page.locator(".embed iframe")
    assert "allow-top-navigation" not in str(frame.get_attribute("sandbox"))
    assert frame.get_attribute("title") == "The tide"


def test_the_policy_of_the_page_lets_no_other_site_into_a_frame(site: str, browser: Browser) -> None:
    asked: list[str] = []
    page = open_piece(browser.new_context(), site, asked)
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('iframe'), {src: 'https://elsewhere.example/'}))"
    )
    page.wait_for_load_state("networkidle")
    assert asked == []


def test_without_scripts_the_embed_is_a_link_and_the_box_shows_the_newest(
    site: str, browser: Browser
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/news/a-long-read/", wait_until="networkidle")
    assert page.get_by_role("link", name="Show from YouTube").get_attribute("href") == PAGE
    page.locator(".latest-box").scroll_into_view_if_needed()
    box = page.frame_locator(".latest-box iframe")
    expect(box.locator("article:visible")).to_have_count(3)
    assert [one for one in asked if not one.startswith(site)] == []


def test_the_box_in_the_text_shows_three_others_and_shifts_nothing(site: str, browser: Browser) -> None:
    page = open_piece(browser.new_context(viewport={"width": 390, "height": 844}), site, [])
    box = page.locator(".latest-box")
    before = box.bounding_box()
    assert before is not None
    box.scroll_into_view_if_needed()
    expect(box.locator("article")).to_have_count(3)
    assert "A long read" not in box.inner_text()
    after = box.bounding_box()
    assert after is not None
    assert after["height"] == before["height"]
    inner = box.locator("masthead-part")
    assert inner.evaluate("element => element.scrollHeight <= element.clientHeight"), "something is cut off"
