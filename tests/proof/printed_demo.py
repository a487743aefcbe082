"""The printed demo magazine: made once, served by the built-in server, and read from disk."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from urllib.error import HTTPError
from urllib.parse import quote

import lxml.html

from editions import Files, html_addresses, read_edition
from masthead.config.options import read_options
from sites import SiteFolder

_DEADLINE_S = 60


def run(site: SiteFolder, *arguments: str) -> None:
    """Run one command of the site to its end."""
    done = site.run(*arguments, timeout_s=900)
    assert done.returncode == 0, f"masthead {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}"


@contextmanager
def up(site: SiteFolder) -> Iterator[None]:
    """Run ``masthead up`` while the block runs."""
    log = site.path / "proof.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "masthead.config.cli", "up"],
            env=site.environment, cwd=site.path, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
        )  # fmt: skip
        try:
            deadline = time.monotonic() + _DEADLINE_S
            while not _answers(f"http://127.0.0.1:{site.port}/doors/"):
                with suppress(subprocess.TimeoutExpired):
                    process.wait(0.1)
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < deadline, log.read_text()
            yield
        finally:
            process.terminate()
            process.wait(_DEADLINE_S)


def _answers(url: str) -> bool:
    """Tell whether the newsroom's process answers too: without it doors say 503."""
    try:
        urllib.request.urlopen(url, timeout=2).close()
    except HTTPError as error:
        return error.code != 503
    except OSError:
        return False
    return True


@dataclass
class PrintedDemo:
    """One printed magazine, the address that its pages name, and the one where the built-in server answers."""

    site: SiteFolder
    url: str
    served: str
    files: Files = field(repr=False)

    @classmethod
    def of(cls, site: SiteFolder) -> PrintedDemo:
        return cls(
            site,
            read_options(site.path, {}).site_url,
            f"http://127.0.0.1:{site.port}",
            read_edition(site.data / "edition" / "current"),
        )

    def html(self, address: str) -> str:
        """Return a page's text by its address."""
        return self.files[(address + "index.html" if address.endswith("/") else address).lstrip("/")].decode()

    def size(self, address: str) -> int:
        """Return how many bytes a reader fetches for an address."""
        name = (address + "index.html" if address.endswith("/") else address).lstrip("/")
        return (self.site.data / "edition" / "current" / f"{name}.gz").stat().st_size

    @cached_property
    def pages(self) -> dict[str, lxml.html.HtmlElement]:
        """All pages by address, the parts and the pages for errors among them, parsed."""
        names = [name for name in self.files if name.endswith(".html")]
        addresses = {"/" + name.removesuffix("index.html"): name for name in names}
        return {
            address: lxml.html.document_fromstring(self.files[name]) for address, name in addresses.items()
        }

    @cached_property
    def kinds(self) -> dict[str, list[str]]:
        """Addresses by kind of page, the longest page of each kind first."""
        found: dict[str, list[str]] = {}
        for address, page in self.pages.items():
            found.setdefault(page.find("body").get("class").split()[0].removeprefix("page-"), []).append(
                address
            )
        return {
            kind: sorted(some, key=lambda one: -len(self.html(one))) for kind, some in sorted(found.items())
        }

    @cached_property
    def readable(self) -> list[str]:
        """Addresses of all pages that stand at one."""
        return sorted(html_addresses(self.files))

    def at(self, address: str) -> str:
        """Return where a page is served."""
        return self.served + quote(address)


def in_direction(pages: PrintedDemo, direction: str) -> str:
    """Return the longest article that is written in a direction."""
    return next(
        address
        for address in pages.kinds["article"]
        if pages.pages[address].xpath("//main//article")[0].get("dir") == direction
    )
