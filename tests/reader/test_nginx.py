"""nginx with the shipped configuration answers as the built-in server does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from printed import PrintedSite
from processes import Reply, Served, serving_newsroom, serving_readers, serving_with_nginx

GZIP = {"Accept-Encoding": "gzip, deflate, br"}
COMPARED = (
    "allow", "cache-control", "content-disposition", "content-encoding", "content-range", "content-security-policy",
    "content-type", "cross-origin-opener-policy", "location", "permissions-policy", "referrer-policy", "retry-after",
    "strict-transport-security", "vary", "x-content-type-options",
)  # fmt: skip
PAGES = ("/", "/news/", "/news/a-quiet-harbour/", "/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/", "/новости/")
FILES = (
    "/feed.xml", "/news/atom.xml", "/feed.json", "/opensearch.xml", "/sitemap.xml", "/sitemaps/pages.xml", "/robots.txt",
    "/_theme/style.0a1b2c.css", "/_theme/script.0a1b2c.js", "/_parts/latest.en.html", "/.well-known/security.txt",
    "/sw.js", "/manifest.webmanifest", "/favicon.ico", "/favicon.svg", "/apple-touch-icon.png", "/icons/icon-192.png",
)  # fmt: skip
SLASHES = (
    "/news", "/news?a=b&c=%20", "/news?utm_source=x", "/news/a-quiet-harbour", "/новости",
    "/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8", "/news/index.html", "/index.html", "/newsroom", "/doors", "/search",
)  # fmt: skip
MOVED = (
    "/2014/05/old-harbour/", "/2014/05/old-harbour", "/2014/05/old-harbour/?fbclid=x", "/?p=12", "/?p=12&fbclid=x",
    "/старое/", "/withdrawn/", "/withdrawn",
)  # fmt: skip
QUERIES = (
    "/?p=13",
    "/?",
    "/?utm_source=a&fbclid=b",
    "/news/?x=1",
    "/feed.xml?x=1",
    "/robots.txt?utm_source=a",
)
MISSING = (
    "/nothing/", "/nothing", "/nothing.xml", "/news/nothing/", "/sitemaps", "/sitemaps/", "/_theme", "/_theme/",
    "/2014/", "/feed.xml/", "/404.html", "/410.html", "/503.html", "/404.html?x=1", "/news/index.html/",
    "/index.html.gz", "/feed.xml.gz", "/news/index.html.gz", "/_moved", "/_moved/", "/_moved/0a1.json", "/.git/config",
    "/news/.index.html.gz.tmp1", "/news/.index.html", "//", "//news/", "//evil.example", "/news//", "/news//index.html",
    "/%5Cevil.example", "/%3F", "/%25", "/news%0d%0aset-cookie:x", "/" + "a" * 300 + "/", "/" + "a/" * 1000,
    "/link/secret", "/.well-known/", "/.well-known/nothing",
)  # fmt: skip
MEDIA = (
    "/media/harbour.1234.jpg", "/media/harbour.1234.jpg?v=1", "/media/film.5678.mp4", "/media/drawing.svg",
    "/media/saved.html", "/media/report.pdf", "/media/data.tar.gz", "/media/", "/media", "/media/folder",
    "/media/folder/", "/media/nothing.jpg", "/media/.hidden.jpg", "/media//harbour.1234.jpg", "/media/folder/a.jpg",
    "/media/index.html", "/media/newsroom/private.jpg",
)  # fmt: skip
RANGES = (
    "bytes=0-99",
    "bytes=1000-",
    "bytes=-100",
    "bytes=9999999-",
    "bytes=0-1,5-6",
    "bytes=0-",
    "nonsense=1-2",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> PrintedSite:
    printed = PrintedSite(tmp_path_factory.mktemp("nginx"))
    printed.print_magazine()
    printed.print("/.well-known/security.txt", "Contact: mailto:desk@news.example")
    printed.print_media("folder/a.jpg", b"a")
    printed.print_media(".hidden.jpg", b"secret")
    printed.print_media("data.tar.gz", b"\x1f\x8bdata")
    hidden = printed.edition / "current/news/.index.html.gz.tmp1"
    hidden.write_bytes(printed.file("/news/").read_bytes())
    return printed


@pytest.fixture(scope="module")
def built_in(site: PrintedSite) -> Iterator[Served]:
    with serving_newsroom(site), serving_readers(site) as served:
        yield served


@pytest.fixture(scope="module")
def nginx(site: PrintedSite, built_in: Served) -> Iterator[Served]:
    with serving_with_nginx(site, built_in.port) as served:
        yield served


def compared(reply: Reply) -> dict[str, object]:
    headers = {name: reply.headers[name] for name in COMPARED if name in reply.headers}
    if "location" in headers:
        # A client that sends letters as they are gets them back from nginx as they are.
        headers["location"] = quote(headers["location"].encode("latin-1"), safe="/?=&%")
    if reply.status in {301, 416}:
        # Nobody reads the body of these: nginx has a line of its own, the built-in server none.
        headers.pop("content-type", None)
        return {"status": reply.status, **headers}
    return {"status": reply.status, **headers, "body": reply.body}


def assert_same(built_in: Served, nginx: Served, method: str, target: str, headers: dict[str, str]) -> Reply:
    one, other = built_in.ask(method, target, headers), nginx.ask(method, target, headers)
    assert compared(other) == compared(one)
    return other


@pytest.mark.parametrize(
    "headers", [GZIP, {}, {"Accept-Encoding": "gzip;q=0"}], ids=["gzip", "plain", "no gzip"]
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("target", [*PAGES, *FILES, *SLASHES, *MOVED, *QUERIES, *MISSING, *MEDIA])
def test_both_servers_give_the_same_answer(
    built_in: Served, nginx: Served, target: str, method: str, headers: dict[str, str]
) -> None:
    reply = assert_same(built_in, nginx, method, target, headers)
    assert reply.status == 200 if target in (*PAGES, *FILES) else reply.status in {200, 301, 404, 410}


@pytest.mark.parametrize("target", ["/media/harbour.1234.jpg", "/media/film.5678.mp4"])
@pytest.mark.parametrize("wanted", RANGES)
def test_both_servers_send_the_same_part(built_in: Served, nginx: Served, target: str, wanted: str) -> None:
    reply = assert_same(built_in, nginx, "GET", target, {"Range": wanted})
    assert reply.status in {200, 206, 416}


@pytest.mark.parametrize("target", ["/news/", "/nothing/", "/media/harbour.1234.jpg", "/feed.xml"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_both_servers_refuse_the_same_methods(
    built_in: Served, nginx: Served, method: str, target: str
) -> None:
    assert assert_same(built_in, nginx, method, target, {}).status in {204, 405}


@pytest.mark.parametrize(
    "target", ["/../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2fsecret", "/%00", "/news%00/"]
)
def test_neither_server_leaves_its_folders(built_in: Served, nginx: Served, target: str) -> None:
    assert built_in.ask("GET", target).status == 404
    assert nginx.ask("GET", target).status in {400, 404}


@pytest.mark.parametrize("headers", [GZIP, {}], ids=["gzip", "plain"])
@pytest.mark.parametrize("target", ["/news/", "/feed.xml", "/media/harbour.1234.jpg"])
def test_both_servers_know_what_the_client_has(
    built_in: Served, nginx: Served, target: str, headers: dict[str, str]
) -> None:
    for server in (built_in, nginx):
        first = server.ask("GET", target, headers)
        for condition in (
            {"If-None-Match": first.headers["etag"]},
            {"If-None-Match": f'"a", {first.headers["etag"]}'},
            {"If-None-Match": "*"},
            {"If-Modified-Since": first.headers["last-modified"]},
            {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
        ):
            again = server.ask("GET", target, headers | condition)
            assert (again.status, again.body) == (304, b"")
            for name in ("cache-control", "content-security-policy"):
                assert again.headers[name] == first.headers[name]
        assert server.ask("GET", target, {**headers, "If-None-Match": '"other"'}).status == 200


@pytest.mark.parametrize(
    "target",
    ["/newsroom/", "/doors/suggest?q=a", "/search/?q=a&page=2", "/newsroom/away/", "/newsroom/static/x.css"],
)
def test_the_newsroom_and_the_doors_are_reached_through_both(
    built_in: Served, nginx: Served, target: str
) -> None:
    one, other = built_in.ask("GET", target), nginx.ask("GET", target, {"X-Forwarded-For": "10.9.9.9"})
    assert other.status == one.status
    assert other.body.replace(b"HTTP/1.0", b"HTTP/1.1") == one.body
    assert b"10.9.9.9" not in other.body
    assert "content-security-policy" not in other.headers
    assert "x-none" not in other.headers


def test_the_counting_doors_answer_alike_through_both(built_in: Served, nginx: Served) -> None:
    of_a_page = {"Origin": "http://news.example", "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0)"}
    for method, target, headers, body, status in (
        ("POST", "/doors/read", of_a_page, b"7", 204),
        ("POST", "/doors/shared", of_a_page, b"7", 204),
        ("POST", "/doors/read", of_a_page | {"Origin": "https://evil.example"}, b"7", 403),
        ("POST", "/doors/read", of_a_page, b"seven", 400),
        ("POST", "/doors/read", of_a_page, b"7" * 9000, 413),
        ("GET", "/doors/read", {}, None, 405),
        ("GET", "/doors/shares?id=7", {}, None, 200),
        ("GET", "/doors/shares", {}, None, 400),
    ):
        one, other = (server.ask(method, target, headers, body) for server in (built_in, nginx))
        assert (one.status, compared(other)) == (status, compared(one))


@pytest.mark.parametrize(
    ("target", "largest"),
    [
        ("/doors/push/subscribe", 16 * 1024),
        ("/doors/mail/subscribe?list=1", 16 * 1024),
        ("/doors/mail/hooks", 16 * 1024),
        ("/doors/mail/hook/sendgrid/", 5 * 1024 * 1024),
        ("/search/?q=a", 16 * 1024),
    ],
)
@pytest.mark.parametrize("way", ["whole", "in chunks"])
def test_both_servers_refuse_bodies_of_the_same_size(
    built_in: Served, nginx: Served, target: str, largest: int, way: str
) -> None:
    for size, status in ((0, 200), (largest, 200), (largest + 1, 413), (largest * 2, 413)):
        body, headers = b"x" * size, {"Content-Length": str(size)}
        if way == "in chunks":
            body, headers = in_chunks(body), {"Transfer-Encoding": "chunked"}
        one, other = (server.send("POST", target, headers, body) for server in (built_in, nginx))
        assert (one.status, other.status) == (status, status), size
        if status == 413:
            assert compared(other) == compared(one)
            assert (one.body, one.headers["cache-control"]) == (b"That is too long.\n", "no-store")
        else:
            assert f'"body_length": {size}'.encode() in one.body
            assert f'"body_length": {size}'.encode() in other.body


def in_chunks(body: bytes) -> bytes:
    parts = [body[start : start + 50_000] for start in range(0, len(body), 50_000)]
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in [*parts, b""])


def test_a_worker_is_asked_for_anew_and_icons_are_not(built_in: Served, nginx: Served) -> None:
    for server in (built_in, nginx):
        assert server.ask("GET", "/sw.js").headers["cache-control"] == "no-cache"
        assert server.ask("GET", "/sw.js").headers["content-type"] == "text/javascript; charset=utf-8"
        assert server.ask("GET", "/icons/icon-192.png").headers["cache-control"] == "public, max-age=86400"
        manifest = server.ask("GET", "/manifest.webmanifest")
        assert manifest.headers["content-type"] == "application/manifest+json; charset=utf-8"


def test_a_large_upload_passes_nginx(nginx: Served) -> None:
    reply = nginx.ask("POST", "/newsroom/upload/", body=b"x" * 5_000_000)
    assert b'"body_length": 5000000' in reply.body


def test_a_reprinted_sheet_and_a_new_edition_are_seen_at_once(tmp_path: Path) -> None:
    site = PrintedSite(tmp_path)
    site.print_magazine()
    with serving_readers(site) as built_in, serving_with_nginx(site, built_in.port) as nginx:
        for server in (built_in, nginx):
            site.print("/news/", f"{server.port} is first")
            assert server.ask("GET", "/news/").body == f"{server.port} is first".encode()
            site.print("/news/", f"{server.port} is next")
            assert server.ask("GET", "/news/").body == f"{server.port} is next".encode()
        site.print("/news/", "all new", "generation-2")
        site.swap("generation-2")
        for server in (built_in, nginx):
            assert server.ask("GET", "/news/").body == b"all new"
            assert server.ask("GET", "/robots.txt").status == 404


def test_without_the_built_in_server_printed_pages_are_still_read(tmp_path: Path) -> None:
    site = PrintedSite(tmp_path)
    site.print_magazine()
    with serving_with_nginx(site, built_in_port=9) as nginx:
        assert nginx.ask("GET", "/news/", GZIP).body == site.file("/news/").read_bytes()
        for target in ("/?p=13", "/news/?x=1", "/news/?fbclid=1"):
            assert nginx.ask("GET", target).status == 200, target
        assert nginx.ask("GET", "/news").headers["location"] == "/news/"
        for target in (
            "/nothing/",
            "/nothing",
            "/.git/",
            "//",
            "/index.html.gz",
            "/nothing?x=1",
            "/media/nothing.jpg",
        ):
            reply = nginx.ask("GET", target, GZIP)
            assert (reply.status, reply.body) == (404, site.file("/404.html").read_bytes()), target
            assert "default-src 'none'" in reply.headers["content-security-policy"]
        for target in ("/newsroom/", "/doors/suggest?q=a", "/search/?q=a"):
            reply = nginx.ask("GET", target, GZIP)
            assert (reply.status, reply.body) == (503, site.file("/503.html").read_bytes()), target
            assert (reply.headers["retry-after"], reply.headers["cache-control"]) == ("30", "no-store")
            assert "default-src 'none'" in reply.headers["content-security-policy"]


def test_the_page_policy_is_written_once_in_both_servers() -> None:
    from masthead.kit.policies import PAGE_POLICY
    from masthead.reader.edition.media import MEDIA_POLICY

    shipped = (Path(__file__).parents[2] / "deploy/nginx/masthead.conf").read_text()
    assert shipped.count(PAGE_POLICY) == 1
    assert shipped.count(MEDIA_POLICY.decode()) == 1
    assert os.linesep.join(shipped.splitlines()) + os.linesep == shipped
