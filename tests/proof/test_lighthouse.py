"""Lighthouse, as a phone on a slow line: all points on home, a section and an article, served by nginx and HTTPS.

What a page is gets all points, always. How quick it is also depends on the machine that measures: performance is the
median of three visits that lose none beyond the noise, or of five. Two points are allowed for the noise of a
machine that does other things too, and one more for each tenth by which it is slower than the one Lighthouse counts
from (``benchmarkIndex``). The points and metrics of every visit stand in the test's report.
"""

from __future__ import annotations

import json
import math
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from checkers import PACKAGES, node
from printed_demo import PrintedDemo
from secure_front import Papers

_CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_METRICS = (
    "first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift", "speed-index",
)  # fmt: skip
_VISITS, _MOST = 5, 3
_TRIES = 3
# The emulated phone is four times slower than the machine: made for one with an index of about this.
_EXPECTED_INDEX = 2000
_NOISE = 2
_QUIET = "--headless=new --no-sandbox --disable-background-networking --disable-component-update --disable-sync --no-first-run"


@dataclass(frozen=True)
class Report:
    """What one visit came to."""

    points: dict[str, int]
    metrics: dict[str, float]
    lost: list[str]
    index: float

    @classmethod
    def of(cls, found: dict[str, Any]) -> Report:
        audits = found["audits"]
        return cls(
            {name: round(100 * one["score"]) for name, one in found["categories"].items()},
            {name: round(audits[name]["numericValue"], 3) for name in _METRICS},
            [
                f"{name}: {audits[ref['id']]['title']} {audits[ref['id']].get('displayValue', '')}"
                for name, one in found["categories"].items()
                for ref in one["auditRefs"]
                if ref["weight"] and (audits[ref["id"]]["score"] or 0) < 1
                if audits[ref["id"]]["scoreDisplayMode"] not in {"notApplicable", "manual", "informative"}
            ],
            found["environment"]["benchmarkIndex"],
        )


def visit(url: str, papers: Papers, folder: Path, categories: tuple[str, ...]) -> Report:
    """Have Lighthouse visit a page once, in a browser of its own; again where it lost the trace and asks for that."""
    output = folder / "report.json"
    for _ in range(_TRIES):
        done = node(
            PACKAGES / "lighthouse" / "cli" / "index.js", url, "--quiet", "--output=json", f"--output-path={output}",
            "--form-factor=mobile", f"--only-categories={','.join(categories)}", "--no-enable-error-reporting",
            # The browser believes this one key, and no other that nobody known has signed.
            f"--chrome-flags={_QUIET} --ignore-certificate-errors-spki-list={papers.key_digest}",
        )  # fmt: skip
        if "Please run Lighthouse again" not in done.stderr:
            break
    assert done.returncode == 0, done.stdout + done.stderr
    return Report.of(json.loads(output.read_text(encoding="utf-8")))


def allowance(indexes: list[float]) -> int:
    """Return how many points the noise and the speed of this machine may cost."""
    return _NOISE + max(0, math.ceil(10 * (1 - statistics.median(indexes) / _EXPECTED_INDEX)))


_PAGES: dict[str, Callable[[PrintedDemo], str]] = {
    "home": lambda demo: "/",
    "section": lambda demo: demo.kinds["section"][0],
    "article": lambda demo: demo.kinds["article"][0],
}


@pytest.mark.parametrize("kind", _PAGES)
def test_lighthouse_gives_all_points(
    kind: str,
    demo: PrintedDemo,
    public: str,
    papers: Papers,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    url = public + _PAGES[kind](demo)
    reports = [visit(url, papers, tmp_path, _CATEGORIES)]
    first = reports[0].points | {"performance": 100}
    assert first == dict.fromkeys(_CATEGORIES, 100), reports[0].lost
    while (
        len(reports) < _VISITS and sum(one.points["performance"] >= 100 - _NOISE for one in reports) < _MOST
    ):
        reports.append(visit(url, papers, tmp_path, ("performance",)))
    lowest = 100 - allowance([one.index for one in reports])
    for one in reports:
        record_property(kind, one)
        print(one)
    reached = statistics.median(one.points["performance"] for one in reports)
    assert reached >= lowest, [one for one in reports if one.lost]
