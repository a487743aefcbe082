"""The demo magazine, printed once for all proofs as a public site: as it is, and with a frame written from right to left.

PROOF_SITE names a folder that keeps it from one run to the next, for whoever works on a proof.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from printed_demo import PrintedDemo, run, up
from secure_front import Papers, make_papers, secure_front

from masthead.config.options import read_options
from sites import SiteFolder, free_port

DATABASE = "masthead.sqlite3"
_TO_PERSIAN = (
    "from masthead.newsroom.models import Identity; one = Identity.load(); one.language = 'fa'; one.save()"
)


def _founded(folder: Path) -> SiteFolder:
    """Return the folder of a site that is served by HTTPS, its settings written if they are not there yet."""
    settings = folder / "masthead.toml"
    if not settings.exists():
        folder.mkdir(parents=True)
        address = f"https://localhost:{free_port()}"
        settings.write_text(f'port = {free_port()}\nsite_url = "{address}"\nproduction = true\n')
    return SiteFolder(folder, int(read_options(folder, {}).port))


@pytest.fixture(scope="session")
def proof_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    kept = os.environ.get("PROOF_SITE")
    return Path(kept).resolve() if kept else tmp_path_factory.mktemp("proof")


@pytest.fixture(scope="session")
def demo(proof_folder: Path) -> Iterator[PrintedDemo]:
    """Print the demo magazine and serve it."""
    site = _founded(proof_folder / "demo")
    run(site, "demo", str(site.path), "--port", str(site.port), "--load-only")
    with up(site):
        yield PrintedDemo.of(site)


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    """Make the certificate that nginx shows."""
    return make_papers(tmp_path_factory.mktemp("papers"))


@pytest.fixture(scope="session")
def public(demo: PrintedDemo, papers: Papers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the demo as the documentation tells to, by nginx and HTTPS; return the address that its pages name."""
    port = int(demo.url.rpartition(":")[2])
    folder = tmp_path_factory.mktemp("front") / "nginx"
    with secure_front(folder, papers, data=demo.site.data, built_in_port=demo.site.port, port=port):
        yield demo.url


@pytest.fixture(scope="session")
def mirrored(demo: PrintedDemo, proof_folder: Path) -> Iterator[PrintedDemo]:
    """Print the same magazine as a Persian one, whose frame is written from right to left."""
    folder = proof_folder / "mirrored"
    shutil.rmtree(folder, ignore_errors=True)
    left_out = shutil.ignore_patterns("run", "edition", "search", "*.sqlite3*", "*.log")
    shutil.copytree(demo.site.path, folder, ignore=left_out)
    site = SiteFolder(folder, free_port())
    # The demo is up: its database is copied as a database, not as a file; nobody else may read it.
    (site.data / DATABASE).touch(mode=0o600)
    with (
        closing(sqlite3.connect(demo.site.data / DATABASE)) as source,
        closing(sqlite3.connect(site.data / DATABASE)) as target,
    ):
        source.backup(target)
    run(site, "manage", "shell", "-c", _TO_PERSIAN)
    run(site, "print", "--all")
    with up(site):
        yield PrintedDemo.of(site)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium; what it would ask its makers is switched off."""
    quiet = ["background-networking", "component-update", "sync", "gpu", "default-apps", "extensions"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", *(f"--disable-{one}" for one in quiet)]
        )
        yield browser
        browser.close()
