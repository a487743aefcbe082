from __future__ import annotations

import gzip
import os
from email.utils import formatdate

import pytest
from asgi_client import Client, MakeClient
from printed import PrintedSite

GZIP = {"accept-encoding": "gzip, deflate, br"}
PAGE = "/news/a-quiet-harbour/"


def test_a_page_is_sent_as_it_stands_on_disk(client: Client, site: PrintedSite) -> None:
    for _from_memory in (False, True):
        answer = client.get(PAGE, headers=GZIP)
        assert answer.status == 200
        assert answer.body == site.file(PAGE).read_bytes()
        assert answer.headers["content-encoding"] == "gzip"
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert answer.headers["content-length"] == str(len(answer.body))
        assert answer.headers["cache-control"] == "public, max-age=0, must-revalidate"


@pytest.mark.parametrize("accepted", [None, "br", "gzip;q=0", "identity", "gzip;q=0, *"])
def test_a_client_without_gzip_gets_it_plain(client: Client, site: PrintedSite, accepted: str | None) -> None:
    answer = client.get(PAGE, headers={"accept-encoding": accepted} if accepted else {})
    assert answer.status == 200
    assert "content-encoding" not in answer.headers
    assert answer.body == gzip.decompress(site.file(PAGE).read_bytes())
    assert answer.headers["content-length"] == str(len(answer.body))
    assert answer.headers["vary"] == "Accept-Encoding"


def test_both_forms_have_tags_of_their_own_and_both_answer_304(client: Client) -> None:
    packed, plain = client.get(PAGE, headers=GZIP), client.get(PAGE)
    assert packed.headers["etag"] != plain.headers["etag"]
    for first, encoding in ((packed, GZIP), (plain, {})):
        tag = first.headers["etag"]
        for tags in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            again = client.get(PAGE, headers={**encoding, "if-none-match": tags})
            assert (again.status, again.body) == (304, b"")
            assert again.headers["etag"] == tag
            assert again.headers["vary"] == "Accept-Encoding"
    assert client.get(PAGE, headers={**GZIP, "if-none-match": plain.headers["etag"]}).status == 200


def test_if_modified_since_counts_unless_a_tag_is_given(client: Client, site: PrintedSite) -> None:
    first = client.get(PAGE, headers=GZIP)
    written = int(site.file(PAGE).stat().st_mtime)
    assert first.headers["last-modified"] == formatdate(written, usegmt=True)
    for seconds, status in ((written, 304), (written + 60, 304), (written - 60, 200)):
        since = {"if-modified-since": formatdate(seconds, usegmt=True)}
        assert client.get(PAGE, headers={**GZIP, **since}).status == status
        assert client.get(PAGE, headers={**GZIP, **since, "if-none-match": '"other"'}).status == 200
    for nonsense in ("yesterday", "", "Mon, 99 Foo 2020 00:00:00 GMT", "0" * 500):
        assert client.get(PAGE, headers={**GZIP, "if-modified-since": nonsense}).status == 200


