"""Hubs are told of feeds and pages that changed themselves, and of nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from networks import Network, network

from building import edit, make_article, make_section, open_test_publication
from editions import assert_incremental_equals_full, read_edition
from masthead.delivery.hubs.pinging import send_pings
from masthead.delivery.models import HubPing, State
from masthead.delivery.telling import take_printed
from masthead.newsroom.models import SectionPage
from masthead.press.actions import print_waiting
from masthead.press.indexnow import indexnow_key, key_address

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub(settings: Any, data_path: Path) -> Iterator[Network]:
    with network() as one:
        settings.MASTHEAD = {
            **settings.MASTHEAD,
            "WEBSUB_HUBS": (f"http://{one.host}/websub",),
            "INDEXNOW_URLS": (f"http://{one.host}/indexnow",),
        }
        yield one


@pytest.fixture
def news(hub: Network) -> SectionPage:
    section = make_section(open_test_publication(), "News")
    print_waiting()
    return section


def ping(after: timedelta = timedelta(seconds=6)) -> None:
    print_waiting()
    while take_printed():
        continue
    with time_machine.travel(timezone.now() + after):
        send_pings()


def test_a_new_piece_is_told_to_each_hub_in_one_request(hub: Network, news: SectionPage) -> None:
    make_article(news, slug="bridge")
    ping()
    got = dict(hub.got)
    assert len(hub.got) == 2
    assert got["/websub"]["hub.mode"] == ["publish"]
    told = {address.partition("://")[2].partition("/")[2] for address in got["/websub"]["hub.url"]}
    assert told == {
        "feed.xml", "atom.xml", "feed.json", "news/feed.xml", "news/atom.xml", "news/feed.json",
    }  # fmt: skip
    assert [one.rpartition("/news/")[2] for one in got["/indexnow"]["urlList"]] == ["bridge/"]
    assert got["/indexnow"]["key"] == indexnow_key()


def test_a_piece_printed_again_for_its_neighbours_alone_is_not_told(hub: Network, news: SectionPage) -> None:
    first = make_article(news, "First", slug="first")
    ping()
    hub.got.clear()
    make_article(news, "Second", slug="second")
    ping()
    assert [one.rpartition("/news/")[2] for one in dict(hub.got)["/indexnow"]["urlList"]] == ["second/"]
    hub.got.clear()
    edit(first, title="First, corrected")
    ping()
    assert [one.rpartition("/news/")[2] for one in dict(hub.got)["/indexnow"]["urlList"]] == ["first/"]


def test_a_withdrawn_piece_is_told(hub: Network, news: SectionPage) -> None:
    piece = make_article(news, slug="bridge")
    ping()
    hub.got.clear()
    piece.unpublish()
    ping()
    assert dict(hub.got)["/indexnow"]["urlList"][0].endswith("/news/bridge/")


def test_many_changes_while_a_ping_waits_are_told_once(hub: Network, news: SectionPage) -> None:
    piece = make_article(news)
    for number in range(3):
        edit(piece, title=f"Version {number}")
        print_waiting()
        take_printed()
    waiting = HubPing.objects.filter(state=State.DUE).values_list("hub", "page")
    assert len(waiting) == len(set(waiting)) == 7


def test_a_hub_that_is_down_is_asked_again_and_given_up_with_a_reason(
    hub: Network, news: SectionPage
) -> None:
    hub.status = 503
    make_article(news)
    ping()
    assert set(HubPing.objects.values_list("state", flat=True)) == {State.DUE}
    for day in range(1, 8):
        ping(timedelta(days=day))
    assert set(HubPing.objects.values_list("state", "reason")) == {(State.FAILED, "127.0.0.1 answers 503.")}


def test_feeds_name_the_hub_and_the_key_is_in_print(hub: Network, news: SectionPage) -> None:
    files = read_edition()
    address = f"http://{hub.host}/websub"
    assert f'<atom:link rel="hub" href="{address}"/>'.encode() in files["feed.xml"]
    assert f'<link rel="hub" href="{address}"/>'.encode() in files["atom.xml"]
    assert json.loads(files["feed.json"])["hubs"] == [{"type": "WebSub", "url": address}]
    assert files[key_address().lstrip("/")].decode().strip() == indexnow_key()
    assert_incremental_equals_full()


def test_without_hubs_nothing_waits_and_no_key_is_printed(data_path: Path) -> None:
    make_article(make_section(open_test_publication(), "News"))
    print_waiting()
    take_printed()
    assert not HubPing.objects.exists()
    assert not any(name.endswith(".txt") and len(name) == 36 for name in read_edition())
