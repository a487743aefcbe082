from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from asgi_client import Client, MakeClient
from printed import PrintedSite

from masthead.press.plain import built_in_theme, plain_words
from masthead.reader.edition import make_app


@pytest.fixture
def site(tmp_path: Path) -> PrintedSite:
    """A site with one of everything printed."""
    printed = PrintedSite(tmp_path)
    printed.print_magazine()
    return printed


@pytest.fixture
def make_client(site: PrintedSite) -> MakeClient:
    """Make a client of an edition server for the site, with other options where a test needs them."""

    def make(*, has_pathsend: bool = False, peer: str = "203.0.113.7", **options: Any) -> Client:
        chosen: dict[str, Any] = {
            "edition": site.edition,
            "media": site.media / "printed",
            "newsroom_socket": site.socket,
            "counts": site.root / "counts",
            "time_zone": "UTC",
            "cache_bytes": 4_000_000,
            "site_url": "http://news.example",
            "production": False,
            "words": plain_words("en", (built_in_theme(),)),
        }
        return Client(make_app(**(chosen | options)), has_pathsend=has_pathsend, peer=peer)

    return make


@pytest.fixture
def client(make_client: MakeClient) -> Client:
    return make_client()
