"""A reader searches, in a real browser: by keyboard while typing, and without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as BrowserPage
from reader_site import reader_site

from building import make_article
from masthead.newsroom.models import SectionPage
from masthead.reader.search import views
from masthead.reader.search.answering import Limit
from searching import bring_up_to_date

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server: Any, news: SectionPage, data_path: Path) -> Iterator[str]:
    """Return the address of a printed site with pieces to search for."""
    make_article(news, "The harbour wakes", body="<p>Cranes move before six.</p>")
    make_article(news, "A quiet harbour", body="<p>Nobody waits.</p>")
    make_article(news, "<b>Bold</b> harbour & co", slug="bold", body="<p>Words.</p>")
    bring_up_to_date()
    with reader_site(data_path, live_server.url) as address:
        yield address


def open_home(browser: Browser, site: str, **options: Any) -> BrowserPage:
    page = browser.new_context(**options).new_page()
    page.set_default_timeout(15_000)
    page.goto(site + "/")
    return page


def test_results_come_while_typing_and_are_reached_by_keyboard(site: str, browser: Browser) -> None:
    page = open_home(browser, site)
    page.locator(".finder summary").press("Enter")
    field = page.get_by_role("combobox")
    expect(field).to_be_focused()
    page.keyboard.type("harb")
    options = page.get_by_role("option")
    expect(options).to_have_count(4)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".finder [role=status]")).to_have_text("3 results")
    expect(page.locator(".search-list mark").first).to_have_text("harbour")
    # What an editor wrote is text.
    expect(page.locator(".search-list b")).to_have_count(0)
    expect(options.last).to_have_text("View all results")

    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    expect(field).to_be_focused()
    address = options.first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}{address}")


def test_escape_closes_the_list_then_the_box(site: str, browser: Browser) -> None:
    page = open_home(browser, site)
    page.locator(".finder summary").click()
    page.keyboard.type("harb")
    expect(page.get_by_role("option")).to_have_count(4)
    page.keyboard.press("Escape")
    expect(page.locator(".search-list").first).to_be_hidden()
    expect(page.get_by_role("combobox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox")).to_be_hidden()
    expect(page.locator(".finder summary")).to_be_focused()


def test_what_is_not_there_and_a_door_that_is_closed_are_said(site: str, browser: Browser) -> None:
    page = open_home(browser, site)
    page.locator(".finder summary").click()
    page.keyboard.type("zeppelin")
    expect(page.locator(".search-none")).to_have_text("No result")
    expect(page.locator(".finder [role=status]")).to_have_text("No result")
    page.route("**/doors/suggest*", lambda route: route.fulfill(status=503, body="{}"))
    page.keyboard.type("s")
    expect(page.locator(".finder [role=status]")).to_contain_text("does not answer")


def test_a_refusal_is_said_in_the_words_of_the_door_and_asked_anew(
    site: str, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "_typing", Limit(limit=1, per_s=1_000))
    page = open_home(browser, site)
    page.locator(".finder summary").click()
    page.keyboard.type("harb")
    expect(page.get_by_role("option")).to_have_count(4)
    page.keyboard.type("o")
    for place in (".search-none", ".finder [role=status]"):
        expect(page.locator(place)).to_have_text(
            "Too many searches in a short time. Please wait a moment and try again."
        )
    monkeypatch.setattr(views, "_typing", Limit(limit=100, per_s=1))
    page.keyboard.press("Backspace")
    page.keyboard.type("o")
    expect(page.get_by_role("option")).to_have_count(4)


def test_a_mistyped_address_leads_on_by_its_own_search(site: str, browser: Browser) -> None:
    page = open_home(browser, site, java_script_enabled=False)
    answer = page.goto(f"{site}/news/the-habour-wakes/")
    assert answer is not None
    assert answer.status == 404
    form = page.locator("main form[role=search]")
    form.get_by_role("searchbox").fill("harbour wakes")
    form.get_by_role("button").click()
    page.get_by_role("link", name="The harbour wakes").click()
    assert page.url == f"{site}/news/the-harbour-wakes/"


def test_enter_leads_to_all_results(site: str, browser: Browser) -> None:
    page = open_home(browser, site)
    page.locator(".finder summary").click()
    page.keyboard.type("quiet")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q=quiet$"))
    expect(page.locator("#search-count")).to_have_text("1 result")
    expect(page.locator(".found mark")).to_have_text("quiet")


def test_without_scripts_the_form_leads_to_the_results(site: str, browser: Browser) -> None:
    page = open_home(browser, site, java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.locator(".finder summary").click()
    page.locator("#search-head").fill("harbour")
    page.locator(".finder button").click()
    page.wait_for_url(re.compile(r"/search/\?q=harbour$"))
    expect(page.locator(".found")).to_have_count(3)
    expect(page.locator("#search-page")).to_have_value("harbour")