def test_head_has_the_headers_and_no_body(client: Client) -> None:
    for headers in (GZIP, {}):
        got, head = client.get(PAGE, headers=headers), client.head(PAGE, headers=headers)
        assert (head.status, head.body) == (200, b"")
        assert head.headers == got.headers
    assert (client.head("/nothing/").status, client.head("/nothing/").body) == (404, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"])
@pytest.mark.parametrize("path", [PAGE, "/nothing/", "/media/harbour.1234.jpg"])
def test_other_methods_are_refused_with_the_ones_that_are_not(client: Client, method: str, path: str) -> None:
    client.get(PAGE, headers=GZIP)
    answer = client.send(method, path, headers=GZIP)
    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


def test_options_tells_the_methods(client: Client) -> None:
    answer = client.send("OPTIONS", "*")
    assert (answer.status, answer.headers["allow"]) == (204, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize(
    ("path", "query", "location"),
    [
        ("/news", "", "/news/"),
        ("/news/a-quiet-harbour", "utm_source=x&a=%20b", "/news/a-quiet-harbour/?utm_source=x&a=%20b"),
        ("/новости", "", "/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/"),
        ("/news/index.html", "", "/news/"),
        ("/index.html", "", "/"),
        ("/newsroom", "", "/newsroom/"),
    ],
)
def test_a_page_asked_for_by_nearly_its_address_is_shown_the_way(
    client: Client, path: str, query: str, location: str
) -> None:
    answer = client.get(path, query=query)
    assert (answer.status, answer.headers["location"]) == (301, location)


@pytest.mark.parametrize(
    "path", ["//evil.example/", "//evil.example", "/\\evil.example", "//news", "///news/", "/news//", "//"]
)
def test_doubled_slashes_lead_nowhere(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status == 404
    assert "location" not in answer.headers


@pytest.mark.parametrize(
    ("path", "query", "location"),
    [
        ("/2014/05/old-harbour/", "", PAGE),
        ("/2014/05/old-harbour", "", PAGE),
        ("/2014/05/old-harbour/", "fbclid=abc", PAGE),
        ("/старое/", "", "/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/"),
        ("/", "p=12", PAGE),
        ("/", "p=12&fbclid=abc", PAGE),
    ],
)
def test_a_former_address_leads_to_the_new_one(client: Client, path: str, query: str, location: str) -> None:
    answer = client.get(path, query=query)
    assert (answer.status, answer.headers["location"]) == (301, location)
    assert answer.headers["cache-control"] == "public, max-age=3600"


@pytest.mark.parametrize("path", ["/news/sesame/", "/news/sesame"])
def test_the_address_of_a_locked_page_leads_to_its_door_for_now(
    client: Client, site: PrintedSite, path: str
) -> None:
    site.print_moved("/news/sesame/", 302, "/doors/locked/7/")
    answer = client.get(path)
    assert (answer.status, answer.headers["location"]) == (302, "/doors/locked/7/")
    assert answer.headers["cache-control"] == "no-store"


def test_a_query_that_was_never_an_address_changes_nothing(client: Client) -> None:
    assert "Lantern" in client.get("/", query="p=13").text
    assert "Lantern" in client.get("/", query="utm_source=mail").text


def test_what_was_withdrawn_answers_410_with_its_page(client: Client) -> None:
    for headers in (GZIP, {}):
        answer = client.get("/withdrawn/", headers=headers)
        assert (answer.status, answer.text) == (410, "<h1>Withdrawn, says the page</h1>")


def test_what_never_was_answers_404_with_its_page(client: Client) -> None:
    for headers in (GZIP, {}, {"if-none-match": "*"}):
        answer = client.get("/nothing/", headers=headers)
        assert (answer.status, answer.text) == (404, "<h1>Not found, says the page</h1>")
        assert "etag" not in answer.headers
        assert answer.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("path", "status"), [("/404.html", 404), ("/503.html", 404), ("/news/index.html", 301)]
)
def test_what_has_no_address_of_its_own_is_not_found_in_memory_either(
    client: Client, path: str, status: int
) -> None:
    client.get("/nothing/", headers=GZIP)
    client.get("/doors/search/", headers=GZIP)
    for _ in range(3):
        assert client.get(path, headers=GZIP).status == status


def test_a_small_page_stands_in_where_none_is_printed(client: Client, site: PrintedSite) -> None:
    site.file("/404.html").unlink()
    answer = client.get("/nothing/")
    assert answer.status == 404
    assert "This page is not here" in answer.text


def test_before_anything_is_printed_readers_are_asked_to_come_back(client: Client, site: PrintedSite) -> None:
    (site.edition / "current").unlink()
    answer = client.get("/")
    assert (answer.status, answer.headers["retry-after"]) == (503, "30")


def test_a_reprinted_sheet_is_seen_at_once(client: Client, site: PrintedSite) -> None:
    assert "News" in client.get("/news/", headers=GZIP).text
    assert "News" in client.get("/news/").text
    site.print("/news/", "<h1>Late edition</h1>")
    assert "Late edition" in client.get("/news/", headers=GZIP).text
    assert "Late edition" in client.get("/news/").text
    site.file("/news/").unlink()
    assert client.get("/news/", headers=GZIP).status == 404


def test_a_sheet_of_the_same_size_and_time_is_still_seen_to_be_another(
    client: Client, site: PrintedSite
) -> None:
    written = site.print("/news/", b"<h1>Late</h1>").stat()
    assert "Late" in client.get("/news/", headers=GZIP).text
    later = site.print("/news/", b"<h1>Last</h1>")
    os.utime(later, ns=(written.st_atime_ns, written.st_mtime_ns))
    assert "Last" in client.get("/news/", headers=GZIP).text


def test_a_new_edition_is_seen_at_once(client: Client, site: PrintedSite) -> None:
    client.get("/news/", headers=GZIP)
    client.get("/2014/05/old-harbour/")
    site.print("/news/", "<h1>All new</h1>", "generation-2")
    site.swap("generation-2")
    assert "All new" in client.get("/news/", headers=GZIP).text
    assert client.get(PAGE, headers=GZIP).status == 404
    assert client.get("/2014/05/old-harbour/").status == 404


@pytest.mark.parametrize(
    ("address", "kind", "keeping"),
    [
        ("/feed.xml", "application/rss+xml; charset=utf-8", "public, max-age=300"),
        ("/news/atom.xml", "application/atom+xml; charset=utf-8", "public, max-age=300"),
        ("/feed.json", "application/feed+json; charset=utf-8", "public, max-age=300"),
        ("/opensearch.xml", "application/opensearchdescription+xml; charset=utf-8", "public, max-age=300"),
        ("/sitemap.xml", "application/xml; charset=utf-8", "public, max-age=300"),
        ("/robots.txt", "text/plain; charset=utf-8", "public, max-age=300"),
        ("/_theme/style.0a1b2c.css", "text/css; charset=utf-8", "public, max-age=31536000, immutable"),
        ("/_theme/script.0a1b2c.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"),
        ("/_parts/latest.en.html", "text/html; charset=utf-8", "public, max-age=0, must-revalidate"),
    ],
)
def test_files_have_their_types_and_lifetimes(client: Client, address: str, kind: str, keeping: str) -> None:
    answer = client.get(address)
    assert answer.status == 200
    assert (answer.headers["content-type"], answer.headers["cache-control"]) == (kind, keeping)


@pytest.mark.parametrize("path", ["/", "/nothing/", "/withdrawn/", "/news", "/feed.xml", "/doors/search/"])
def test_every_answer_to_readers_carries_the_security_headers(client: Client, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; ")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "strict-transport-security" not in headers


@pytest.mark.parametrize(
    ("site_url", "production", "is_told"),
    [
        ("https://news.example", True, True),
        ("http://news.example", True, False),
        ("https://news.example", False, False),
    ],
)
def test_browsers_are_told_to_keep_to_https_on_a_public_site_alone(
    make_client: MakeClient, site_url: str, production: bool, is_told: bool
) -> None:
    headers = make_client(site_url=site_url, production=production).get("/").headers
    assert ("strict-transport-security" in headers) is is_told


def test_memory_stays_within_its_bound_and_keeps_what_was_asked_for_last(
    make_client: MakeClient, site: PrintedSite
) -> None:
    for number in range(30):
        site.print(f"/p{number}/", os.urandom(20_000))
    client = make_client(cache_bytes=250_000)
    sheets = client.app._sheets
    for number in range(30):
        assert client.get("/p0/", headers=GZIP).status == 200
        assert client.get(f"/p{number}/", headers=GZIP).status == 200
        assert client.get(f"/p{number}/").status == 200
        assert sheets._kept_bytes == sum(sheet.cost for sheet in sheets._kept.values()) <= 250_000
    assert sheets.kept("/p0/") is not None
    assert sheets.kept("/p1/") is None


def test_without_memory_everything_is_still_served(make_client: MakeClient) -> None:
    client = make_client(cache_bytes=0)
    assert client.get("/", headers=GZIP).text == client.get("/").text == "<h1>The Lantern</h1>"


@pytest.mark.parametrize(
    "content", [os.urandom(1_500_000), b"0" * 30_000_000], ids=["long", "long when plain"]
)
def test_a_sheet_too_long_for_the_memory_is_sent_in_pieces(
    client: Client, site: PrintedSite, content: bytes
) -> None:
    file = site.print("/long/", content)
    packed, plain = client.get("/long/", headers=GZIP), client.get("/long/")
    assert (packed.status, packed.body) == (200, file.read_bytes())
    assert (plain.status, plain.body) == (200, content)
    for answer, headers in ((packed, GZIP), (plain, {})):
        tag = answer.headers["etag"]
        assert client.get("/long/", headers={**headers, "if-none-match": tag}).status == 304
        assert client.head("/long/", headers=headers).body == b""
    assert client.get("/long").status == 301


def test_a_sheet_of_several_gzip_members_is_unpacked_whole(client: Client, site: PrintedSite) -> None:
    site.file("/news/").write_bytes(gzip.compress(b"one, ") + gzip.compress(b"two"))
    assert client.get("/news/").text == "one, two"


@pytest.mark.parametrize(
    "damage", [b"no gzip", gzip.compress(b"cut short" * 100, mtime=0)[:-20], b"\x1f\x8b"]
)
def test_a_damaged_sheet_answers_503_in_plain_words(
    client: Client, site: PrintedSite, damage: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    site.file("/news/").write_bytes(damage)
    answer = client.get("/news/")
    assert answer.status == 503
    assert "Traceback" not in answer.text
    assert "is damaged" in caplog.text


def test_a_file_that_cannot_be_read_answers_503_in_plain_words(
    client: Client, site: PrintedSite, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "pread", fail)
    for path in ("/news/", "/media/harbour.1234.jpg"):
        for headers in (GZIP, {}):
            answer = client.get(path, headers=headers)
            assert (answer.status, answer.headers["retry-after"]) == (503, "30")
            assert "Input/output" not in answer.text
    assert "Input/output error" in caplog.text


def test_damaged_records_of_former_addresses_answer_503(client: Client, site: PrintedSite) -> None:
    shard = site.print_moved("/damaged/", 301, "/news/")
    for damage in (b"", b"no gzip", gzip.compress(b"[1]"), gzip.compress(b'{"/damaged": 3}')):
        shard.write_bytes(damage)
        os.utime(shard, ns=(0, len(damage)))
        assert client.get("/damaged/").status == 503


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:1", ""]
)
def test_a_former_address_never_leads_to_another_site(client: Client, site: PrintedSite, target: str) -> None:
    site.print_moved("/tampered/", 301, target)
    assert client.get("/tampered/").status == 404


def test_a_line_break_in_an_address_breaks_no_header(client: Client, site: PrintedSite) -> None:
    site.print("/a\r\nset-cookie: b/", "odd")
    answer = client.get("/a\r\nset-cookie: b")
    assert answer.headers["location"] == "/a%0D%0Aset-cookie:%20b/"


def test_a_percent_sign_in_a_former_address_is_a_percent_sign(client: Client, site: PrintedSite) -> None:
    site.print_moved("/100%25/", 301, "/news/")
    assert client.get("/100%/").status == 301
