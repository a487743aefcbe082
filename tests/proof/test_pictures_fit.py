"""Browsers choose a picture that fits what they show: not blurred, and not more than twice as wide as it need be."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser
from printed_demo import PrintedDemo
from visits import visit

KINDS = ("home", "section", "article", "contributor", "topic", "archive", "most_read")
_SHOWN = """() => [...document.images].filter(one => one.currentSrc.includes("/media/")).map(one => {
  const box = one.getBoundingClientRect();
  return {
    place: one.closest("[class]")?.className ?? "", chosen: decodeURI(new URL(one.currentSrc).pathname),
    width: box.width, height: box.height, fit: getComputedStyle(one).objectFit,
    offered: one.srcset.split(",").map(size => Number(size.trim().split(" ")[1]?.replace("w", ""))).filter(Boolean),
  };
}).filter(one => one.width > 0)"""


def misfit(demo: PrintedDemo, shown: dict[str, Any], density: int) -> str | None:
    """Tell what is wrong with what a browser chose for one picture."""
    file = demo.site.data / "media" / "printed" / shown["chosen"].removeprefix("/media/")
    width, height = Image.open(file).size
    needed = shown["width"] * density
    if shown["fit"] == "cover":
        # The side that is cut off is fetched too.
        needed = max(needed, shown["height"] * density * width / height)
    told = f"{shown['place']}: {width} pixels for {needed:.0f}, offered {shown['offered']}"
    if width > 2 * needed and width > min(shown["offered"], default=0):
        return f"{told}: more than twice too wide"
    if width < 0.6 * needed and width < max(shown["offered"], default=0):
        return f"{told}: blurred"
    return None


@pytest.mark.parametrize(("width", "density"), [(360, 2), (768, 1), (768, 2), (1280, 1)])
@pytest.mark.parametrize("kind", KINDS)
def test_a_browser_chooses_a_picture_that_fits(
    kind: str, width: int, density: int, browser: Browser, demo: PrintedDemo
) -> None:
    address = next((one for one in demo.kinds[kind] if demo.pages[one].xpath("//main//img")), None)
    if address is None:
        pytest.skip("no page of this kind shows a picture")
    with visit(browser, demo.at(address), width=width, device_scale_factor=density) as seen:
        seen.read_to_the_end()
        pictures = seen.page.evaluate(_SHOWN)
        assert pictures
        found = {misfit(demo, one, density) for one in pictures} - {None}
        assert found == set(), f"{address} at {width} pixels, {density} to one"
