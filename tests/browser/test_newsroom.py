"""An editor at work, in a real browser: from signing in to the printed page."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connections
from playwright.sync_api import Page as BrowserPage
from playwright.sync_api import expect, sync_playwright

from building import picture_file
from masthead.newsroom.models import ArticlePage, Event, Picture, SectionPage
from masthead.newsroom.roles import EDITORS
from masthead.press.actions import print_waiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEADLINE = "The harbour wakes up"


@pytest.fixture
def browser_page() -> Iterator[BrowserPage]:
    """Return a page of a new browser that asks nobody but the newsroom."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-background-networking"]
        )
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.set_default_timeout(15_000)
        yield page
        browser.close()
        # Playwright's loop gives this thread a connection of its own, which nobody else closes.
        connections.close_all()


@pytest.fixture
def desk(browser_page: BrowserPage, live_server: Any, news: SectionPage) -> BrowserPage:
    """Return a browser in which an editor has signed in."""
    editor = get_user_model()._default_manager.create_user("mara", "mara@example.org", "typed-by-hand")
    editor.groups.add(Group.objects.get(name=EDITORS))
    browser_page.goto(f"{live_server.url}/newsroom/login/")
    expect(browser_page.locator("h1")).to_have_text("The Test Courier")
    browser_page.fill("input[name=username]", "mara")
    browser_page.fill("input[name=password]", "typed-by-hand")
    browser_page.click("button[type=submit]")
    browser_page.wait_for_url(f"{live_server.url}/newsroom/")
    return browser_page


def upload_lead_image(desk: BrowserPage, file: Path) -> None:
    """Choose a new image; one that nobody described is refused."""
    desk.click("text=Choose an image")
    modal = desk.locator(".modal-body")
    modal.locator("[role=tab]", has_text="Upload").click()
    modal.locator("input[type=file]").set_input_files(file)
    # The newsroom names the image after its file as soon as it listens.
    expect(modal.locator("input[name$=title]")).to_have_value(file.stem)
    modal.locator("input[name$=description]").fill("IMG_6064-25.jpg")
    modal.locator("button[type=submit]").click()
    expect(modal.locator(".error-message")).to_contain_text(["does not say what the image shows"])
    modal.locator("input[type=file]").set_input_files(file)
    modal.locator("input[name$=description]").fill("Cranes over the harbour at dawn")
    modal.locator("button[type=submit]").click()
    expect(modal).to_have_count(0)


def write_text(desk: BrowserPage, text: str) -> None:
    """Write a paragraph into the body."""
    desk.locator(".c-sf-add-button").first.click()
    desk.get_by_role("option", name="Text", exact=True).click()
    desk.locator("[contenteditable=true].public-DraftEditor-content").first.click()
    desk.keyboard.type(text)


def test_an_editor_writes_previews_and_publishes_what_the_press_prints(
    desk: BrowserPage, live_server: Any, news: SectionPage, edition_path: Path, tmp_path: Path
) -> None:
    photo = tmp_path / "harbour.png"
    photo.write_bytes(picture_file(size=(600, 400)).read())
    print_waiting()
    Event.objects.all().delete()

    desk.goto(f"{live_server.url}/newsroom/pages/add/newsroom/articlepage/{news.pk}/")
    desk.fill("#id_title", HEADLINE)
    desk.fill("#id_standfirst", "Before six, the cranes are already moving.")
    upload_lead_image(desk, photo)
    write_text(desk, "The first ship of the day is late.")

    desk.click("[aria-label='Toggle preview']")
    preview = desk.frame_locator("iframe#w-preview-iframe")
    expect(preview.locator("h1")).to_have_text(HEADLINE)
    expect(preview.locator("body")).to_contain_text("The first ship of the day is late.")
    assert preview.locator("link[rel=stylesheet]").first.evaluate("link => link.sheet.cssRules.length") > 20
    assert preview.locator("main img").first.evaluate("image => image.naturalWidth") > 0
    assert not Event.objects.filter(subject="article").exists()

    desk.click("footer .w-dropdown__toggle")
    desk.click("button[name=action-publish]")
    expect(desk.locator(".messages")).to_contain_text("has been published")

    article = ArticlePage.objects.get()
    assert article.live
    assert article.slug == "the-harbour-wakes-up"
    assert Picture.objects.get().description == "Cranes over the harbour at dawn"
    assert Event.objects.filter(kind="published", subject="article", subject_id=article.pk).exists()
    assert print_waiting().failed == 0
    sheet = edition_path / "current" / "news" / article.slug / "index.html.gz"
    html = gzip.decompress(sheet.read_bytes()).decode()
    assert HEADLINE in html
    assert "Cranes over the harbour at dawn" in html
