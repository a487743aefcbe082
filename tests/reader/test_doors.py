from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from asgi_client import Answer, Client, MakeClient
from printed import PrintedSite

Conversation = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def ask(site: PrintedSite, client: Client, conversation: Conversation, *asked: Any, **options: Any) -> Answer:
    """Ask once while something that speaks bare HTTP stands where Django listens."""

    async def run() -> Answer:
        server = await asyncio.start_unix_server(conversation, site.socket)
        async with server:
            return await asyncio.wait_for(client.ask(*asked, **options), 20)

    return asyncio.run(run())


async def read_request(reader: asyncio.StreamReader) -> tuple[bytes, list[bytes]]:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).rstrip().split(b"\r\n")
    return first, lines


def answering(raw: bytes, seen: list[Any] | None = None) -> Conversation:
    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await read_request(reader)
        if seen is not None:
            seen.append(request)
        writer.write(raw)
        await writer.drain()
        writer.close()

    return converse


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"


def test_a_request_reaches_django_as_it_came(site: PrintedSite, client: Client) -> None:
    seen: list[Any] = []
    answer = ask(
        site, client, answering(OK, seen), "GET", "/newsroom/pages/a b/é/", query="q=%20x&y=1",
        headers={"cookie": "a=b", "accept-encoding": "br", "host": "news.example:8000"},
    )  # fmt: skip
    assert (answer.status, answer.body) == (200, b"ok")
    line, headers = seen[0]
    assert line == b"GET /newsroom/pages/a%20b/%C3%A9/?q=%20x&y=1 HTTP/1.1"
    assert b"host: news.example:8000" in [h.lower() for h in headers]
    assert b"cookie: a=b" in headers
    assert b"accept-encoding: br" in headers
    assert not any(h.lower().startswith((b"user-agent", b"accept:")) for h in headers)


@pytest.mark.parametrize(
    ("peer", "client_seen", "scheme_seen"),
    [("203.0.113.7", "203.0.113.7", "http"), ("127.0.0.1", "198.51.100.2", "https")],
)
def test_claims_about_the_reader_count_from_a_trusted_proxy_alone(
    site: PrintedSite, make_client: MakeClient, peer: str, client_seen: str, scheme_seen: str
) -> None:
    seen: list[Any] = []
    claims = {
        "x-forwarded-for": "10.9.9.9, 198.51.100.2",
        "x-forwarded-proto": "https",
        "x-forwarded-host": "evil.example",
        "forwarded": "for=10.9.9.9",
        "x-real-ip": "10.9.9.9",
        "x_forwarded_for": "10.9.9.9",
    }
    ask(site, make_client(peer=peer), answering(OK, seen), "GET", "/newsroom/", headers=claims)
    told = [h.lower() for h in seen[0][1]]
    assert f"x-forwarded-for: {client_seen}".encode() in told
    assert f"x-forwarded-proto: {scheme_seen}".encode() in told
    assert b"x-forwarded-host: news.example" in told
    assert not any(b"evil" in line or b"10.9.9.9" in line or b"_" in line for line in told)


def test_headers_of_one_connection_alone_do_not_pass(site: PrintedSite, client: Client) -> None:
    seen: list[Any] = []
    raw = (
        b"HTTP/1.1 302 Found\r\nContent-Length: 2\r\nConnection: close, X-Inner\r\nX-Inner: 1\r\nKeep-Alive: 5\r\n"
        b"Location: /newsroom/login/\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Encoding: br\r\nDate: x\r\n\r\n\x00\xff"
    )
    answer = ask(
        site, client, answering(raw, seen), "GET", "/newsroom/",
        headers={"connection": "x-mine, keep-alive", "x-mine": "1", "te": "trailers", "upgrade": "h2c"},
    )  # fmt: skip
    told = b"\n".join(seen[0][1]).lower()
    assert not any(name in told for name in (b"x-mine", b"te: ", b"upgrade"))
    assert answer.status == 302
    assert answer.body == b"\x00\xff"
    assert answer.headers["location"] == "/newsroom/login/"
    assert [value for name, value in answer.header_list if name == b"set-cookie"] == [b"a=1", b"b=2"]
    assert not {"connection", "x-inner", "keep-alive", "date"} & set(answer.headers)


@pytest.mark.parametrize("is_chunked", [False, True])
def test_an_upload_passes_as_it_comes(site: PrintedSite, client: Client, is_chunked: bool) -> None:
    content = bytes(range(256)) * 2000
    got = bytearray()

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, headers = await read_request(reader)
        names = {line.partition(b":")[0].lower() for line in headers}
        if is_chunked:
            assert b"content-length" not in names
            while size := int(await reader.readline(), 16):
                got.extend(await reader.readexactly(size))
                await reader.readexactly(2)
        else:
            assert b"transfer-encoding" not in names
            got.extend(await reader.readexactly(len(content)))
        writer.write(OK)
        await writer.drain()
        writer.close()

    headers = {"transfer-encoding": "chunked"} if is_chunked else {}
    answer = ask(site, client, converse, "POST", "/newsroom/upload/", headers=headers, body=content)
    assert (answer.status, bytes(got)) == (200, content)


