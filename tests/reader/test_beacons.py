"""The doors that count readings and shares: who counts, who does not, and what is kept."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from asgi_client import Answer, Client
from printed import PrintedSite

from masthead.reader.batches import Tally, read_batch, waiting_batches, write_shares

MakeClient = Callable[..., Client]
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
FROM_THE_SITE = {"origin": "http://news.example", "sec-fetch-site": "same-origin", "user-agent": BROWSER}


@pytest.fixture(autouse=True)
def noon() -> Any:
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False) as clock:
        yield clock


def send(client: Client, body: str | bytes = "7", *, door: str = "read", **headers: str) -> Answer:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    raw = body.encode() if isinstance(body, str) else body
    return client.send("POST", f"/doors/{door}", headers=FROM_THE_SITE | given, body=raw)


def stop(client: Client) -> None:
    """End the server as a signal does."""

    async def run() -> None:
        messages = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]

        async def receive() -> dict[str, Any]:
            return messages.pop(0)

        async def answer(message: dict[str, Any]) -> None:
            assert message["type"].endswith(".complete")

        await client.app({"type": "lifespan"}, receive, answer)

    asyncio.run(run())


def counted(client: Client, site: PrintedSite) -> dict[Tally, int]:
    stop(client)
    total: dict[Tally, int] = {}
    for path in waiting_batches(site.root / "counts"):
        for tally, count in read_batch(path).items():
            total[tally] = total.get(tally, 0) + count
    return total


def test_each_reader_counts_once_a_day(client: Client, site: PrintedSite, noon: Any) -> None:
    for name in (BROWSER, BROWSER, BROWSER + "x"):
        answer = send(client, user_agent=name)
        assert (answer.status, answer.headers["cache-control"], answer.body) == (204, "no-store", b"")
    assert send(client, "8").status == 204
    assert send(client, door="shared").status == 204
    noon.shift(24 * 3600)
    send(client)
    assert counted(client, site) == {
        ("2026-11-25", "read", 7): 2, ("2026-11-25", "read", 8): 1, ("2026-11-25", "shared", 7): 1,
        ("2026-11-26", "read", 7): 1,
    }  # fmt: skip


def test_days_begin_where_the_site_is(make_client: MakeClient, site: PrintedSite, noon: Any) -> None:
    client = make_client(time_zone="Asia/Baku")
    noon.shift(9 * 3600)
    send(client)
    assert counted(client, site) == {("2026-11-26", "read", 7): 1}


@pytest.mark.parametrize(
    "name", ["Googlebot/2.1", "curl/8.1", "", "x" * 600, "Mozilla/5.0 HeadlessChrome/120"]
)
def test_robots_do_not_count(client: Client, site: PrintedSite, name: str) -> None:
    assert send(client, user_agent=name).status == 204
    assert counted(client, site) == {}


@pytest.mark.parametrize("wish", [{"sec_gpc": "1"}, {"dnt": "1"}])
def test_who_does_not_want_to_be_counted_is_not(
    client: Client, site: PrintedSite, wish: dict[str, str]
) -> None:
    assert send(client, **wish).status == 204
    assert counted(client, site) == {}


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"sec_fetch_site": "cross-site"}, "7", 403),
        ({"origin": "https://evil.example", "sec_fetch_site": "same-site"}, "7", 403),
        ({}, "", 400), ({}, "0", 400), ({}, "-1", 400), ({}, "seven", 400), ({}, "7.0", 400), ({}, "7" * 19, 400),
        ({}, "²", 400), ({}, b"\xff", 400), ({}, "7" * 33, 413), ({}, "7" * 200_000, 413),
    ],
)  # fmt: skip
def test_what_is_not_from_a_page_of_the_site_is_refused(
    client: Client, site: PrintedSite, headers: dict[str, str], body: str, status: int
) -> None:
    assert send(client, body, **headers).status == status
    assert counted(client, site) == {}


def test_a_request_without_the_marks_of_a_browser_is_refused(client: Client) -> None:
    assert client.send("POST", "/doors/read", body=b"7").status == 403


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD"])
def test_only_posting_counts(client: Client, method: str) -> None:
    answer = client.send(method, "/doors/read")
    assert (answer.status, answer.headers["allow"]) == (405, "POST")


def test_one_network_cannot_ask_without_end(client: Client, noon: Any) -> None:
    statuses = [send(client, str(one + 1)).status for one in range(241)]
    assert statuses == [204] * 240 + [429]
    noon.shift(60)
    assert send(client).status == 204


def test_one_network_cannot_make_a_piece_famous(client: Client, site: PrintedSite) -> None:
    for one in range(150):
        send(client, user_agent=f"{BROWSER} {one}")
    assert counted(client, site) == {("2026-11-25", "read", 7): 100}


def test_the_reader_is_who_the_server_in_front_says(make_client: MakeClient, site: PrintedSite) -> None:
    client = make_client(peer="127.0.0.1")
    for address in ("203.0.113.1", "203.0.113.2", "198.51.100.9, 203.0.113.2"):
        send(client, x_forwarded_for=address)
    assert counted(client, site) == {("2026-11-25", "read", 7): 2}


def test_what_is_kept_names_nobody(client: Client, site: PrintedSite, caplog: Any) -> None:
    caplog.set_level("DEBUG")
    send(client)
    stop(client)
    (batch,) = waiting_batches(site.root / "counts")
    assert json.loads(batch.read_text()) == [["2026-11-25", "read", 7, 1]]
    assert "203.0.113.7" not in caplog.text + batch.name
    assert "Firefox" not in caplog.text


def test_what_cannot_be_written_is_kept_for_the_next_time(
    client: Client, site: PrintedSite, caplog: Any
) -> None:
    (site.root / "counts").write_text("a file where the folder should be")
    send(client)
    stop(client)
    assert "kept in memory" in caplog.text
    (site.root / "counts").unlink()
    assert counted(client, site) == {("2026-11-25", "read", 7): 1}


def test_shares_are_told_from_memory_and_may_be_kept_a_minute(
    client: Client, site: PrintedSite, noon: Any
) -> None:
    def shares(query: str) -> Any:
        answer = client.get("/doors/shares", query=query)
        assert answer.headers["cache-control"] == "public, max-age=60"
        return json.loads(answer.body)["shares"]

    assert shares("id=7") is None
    write_shares(site.root / "counts", [(7, 12)])
    noon.shift(6)
    assert (shares("id=7"), shares("id=8"), shares("id=7&fbclid=x")) == (12, None, 12)
    for path in Path(site.root / "counts").glob("shares.json"):
        path.write_text("{ damaged")
    noon.shift(6)
    assert shares("id=7") is None


@pytest.mark.parametrize(
    "query", ["", "id=", "id=x", "id=" + "7" * 19, "id=-1", "a&b&c&d&e&f", "id=7x", "id=%FF"]
)
def test_a_question_that_names_no_piece_is_refused(client: Client, query: str) -> None:
    assert client.get("/doors/shares", query=query).status == 400
    assert client.send("POST", "/doors/shares", query="id=7").status == 405
