"""Every kind of page in a real browser: nothing from elsewhere, nothing shifts, nobody is shut out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from printed_demo import PrintedDemo, in_direction
from visits import UNSEEN, Visit, shown, visit

# Mirrored pages are laid out by the same rules: what can go wrong there shows where room is short.
PLACES = (("demo", 360), ("demo", 1280), ("mirrored", 360))
# The kinds of pages that the theme prints; the test below says when one is missing.
KINDS = (
    "archive", "archive_index", "article", "article-rtl", "contributor", "corrections", "error", "home", "letter", "letters_page",
    "most_read", "newsletter", "notices", "part", "people_page", "section", "standing", "topic",
)  # fmt: skip


def example(demo: PrintedDemo, kind: str) -> str:
    if kind == "article-rtl":
        return in_direction(demo, "rtl")
    return demo.kinds[kind][0]


def served(demo: PrintedDemo, kind: str) -> str:
    """Return where an example is served; an error stands at any address that leads nowhere."""
    return demo.at("/nothing-here/" if kind == "error" else example(demo, kind))


def test_no_kind_of_page_is_left_out(demo: PrintedDemo) -> None:
    assert set(demo.kinds) - set(KINDS) == set()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("site", "width"), PLACES)
def test_a_page_opens_to_everybody(
    site: str, kind: str, width: int, browser: Browser, request: pytest.FixtureRequest
) -> None:
    demo: PrintedDemo = request.getfixturevalue(site)
    with visit(browser, served(demo, kind), width=width) as seen:
        seen.read_to_the_end()
        assert seen.moved() < UNSEEN, seen.shifts()
        assert seen.overflow() <= 0
        barriers = {"light": seen.barriers()}
        seen.page.emulate_media(color_scheme="dark")
        barriers["dark"] = seen.barriers()
        assert barriers == {"light": [], "dark": []}, shown(barriers)
        _assert_quiet(seen, demo, is_error=kind == "error")


def _assert_quiet(seen: Visit, demo: PrintedDemo, *, is_error: bool) -> None:
    assert [one for one in seen.requests if not one.startswith((demo.served, "data:", "blob:"))] == []
    # The browser itself tells of the status that a page for an error has.
    expected = ["404"] if is_error else []
    assert [one for one in seen.complaints if not any(text in one for text in expected)] == []


@pytest.mark.parametrize("fonts_late_ms", [0, 500])
@pytest.mark.parametrize("kind", ["archive", "article", "home"])
@pytest.mark.parametrize("site", ["demo", "mirrored"])
def test_nothing_shifts_on_a_slow_phone_whenever_the_fonts_come(
    site: str, kind: str, fonts_late_ms: int, browser: Browser, request: pytest.FixtureRequest
) -> None:
    """A font that comes just after the first paint is what moves lines: the page waits for it, or goes without."""
    demo: PrintedDemo = request.getfixturevalue(site)
    url = served(demo, kind)
    with visit(browser, url, width=360, slowness=6, fonts_late_ms=fonts_late_ms) as seen:
        seen.page.wait_for_load_state("networkidle")
        assert seen.page.locator("body").is_visible()
        assert seen.moved() < UNSEEN, seen.shifts()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_can_be_read_without_scripts(kind: str, browser: Browser, demo: PrintedDemo) -> None:
    """Every paragraph of the body shows, every list leads on, and nothing is asked from elsewhere."""
    with visit(browser, served(demo, kind), java_script_enabled=False) as seen:
        body = seen.page.locator("main")
        if kind == "part":
            body = seen.page.locator("body")
        assert body.is_visible()
        text = " ".join(body.inner_text().split())
        address = example(demo, kind)
        hidden = [
            " ".join(part.text_content().split())[:60]
            for part in demo.pages[address].xpath("//main//*[contains(@class, 'body')]/p")
            if " ".join(part.text_content().split())[:60].lower() not in text.lower()
        ]
        assert hidden == []
        links = demo.pages[address].xpath("//main//h3/a/text()")
        assert [one for one in links if " ".join(one.split()).lower() not in text.lower()] == []
        assert [one for one in seen.requests if not one.startswith(demo.served)] == []
