"""The pages that no sheet holds by their address open to everybody too: results, the password's door, what is gone or shut."""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

import pytest
from playwright.sync_api import Browser, Route
from printed_demo import PrintedDemo, run
from visits import Visit, shown, visit

SITES = ("demo", "mirrored")
_DEADLINE_S = 90
_LOCK = (
    "from wagtail.models import Page, PageViewRestriction as Lock; "
    "Lock.objects.create(page=Page.objects.get(pk={id}), restriction_type='password', password='rope')"
)
_UNLOCK = "from wagtail.models import PageViewRestriction as Lock; Lock.objects.filter(page_id={id}).delete()"


def assert_open_to_everybody(seen: Visit) -> None:
    """Fail with what axe finds, in both schemes, and with what is wider than the window."""
    barriers = {"light": seen.barriers()}
    seen.page.emulate_media(color_scheme="dark")
    barriers["dark"] = seen.barriers()
    assert barriers == {"light": [], "dark": []}, shown(barriers)
    assert seen.overflow() <= 0


@cache
def wait_for_the_index(address: str) -> None:
    """Wait until the search finds something: a copied site makes its index anew."""
    deadline = time.monotonic() + _DEADLINE_S
    while b'id="search-count"' not in urllib.request.urlopen(f"{address}?q=archive").read():
        assert time.monotonic() < deadline, "The search finds nothing."
        # Whoever asks more often than a reader would is refused.
        time.sleep(3)


@pytest.mark.parametrize(
    "query", ["", "?q=archive", "?q=zxqvbn", "?q=archive&year=2019", "?q=archive&page=99"]
)
@pytest.mark.parametrize("site", SITES)
def test_the_search_opens_to_everybody(
    site: str, query: str, browser: Browser, request: pytest.FixtureRequest
) -> None:
    demo: PrintedDemo = request.getfixturevalue(site)
    wait_for_the_index(demo.at("/search/"))
    with visit(browser, demo.at("/search/") + query, width=360) as seen:
        assert_open_to_everybody(seen)
        assert (seen.page.locator(".found").count() > 1) == (query == "?q=archive")


@pytest.mark.parametrize("site", SITES)
def test_a_narrowed_search_opens_to_everybody(
    site: str, browser: Browser, request: pytest.FixtureRequest
) -> None:
    demo: PrintedDemo = request.getfixturevalue(site)
    wait_for_the_index(demo.at("/search/"))
    with visit(browser, demo.at("/search/") + "?q=archive", width=360) as seen:
        facets = seen.page.locator(".search-facets details")
        facets.locator("summary").first.click()
        assert facets.locator("li a").count() > 1
        assert seen.barriers() == []
        facets.locator("li a").first.click()
        seen.page.wait_for_load_state("networkidle")
        assert seen.page.locator(".search-facets [aria-current]").count() == 1
        assert_open_to_everybody(seen)


def answering(status: int, html: str) -> Callable[[Route], None]:
    """Return what answers a request with a printed page, as a server does that has no other."""
    return lambda route: route.fulfill(status=status, content_type="text/html; charset=utf-8", body=html)


@pytest.mark.parametrize("status", [404, 410, 503])
@pytest.mark.parametrize("site", SITES)
def test_a_page_for_what_is_gone_or_shut_opens_to_everybody(
    site: str, status: int, browser: Browser, request: pytest.FixtureRequest
) -> None:
    demo: PrintedDemo = request.getfixturevalue(site)
    answer = answering(status, demo.html(f"/{status}.html"))
    with visit(browser, demo.at("/nothing-here/"), width=360, answers={"**/nothing-here/": answer}) as seen:
        seen.read_to_the_end()
        assert seen.page.locator("h1").is_visible()
        assert_open_to_everybody(seen)


@contextmanager
def locked(demo: PrintedDemo) -> Iterator[str]:
    """Put a password before the shortest piece for a while; yield where its door is."""
    piece = demo.pages[demo.kinds["article"][-1]].xpath("//*[@data-piece]/@data-piece")[0]
    run(demo.site, "manage", "shell", "-c", _LOCK.format(id=piece))
    try:
        yield demo.at(f"/doors/locked/{piece}/")
    finally:
        run(demo.site, "manage", "shell", "-c", _UNLOCK.format(id=piece))


@pytest.mark.parametrize("site", SITES)
def test_the_door_of_a_locked_page_opens_to_everybody(
    site: str, browser: Browser, request: pytest.FixtureRequest
) -> None:
    with locked(request.getfixturevalue(site)) as door, visit(browser, door, width=360) as seen:
        assert_open_to_everybody(seen)
        seen.page.locator("#password").fill("wrong")
        seen.page.keyboard.press("Enter")
        seen.page.locator("#problem").wait_for()
        seen.page.emulate_media(color_scheme="light")
        assert_open_to_everybody(seen)
        seen.page.locator("#password").fill("rope")
        seen.page.keyboard.press("Enter")
        seen.page.locator("article.article").wait_for()