@pytest.mark.parametrize("is_chunked", [False, True])
@pytest.mark.parametrize("path", ["/doors/locked/7/", "/search/"])
def test_nobody_fills_the_disk_through_a_door(
    site: PrintedSite, client: Client, path: str, is_chunked: bool
) -> None:
    got = bytearray()

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while part := await reader.read(65536):
            got.extend(part)
        writer.close()

    headers = {"transfer-encoding": "chunked"} if is_chunked else {}
    answer = ask(site, client, converse, "POST", path, headers=headers, body=b"x" * 6_000_000)
    assert answer.status == 413
    assert len(got) < 5_000_000


@pytest.mark.parametrize("path", ["/newsroom/", "/doors/search/"])
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD"])
def test_without_django_readers_are_asked_to_come_back(client: Client, path: str, method: str) -> None:
    answer = client.send(method, path, body=b"" if method != "POST" else b"a=1")
    assert (answer.status, answer.headers["retry-after"]) == (503, "30")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.text == ("" if method == "HEAD" else "<h1>Back soon, says the page</h1>")
    assert client.get("/").status == 200


def test_without_a_printed_page_the_words_are_plain(client: Client, site: PrintedSite) -> None:
    site.file("/503.html").unlink()
    assert "Back in a moment" in client.get("/newsroom/").text
    site.file("/503.html").write_bytes(b"damaged")
    answer = client.get("/newsroom/")
    assert answer.status == 503
    assert "Back in a moment" in answer.text


def test_a_django_that_says_nothing_in_time_counts_as_closed(
    site: PrintedSite, make_client: MakeClient
) -> None:
    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    answer = ask(site, make_client(answer_within_s=0.2), converse, "GET", "/doors/search/")
    assert (answer.status, answer.text) == (503, "<h1>Back soon, says the page</h1>")


def test_a_connection_closed_too_early_is_tried_again_for_what_can_be_repeated(
    site: PrintedSite, client: Client
) -> None:
    asked: list[bytes] = []

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line, _ = await read_request(reader)
        asked.append(line)
        if len(asked) == 2:
            writer.write(OK)
            await writer.drain()
        writer.close()

    assert ask(site, client, converse, "GET", "/newsroom/").status == 200
    asked.clear()
    assert ask(site, client, converse, "POST", "/newsroom/", body=b"once").status == 503
    assert len(asked) == 1


def test_an_answer_that_breaks_off_is_left_unfinished(
    site: PrintedSite, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    raw = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"
    answer = ask(site, client, answering(raw), "GET", "/newsroom/")
    assert (answer.status, answer.body) == (200, b"half")
    assert "cut short" in caplog.text


def test_an_answer_that_is_no_http_counts_as_closed(site: PrintedSite, client: Client) -> None:
    assert ask(site, client, answering(b"SSH-2.0\r\n\r\n"), "POST", "/newsroom/", body=b"x").status == 503


def test_when_the_reader_leaves_the_request_is_dropped(site: PrintedSite, client: Client) -> None:
    dropped: list[bytes] = []

    async def run() -> None:
        gone, done = asyncio.Event(), asyncio.Event()

        async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await read_request(reader)
            gone.set()
            dropped.append(await reader.read())
            writer.close()
            done.set()

        async with await asyncio.start_unix_server(converse, site.socket):
            answer = await asyncio.wait_for(client.ask("GET", "/newsroom/slow/", gone=gone), 20)
            assert answer.status == 0
            await asyncio.wait_for(done.wait(), 20)

    asyncio.run(run())
    assert dropped == [b""]


def test_when_the_reader_leaves_during_an_upload_the_request_is_dropped(
    site: PrintedSite, client: Client
) -> None:
    async def run() -> None:
        gone, done = asyncio.Event(), asyncio.Event()

        async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await read_request(reader)
            gone.set()
            assert len(await reader.read()) < 5000
            writer.close()
            done.set()

        async with await asyncio.start_unix_server(converse, site.socket):
            answer = await asyncio.wait_for(
                client.ask("POST", "/newsroom/", headers={"content-length": "5000"}, body=b"x", gone=gone), 20
            )
            assert answer.status == 0
            await asyncio.wait_for(done.wait(), 20)

    asyncio.run(run())


def test_nothing_that_a_reader_sent_is_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="masthead")
    client.get("/doors/search/", query="q=private-words", headers={"cookie": "session=private-words"})
    assert caplog.text
    assert "private-words" not in caplog.text
    assert "203.0.113.7" not in caplog.text
