"""A reader without a mouse gets everywhere, sees where they are, and is caught nowhere: in both directions of writing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect
from playwright.sync_api import Page as BrowserPage
from reader_site import reader_site

from building import identify, make_article, make_picture, make_section
from masthead.newsroom.models import SectionPage
from searching import bring_up_to_date

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PIECE = "/news/a-long-read/"
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
# Where the focus is: what it is called, and what of it can be seen.
STOP = """() => {
  const one = document.activeElement;
  if (one === document.body || one.id === "main") return null;
  window.numbers ??= new Map();
  if (!numbers.has(one)) numbers.set(one, numbers.size);
  const box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  const inside = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  const name = one.getAttribute("aria-label") ?? (one.textContent.trim() || one.labels?.[0]?.textContent.trim() || one.title);
  return {
    number: numbers.get(one), name, html: one.outerHTML.slice(0, 90),
    isSeen: inside && box.width > 0 && style.visibility === "visible" && style.opacity !== "0",
    isMarked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inDrawer: Boolean(one.closest(".drawer")),
  };
}"""


@pytest.fixture(params=["en", "fa"])
def site(
    live_server: Any, news: SectionPage, data_path: Path, request: pytest.FixtureRequest
) -> Iterator[str]:
    """Serve a small magazine whose frame is written from the left, or from the right."""
    identify(language=request.param)
    for title in ("Energy", "Ecology"):
        make_section(news, title)
    make_section(news.get_parent().specific, "Opinion")
    make_article(news, "A piece before", lead_image=make_picture())
    embed = {
        "address": "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "title": "The tide", "image": make_picture(), "placement": "",
    }  # fmt: skip
    body = [("paragraph", "<p>Every harbour keeps accounts. </p>" * 8), ("embed", embed)]
    make_article(news, "A long read", body=body)
    bring_up_to_date()
    with reader_site(data_path, live_server.url) as address:
        yield address


def open_page(browser: Browser, url: str, viewport: Any, scheme: Any = "light") -> BrowserPage:
    page = browser.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce").new_page()
    page.set_default_timeout(15_000)
    page.goto(url, wait_until="networkidle")
    return page


def walk(page: BrowserPage, key: str = "Tab") -> list[dict[str, Any]]:
    """Press a key from stop to stop until the page is left, or comes to where it was."""
    stops: list[dict[str, Any]] = []
    while True:
        page.keyboard.press(key)
        stop = page.evaluate(STOP)
        if stop is None or stop["number"] < len(stops):
            return stops
        stops.append(stop)


def is_focused(page: BrowserPage, selector: str) -> bool:
    return bool(page.evaluate(f"document.activeElement.matches({selector!r})"))


@pytest.mark.parametrize(("viewport", "scheme"), [(WIDE, "light"), (NARROW, "dark")], ids=["wide", "narrow"])
def test_every_stop_of_a_piece_is_seen_marked_and_left_again(
    site: str, browser: Browser, viewport: Any, scheme: str
) -> None:
    page = open_page(browser, site + PIECE, viewport, scheme)
    stops = walk(page)
    assert [one["html"] for one in stops if not (one["isSeen"] and one["isMarked"])] == []
    assert [one["html"] for one in stops if not one["name"]] == []
    seen = " ".join(one["html"] for one in stops)
    for part in ('class="skip"', 'class="embed-open"', "sharer.php", "data-copy", "/feed.xml"):
        assert part in seen
    if viewport == WIDE:
        for address in ("/news/", "/opinion/"):
            assert f'href="{address}"' in seen
    # All that a mouse can press, the keyboard reaches: what is shut waits behind its button.
    reachable = page.locator("a[href], button, input, summary").filter(visible=True)
    assert len(stops) >= reachable.count()


def test_the_first_stop_leads_past_the_menus(site: str, browser: Browser) -> None:
    page = open_page(browser, site + PIECE, WIDE)
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    box = skip.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    assert is_focused(page, "#main")
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('main'))")


def test_a_submenu_opens_by_every_key_and_shuts_by_escape(site: str, browser: Browser) -> None:
    page = open_page(browser, site + "/", WIDE)
    button = page.locator(".menu button").first
    children = page.locator(".menu li li a")
    for key in ("Enter", " "):
        button.focus()
        page.keyboard.press(key)
        expect(button).to_have_attribute("aria-expanded", "true")
        expect(children.first).to_be_visible()
        page.keyboard.press("Tab")
        expect(children.first).to_be_focused()
        page.keyboard.press("Escape")
        expect(button).to_be_focused()
        expect(children.first).to_be_hidden()
    page.keyboard.press("ArrowDown")
    expect(children.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(children.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(button).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/news/*/")


def test_what_leaves_a_submenu_shuts_it(site: str, browser: Browser) -> None:
    page = open_page(browser, site + "/", WIDE)
    button = page.locator(".menu button").first
    button.focus()
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(page.locator(".menu a[href='/opinion/']")).to_be_focused()


def test_the_drawer_keeps_the_focus_until_it_is_shut(site: str, browser: Browser) -> None:
    page = open_page(browser, site + "/", NARROW)
    opener = page.locator(".drawer summary")
    opener.focus()
    for key in ("Enter", " "):
        page.keyboard.press(key)
        links = page.locator(".drawer nav a")
        expect(links.first).to_be_visible()
        stops = walk(page)
        assert [
            one["html"] for one in stops if not (one["inDrawer"] and one["isSeen"] and one["isMarked"])
        ] == []
        assert len(stops) >= links.count()
        _focus_at(opener)
        page.keyboard.press("Shift+Tab")
        expect(links.last).to_be_focused()
        page.keyboard.press("Tab")
        expect(opener).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        expect(opener).to_be_focused()
        expect(links.first).to_be_hidden()
    page.keyboard.press("Tab")
    assert not page.evaluate("Boolean(document.activeElement.closest('.drawer'))")


def _focus_at(one: Locator) -> None:
    one.focus()
    expect(one).to_be_focused()


def test_the_search_is_walked_and_left_by_keyboard(site: str, browser: Browser) -> None:
    page = open_page(browser, site + "/", NARROW)
    opener = page.locator(".finder summary")
    opener.focus()
    page.keyboard.press("Enter")
    field = page.locator("#search-head")
    expect(field).to_be_focused()
    page.keyboard.type("piece")
    options = page.get_by_role("option")
    expect(options.last).to_be_visible(timeout=15_000)
    expect(page.locator(".finder [role=status]")).not_to_be_empty()
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert options.first.evaluate("one => getComputedStyle(one).boxShadow") != "none"
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    page.keyboard.press("Tab")
    assert not page.evaluate("Boolean(document.activeElement.closest('.finder'))")


def test_push_share_and_embed_answer_to_their_keys(site: str, browser: Browser) -> None:
    page = open_page(browser, site + PIECE, WIDE)
    page.route("https://**", lambda route: route.fulfill(content_type="text/html", body="<h1>A film</h1>"))
    button = page.locator(".push button")
    button.scroll_into_view_if_needed()
    expect(button).not_to_be_empty()
    button.focus()
    page.keyboard.press("Enter")
    # Whatever the browser answers is said to who does not see it, and the focus stays where it is of use.
    expect(page.locator(".push [role=status]")).not_to_be_empty()
    page.locator("[data-copy]").focus()
    label = page.locator("[data-copy]").inner_text()
    page.evaluate("navigator.clipboard.writeText = async () => {}")
    page.keyboard.press("Enter")
    expect(page.locator("[data-copy]")).not_to_have_text(label)
    page.locator(".embed-open").focus()
    page.keyboard.press(" ")
    expect(page.locator(".embed-box iframe")).to_be_focused()
