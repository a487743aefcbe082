"""What happens in a browser while a page is read: what it asks for, what it says, what shifts."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from checkers import PACKAGES
from playwright.sync_api import Browser, Page, Route

# Less than this nobody sees: a line that moves by a few pixels. A score below 0.1 is called good.
UNSEEN = 0.005
_SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifts.push(
    [one.value, one.sources.map(source => source.node?.outerHTML?.slice(0, 120) ?? String(source.node?.nodeName))]);
}).observe({ type: "layout-shift", buffered: true });
"""
_TO_THE_END = """async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
    scrollTo(0, y);
    // As fast as a finger flings: 4,500 pixels a second.
    await new Promise(done => setTimeout(done, innerHeight / 9));
  }
}"""
_AXE = """async () => {
  const found = await axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    resultTypes: ["violations"],
  });
  return found.violations.flatMap(one => one.nodes.map(node =>
    `${one.id}: ${node.target.join(" ")} ${node.html.slice(0, 140)} ${node.any.map(any => any.message).join(" ").slice(0, 200)}`));
}"""


@dataclass
class Visit:
    """A page in a browser, with all that it asked for and said."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def read_to_the_end(self) -> None:
        """Scroll through the page, so that all that loads late is there."""
        self.page.evaluate(_TO_THE_END)
        self.page.wait_for_load_state("networkidle")

    def shifts(self) -> list[Any]:
        """Return what moved without the reader doing anything."""
        return list(self.page.evaluate("window.shifts"))

    def moved(self) -> float:
        """Return how much moved in all, as browsers score it: the share of the window times the share of the way."""
        return float(sum(value for value, _ in self.shifts()))

    def barriers(self) -> list[str]:
        """Return what axe finds."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate((PACKAGES / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
        return list(self.page.evaluate(_AXE))

    def overflow(self) -> int:
        """Return by how many pixels the page is wider than the window."""
        return int(
            self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        )


def _let_pass_late(route: Route, late_ms: int) -> None:
    time.sleep(late_ms / 1000)
    route.continue_()


@contextmanager
def visit(
    browser: Browser,
    url: str,
    *,
    width: int = 1280,
    scheme: str = "light",
    slowness: int = 1,
    fonts_late_ms: int = 0,
    answers: Mapping[str, Callable[[Route], None]] | None = None,
    **options: Any,
) -> Iterator[Visit]:
    """Open a page in a new context, as a reader who was never here.

    Args:
        browser: the browser.
        url: the page.
        width: of the window, in pixels.
        scheme: the colours that the reader asks for.
        slowness: how many times slower than this machine the reader's is.
        fonts_late_ms: how many milliseconds each font is held back.
        answers: what answers in place of the site, by address.
        options: others of the browser's context.
    """
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce", **options
    )  # fmt: skip
    try:
        context.set_default_timeout(20_000)
        context.add_init_script(_SHIFTS)
        seen = Visit(context.new_page())
        seen.page.on("request", lambda request: seen.requests.append(request.url))
        seen.page.on(
            "console", lambda said: seen.complaints.append(said.text) if said.type == "error" else None
        )
        seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        if slowness > 1:
            session = context.new_cdp_session(seen.page)
            session.send("Emulation.setCPUThrottlingRate", {"rate": slowness})
        if fonts_late_ms:
            seen.page.route("**/*.woff2", lambda route: _let_pass_late(route, fonts_late_ms))
        for address, answer in (answers or {}).items():
            seen.page.route(address, answer)
        seen.page.goto(url, wait_until="load")
        yield seen
    finally:
        context.close()


def shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
