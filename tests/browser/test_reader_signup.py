"""A reader subscribes in a real browser, with and without scripts, confirms, chooses and is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as BrowserPage
from reader_site import reader_site

from building import make_newsletter
from masthead.delivery.mail import asking
from masthead.delivery.mail.links import CHOICES, CONFIRM, link
from masthead.delivery.models import Note, Reader
from masthead.newsroom.models import HomePage, NewsletterPage
from masthead.press.actions import print_waiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def weekly(home: HomePage) -> NewsletterPage:
    return make_newsletter(home, "The Weekly", description="Every Friday.")


@pytest.fixture
def site(live_server: Any, weekly: NewsletterPage, data_path: Path) -> Iterator[str]:
    asking.forget_clients()
    print_waiting()
    with reader_site(data_path, live_server.url) as address:
        yield address


def open_page(browser: Browser, address: str, **options: Any) -> BrowserPage:
    page = browser.new_context(**options).new_page()
    page.set_default_timeout(15_000)
    page.goto(address)
    return page


def heading(page: BrowserPage) -> Any:
    return page.locator("main h1")


def test_with_scripts_one_press_is_enough_and_the_mail_s_link_does_the_rest(
    site: str, browser: Browser, weekly: NewsletterPage
) -> None:
    page = open_page(browser, f"{site}/the-weekly/")
    faults: list[str] = []
    page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
    field = page.get_by_label("Your e-mail address").first
    field.click()
    field.press_sequentially("ada@example.org", delay=150)
    page.get_by_role("button", name="Subscribe").first.click()
    expect(heading(page)).to_have_text("Look into your mailbox")
    reader = Reader.objects.get()
    assert reader.asked_from == "/the-weekly/"
    assert [one.name for one in Note.objects.all()] == ["confirm"]

    page.goto(site + urlsplit(link(CONFIRM, reader, (weekly.pk,))).path)
    expect(heading(page)).to_have_text("Subscribe to “The Weekly”?")
    page.get_by_role("button", name="Yes, subscribe me").click()
    expect(heading(page)).to_have_text("You are subscribed")
    assert list(Reader.objects.of_list(weekly.pk)) == [reader]

    page.get_by_role("link", name="Choose what you get").click()
    expect(page.get_by_role("checkbox", name="The Weekly")).to_be_checked()
    page.get_by_role("checkbox", name="The Weekly").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Saved.")
    assert not Reader.objects.of_list(weekly.pk).exists()
    assert faults == []


def test_without_scripts_a_second_press_tells_people_from_robots(
    site: str, browser: Browser, weekly: NewsletterPage
) -> None:
    page = open_page(browser, f"{site}/the-weekly/", java_script_enabled=False)
    page.locator(".signup [name=address]").first.fill("bo@example.org")
    page.locator(".signup button").first.click()
    expect(page.locator("main")).to_contain_text("Please press once more")
    assert not Reader.objects.exists()
    # Whoever presses at once is asked again, until as much time has gone by as a person needs.
    for _ in range(20):
        page.get_by_role("button", name="Subscribe").click()
        if heading(page).inner_text() == "Look into your mailbox":
            break
        page.wait_for_timeout(1600)
    expect(heading(page)).to_have_text("Look into your mailbox")
    assert Reader.objects.get().asked_from == "/the-weekly/"


def test_a_reader_has_everything_deleted_from_a_small_screen_in_their_language(
    site: str, browser: Browser, weekly: NewsletterPage
) -> None:
    reader = Reader.objects.create(address="zu@example.org", state="confirmed", language="ar")
    page = open_page(
        browser, site + urlsplit(link(CHOICES, reader)).path, viewport={"width": 360, "height": 740}
    )
    assert page.evaluate("getComputedStyle(document.querySelector('.subscription')).direction") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
        "nothing stands out of the screen"
    )
    page.locator("button[value=erase]").click()
    page.locator("main form button").click()
    expect(heading(page)).to_have_text("حُذف كل شيء")
    assert not Reader.objects.exists()
