"""What is in the repository: nothing that belongs to one machine, one registry or one person."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
# Written in pieces, so that this file does not hold what it looks for.
REGISTRIES = [
    "py" + "pi.org",
    "pythonhosted" + ".org",
    "registry.npm" + "js.org",
    "ghcr" + ".io",
    "docker" + ".io",
]
PRIVATE = [r"/" + r"work/(main|tmp|shared)", r"/" + r"root/", r"-----BEGIN [A-Z ]*PRIVATE KEY"]
TEXT = {".py", ".toml", ".txt", ".md", ".sh", ".html", ".css", ".js", ".conf", ".xml", ".yml", ".cfg", ""}


def files() -> list[Path]:
    """Return all files that are in the repository or would be added to it."""
    if shutil.which("git") is None:
        pytest.skip("Without git there is no list of files to look through.")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=False
    )  # fmt: skip
    if listed.returncode != 0:
        pytest.skip("This is no git checkout: there is no list of files to look through.")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def texts() -> dict[str, str]:
    chosen = [path for path in files() if path.suffix in TEXT and path.stat().st_size < 2_000_000]
    return {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8", errors="replace") for path in chosen
    }


def test_no_file_names_a_registry() -> None:
    assert [name for name, text in texts().items() if any(host in text for host in REGISTRIES)] == []


def test_no_file_names_a_place_on_one_machine_or_holds_a_key() -> None:
    patterns = [re.compile(pattern) for pattern in PRIVATE]
    assert [name for name, text in texts().items() if any(pattern.search(text) for pattern in patterns)] == []


def test_nothing_large_and_nothing_made_is_kept() -> None:
    made = {".sqlite3", ".pyc", ".gz", ".log"}
    assert [str(path) for path in files() if path.suffix in made or path.stat().st_size > 3_000_000] == []


def test_the_lock_pins_every_package_with_hashes() -> None:
    for name in ("run.txt", "dev.txt", "source.txt"):
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        entries = [entry for entry in re.split(r"\n(?=[a-z0-9])", text.strip()) if entry]
        assert entries
        assert [
            entry.split()[0] for entry in entries if "--hash=sha256:" not in entry or "==" not in entry
        ] == []


def test_the_lock_holds_every_dependency() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = list(project["project"]["dependencies"])
    files = [ROOT / "requirements" / name for name in ("run.txt", "source.txt")]
    locked = "\n".join(file.read_text(encoding="utf-8").lower() for file in files)
    names = [re.split(r"[<>=\[;! ]", line)[0].lower() for line in wanted]
    assert [name for name in names if f"\n{name}==" not in f"\n{locked}"] == []
