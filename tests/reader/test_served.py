from __future__ import annotations

import gzip
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from printed import PrintedSite
from processes import Served, serving_newsroom, serving_readers

GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> PrintedSite:
    printed = PrintedSite(tmp_path_factory.mktemp("served"))
    printed.print_magazine()
    return printed


@pytest.fixture(scope="module")
def readers(site: PrintedSite) -> Iterator[Served]:
    with serving_readers(site) as served:
        yield served


@pytest.fixture(scope="module")
def newsroom(site: PrintedSite) -> Iterator[None]:
    with serving_newsroom(site):
        yield


def test_the_edition_server_needs_no_django() -> None:
    code = (
        "import sys, masthead.reader.edition\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('django', 'wagtail', 'sqlite3', 'psycopg')])"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_every_printed_page_is_served_without_a_database_or_a_newsroom(
    site: PrintedSite, readers: Served
) -> None:
    current = (site.edition / "current").resolve()
    sheets = [
        sheet
        for sheet in current.rglob("*.gz")
        if sheet.parent.name != "_moved" and not sheet.name.startswith(("404", "410", "503"))
    ]
    assert len(sheets) >= 13
    for sheet in sheets:
        address = "/" + str(sheet.relative_to(current)).removesuffix(".gz").removesuffix("index.html")
        packed, plain = readers.ask("GET", address, GZIP), readers.ask("GET", address)
        assert (packed.status, packed.body) == (200, sheet.read_bytes()), address
        assert (plain.status, plain.body) == (200, gzip.decompress(sheet.read_bytes())), address
        head = readers.ask("HEAD", address, GZIP)
        assert (head.status, head.body, head.headers["content-length"]) == (
            200,
            b"",
            packed.headers["content-length"],
        )


def test_a_film_is_sent_whole_and_in_parts(site: PrintedSite, readers: Served) -> None:
    film = (site.media / "printed/film.5678.mp4").read_bytes()
    assert readers.ask("GET", "/media/film.5678.mp4").body == film
    part = readers.ask("GET", "/media/film.5678.mp4", {"Range": "bytes=300000-900000"})
    assert (part.status, part.body) == (206, film[300000:900001])


@pytest.mark.parametrize(
    ("target", "statuses"),
    [
        ("/../../etc/passwd", {404}),
        ("/%2e%2e/%2e%2e/etc/passwd", {404}),
        ("/..%2f..%2fetc/passwd", {404}),
        ("/media/..%2fnewsroom/private.jpg", {404}),
        ("/%00", {404}),
        ("/news%00/", {404}),
        ("/%ff%fe/", {404}),
        ("/%zz", {404}),
        ("//evil.example/%2f..", {404}),
        ("http://evil.example/news", {301}),
        ("/" + "a" * 8000, {404}),
        ("/" + "a/" * 4000, {404}),
        ("/новости/", {200}),
        ("/старое/?p=é", {301}),
    ],
)
def test_odd_requests_get_plain_answers(readers: Served, target: str, statuses: set[int]) -> None:
    reply = readers.ask("GET", target)
    assert reply.status in statuses
    assert reply.headers.get("location", "/").startswith("/")


def test_an_upload_of_fifty_megabytes_passes_through_little_memory(readers: Served, newsroom: None) -> None:
    readers.ask("POST", "/newsroom/upload/", body=b"x" * 1_000_000)
    before = _peak_kb(readers.process.pid)
    content = os.urandom(1_000_000) * 50
    reply = readers.ask("POST", "/newsroom/upload/", body=content)
    told = json.loads(reply.body)
    assert (told["body_length"], told["body_digest"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert _peak_kb(readers.process.pid) - before < 20_000


def test_a_long_answer_of_django_passes_through_little_memory(readers: Served, newsroom: None) -> None:
    before = _peak_kb(readers.process.pid)
    assert len(readers.ask("GET", "/newsroom/stream/").body) == 320 * 65536
    assert _peak_kb(readers.process.pid) - before < 20_000


def test_django_learns_the_truth_about_the_reader(readers: Served, newsroom: None) -> None:
    told = json.loads(
        readers.ask(
            "GET",
            "/newsroom/pages/%C3%A9/?a=%20b",
            {"X_Forwarded_Proto": "https", "X-Forwarded-Host": "evil.example"},
        ).body
    )
    assert told["HTTP_HOST"] == told["HTTP_X_FORWARDED_HOST"] == "news.example"
    assert told["HTTP_X_FORWARDED_FOR"] == "127.0.0.1"
    assert told["HTTP_X_FORWARDED_PROTO"] == "http"
    assert told["QUERY_STRING"] == "a=%20b"
    assert told["PATH_INFO"].encode("latin-1").decode() == "/newsroom/pages/é/"


def test_redirects_and_heads_of_django_pass_as_they_are(readers: Served, newsroom: None) -> None:
    away = readers.ask("GET", "/doors/away/")
    assert (away.status, away.headers["location"]) == (302, "/newsroom/login/")
    head = readers.ask("HEAD", "/newsroom/")
    assert (head.status, head.body) == (200, b"")
    assert int(head.headers["content-length"]) > 0


def test_the_doors_close_and_open_with_django(tmp_path: Path) -> None:
    printed = PrintedSite(tmp_path)
    printed.print_magazine()
    with serving_readers(printed) as readers:
        for _ in range(2):
            closed = readers.ask("GET", "/doors/search/?q=a", GZIP)
            assert (closed.status, closed.headers["retry-after"]) == (503, "30")
            assert closed.body == printed.file("/503.html").read_bytes()
            with serving_newsroom(printed):
                assert readers.ask("GET", "/doors/search/?q=a").status == 200
                assert readers.ask("POST", "/newsroom/", body=b"a=1").status == 200
            assert readers.ask("GET", "/").status == 200
    assert "Traceback" not in (tmp_path / "readers.log").read_text()


def _peak_kb(process: int) -> int:
    """Return the highest memory that the process and its children took so far, in kilobytes."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    own = next(
        line for line in Path(f"/proc/{process}/status").read_text().splitlines() if line.startswith("VmHWM")
    )
    return int(own.split()[1]) + sum(_peak_kb(int(child)) for child in children)
