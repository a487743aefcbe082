"""What the site tells browsers about its own safety: Mozilla's HTTP Observatory gives it the best grade.

The whole scanner runs, not its grader alone: it fetches the demo from Debian's nginx with the configuration that ships,
by HTTPS, with a certificate that an authority made for the proof has signed, and asks the same port without TLS for
the redirect. What it cannot have here is the list of hosts that browsers know beforehand: its installation fetches that
from elsewhere, so it gets an empty one, which gives no points.
"""

from __future__ import annotations

import json

import pytest
from checkers import PACKAGES, node
from secure_front import Papers

_OBSERVATORY = PACKAGES / "@mdn" / "mdn-http-observatory"


@pytest.fixture
def scan(public: str, papers: Papers) -> dict[str, dict[str, dict[str, object]]]:
    preloaded = _OBSERVATORY / "conf" / "hsts-preload.json"
    if not preloaded.exists():
        preloaded.write_text("{}", encoding="utf-8")
    done = node(
        _OBSERVATORY / "src" / "scan.js",
        public.removeprefix("https://"),
        NODE_EXTRA_CA_CERTS=str(papers.authority),
    )
    found: dict[str, dict[str, dict[str, object]]] = json.loads(done.stdout)
    assert "scan" in found, done.stdout + done.stderr
    return found


def test_the_observatory_gives_the_best_grade(scan: dict[str, dict[str, dict[str, object]]]) -> None:
    failed = {name: test["result"] for name, test in scan["tests"].items() if not test["pass"]}
    assert failed == {}
    assert scan["scan"]["grade"] == "A+"
    results = {name: test["result"] for name, test in scan["tests"].items()}
    assert results["content-security-policy"] == "csp-implemented-with-no-unsafe-default-src-none"
    assert results["strict-transport-security"] == "hsts-implemented-max-age-at-least-six-months"
    assert results["redirection"] == "redirection-to-https"
    assert results["cookies"] == "cookies-not-found"
