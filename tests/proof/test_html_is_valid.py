"""The Nu checker finds nothing wrong in any page, style sheet or drawing of the edition."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from checkers import PACKAGES
from printed_demo import PrintedDemo

# What browsers know and the checker's style sheets do not yet: container queries, and what custom properties may hold.
_NEWER = ("container-type", "@container", "cqi", "cqw", "CSS: “--")
_JAR = PACKAGES / "vnu-jar" / "build" / "dist" / "vnu.jar"


def messages(*options: str, folder: Path) -> list[str]:
    """Return what the checker says of all files in a folder, warnings too, each with its page."""
    done = subprocess.run(
        ["java", "-Xss4m", "-jar", str(_JAR), "--format", "json", "--exit-zero-always", *options, str(folder)],
        capture_output=True, text=True, timeout=400, check=False,
    )  # fmt: skip
    found = json.loads(done.stderr or done.stdout)["messages"]
    return sorted({
        f"{one.get('url', '').partition(folder.name)[2]}: {one['message']} [{one.get('extract', '').strip()[:90]}]"
        for one in found
        if one["type"] != "info" or one.get("subType") == "warning"
    })  # fmt: skip


def unpacked(demo: PrintedDemo, folder: Path, *endings: str) -> Path:
    for name, content in demo.files.items():
        if name.endswith(endings):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
    return folder


@pytest.mark.parametrize("site", ["demo", "mirrored"])
def test_every_page_is_valid_html(site: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    folder = unpacked(request.getfixturevalue(site), tmp_path, ".html")
    assert messages("--skip-non-html", folder=folder) == []


def test_every_style_sheet_and_drawing_is_valid(demo: PrintedDemo, tmp_path: Path) -> None:
    folder = unpacked(demo, tmp_path, ".css", ".svg")
    found = messages("--also-check-css", "--also-check-svg", folder=folder)
    assert [one for one in found if not any(newer in one for newer in _NEWER)] == []
