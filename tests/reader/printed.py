"""An edition and media on disk, made by hand, as the press would leave them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from masthead.kit.addresses import moved_file, moved_key, moved_shard, sealed_key, sheet_file


class PrintedSite:
    """The data folder of a site: ``edition/current`` and ``media/printed``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.edition = root / "edition"
        self.media = root / "media"
        self.socket = root / "newsroom.sock"
        (self.edition / "generation-1").mkdir(parents=True)
        (self.media / "printed").mkdir(parents=True)
        (self.media / "newsroom").mkdir()
        self.swap("generation-1")

    def swap(self, generation: str) -> None:
        link = self.edition / ".current.tmp"
        link.symlink_to(generation)
        link.replace(self.edition / "current")

    def file(self, address: str, generation: str = "current") -> Path:
        return self.edition / generation / sheet_file(address)

    def print(self, address: str, text: str | bytes, generation: str = "current") -> Path:
        body = text.encode() if isinstance(text, str) else text
        return self._write(self.file(address, generation), gzip.compress(body, mtime=0))

    def print_moved(self, path: str, status: int, target: str = "", query: str = "") -> Path:
        key = moved_key(path, query)
        file = self.edition / "current" / moved_file(moved_shard(key))
        entries = json.loads(gzip.decompress(file.read_bytes())) if file.exists() else {}
        # The addresses of locked pages are written so that they tell nothing.
        entries[sealed_key(key) if status == 302 else key] = [status, target]
        return self._write(file, gzip.compress(json.dumps(entries).encode(), mtime=0))

    def print_media(self, name: str, content: bytes) -> Path:
        return self._write(self.media / "printed" / name, content)

    def _write(self, file: Path, content: bytes) -> Path:
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary = file.with_name(f".{file.name}.tmp")
        temporary.write_bytes(content)
        return temporary.replace(file)

    def print_magazine(self) -> None:
        """Print one of everything."""
        self.print("/", "<h1>The Lantern</h1>")
        self.print("/news/", "<h1>News</h1>")
        self.print("/news/a-quiet-harbour/", "<p>" + "The harbour was quiet. " * 400)
        self.print("/новости/", "<h1>Новости</h1>")
        self.print("/feed.xml", "<rss/>")
        self.print("/news/atom.xml", "<feed/>")
        self.print("/feed.json", "{}")
        self.print("/opensearch.xml", "<OpenSearchDescription/>")
        self.print("/sitemap.xml", "<sitemapindex/>")
        self.print("/sitemaps/pages.xml", "<urlset/>")
        self.print("/robots.txt", "User-agent: *\n")
        self.print("/_theme/style.0a1b2c.css", "p{}")
        self.print("/_theme/script.0a1b2c.js", "'use strict'")
        self.print("/_parts/latest.en.html", "<p>Latest")
        self.print("/sw.js", "self.addEventListener('push', () => {});")
        self.print("/manifest.webmanifest", "{}")
        self.print("/favicon.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
        for icon in ("/favicon.ico", "/apple-touch-icon.png", "/icons/icon-192.png"):
            self.print(icon, bytes(range(256)))
        self.print("/404.html", "<h1>Not found, says the page</h1>")
        self.print("/410.html", "<h1>Withdrawn, says the page</h1>")
        self.print("/503.html", "<h1>Back soon, says the page</h1>")
        self.print_moved("/2014/05/old-harbour/", 301, "/news/a-quiet-harbour/")
        self.print_moved("/старое/", 301, "/новости/")
        self.print_moved("/", 301, "/news/a-quiet-harbour/", query="p=12")
        self.print_moved("/withdrawn/", 410)
        self.print_media("harbour.1234.jpg", bytes(range(256)) * 40)
        self.print_media("film.5678.mp4", bytes(range(256)) * 4096)
        self.print_media("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>")
        self.print_media("saved.html", b"<script>1</script>")
        self.print_media("report.pdf", b"%PDF-1.7")
        (self.media / "newsroom" / "private.jpg").write_bytes(b"secret upload")
