"""Notices are carried to several services at once, and none of them can hold back the others."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import override_settings
from push_service import PushService, push_service

from masthead.delivery.push.answers import Answer, Meaning
from masthead.delivery.push.courier import Courier
from masthead.delivery.push.sealing import Parcel

DEADLINE_S = 30.0


@pytest.fixture
def good() -> Iterator[PushService]:
    with push_service() as running:
        yield running


@pytest.fixture
def bad() -> Iterator[PushService]:
    with push_service() as running:
        yield running


@pytest.fixture
def courier(good: PushService, bad: PushService) -> Iterator[Courier]:
    allowed = override_settings(MASTHEAD=settings.MASTHEAD | {"PUSH_TEST_HOSTS": (good.host, bad.host)})
    with allowed, Courier() as running:
        yield running


def parcels(service: PushService, count: int = 1, path: str = "device") -> list[Parcel]:
    origin = f"http://{service.host}"
    return [
        Parcel(number, origin, f"/{path}/{number}", {"TTL": "60"}, b"x", b"{}") for number in range(count)
    ]


def answers(courier: Courier, count: int) -> list[tuple[Parcel, Answer]]:
    until = time.monotonic() + DEADLINE_S
    return [courier.done.get(timeout=max(0.1, until - time.monotonic())) for _ in range(count)]


def meanings(courier: Courier, count: int) -> list[Meaning]:
    return [answer.meaning for _, answer in answers(courier, count)]


def test_many_notices_go_on_few_connections(courier: Courier, good: PushService) -> None:
    courier.send(parcels(good, 300))
    assert meanings(courier, 300) == [Meaning.TAKEN] * 300
    assert sorted(one.path for one in good.posts) == sorted(f"/device/{number}" for number in range(300))


def test_a_silent_service_holds_back_no_other(courier: Courier, good: PushService, bad: PushService) -> None:
    def never(path: str, before: int) -> tuple[int, dict[str, str]]:
        bad.release.wait(DEADLINE_S)
        return 201, {}

    bad.rule = never
    courier.send(parcels(bad, 60))
    started = time.monotonic()
    courier.send(parcels(good, 60))
    assert {parcel.service for parcel, _ in answers(courier, 60)} == {f"http://{good.host}"}
    assert time.monotonic() - started < 10
    # What is on its way when the site stops is given back and goes again with the next start.
    courier.stop()
    assert set(meanings(courier, 60)) == {Meaning.POSTPONED}


def test_a_service_that_asks_to_wait_is_left_alone_so_long(courier: Courier, bad: PushService) -> None:
    bad.rule = lambda path, before: (429, {"Retry-After": "120"})
    courier.send(parcels(bad, 100))
    found = answers(courier, 100)
    asked = [answer for _, answer in found if answer.meaning is Meaning.LATER]
    others = [answer for _, answer in found if answer.meaning is Meaning.POSTPONED]
    assert len(asked) + len(others) == 100
    assert 1 <= len(asked) <= 40, "at most those that were on their way"
    assert all(answer.wait_s == 120 for answer in asked)
    assert all(100 < (answer.wait_s or 0) <= 120 for answer in others)
    courier.send(parcels(bad, 5))
    assert meanings(courier, 5) == [Meaning.POSTPONED] * 5


def test_a_failing_service_is_left_alone_after_some_failures(courier: Courier, bad: PushService) -> None:
    bad.rule = lambda path, before: (500, {})
    courier.send(parcels(bad, 200))
    found = meanings(courier, 200)
    assert found.count(Meaning.LATER) <= 40 + 5
    assert found.count(Meaning.LATER) + found.count(Meaning.POSTPONED) == 200


def test_failures_of_single_devices_stop_nothing(courier: Courier, bad: PushService) -> None:
    bad.rule = lambda path, before: (500 if path.endswith("7") else 201, {})
    courier.send(parcels(bad, 50))
    found = meanings(courier, 50)
    assert (found.count(Meaning.TAKEN), found.count(Meaning.LATER)) == (45, 5)


def test_redirects_are_not_followed(courier: Courier, good: PushService, bad: PushService) -> None:
    bad.rule = lambda path, before: (307, {"Location": f"http://{good.host}/elsewhere"})
    courier.send(parcels(bad))
    (found,) = answers(courier, 1)
    assert found[1].meaning is Meaning.REFUSED
    assert "leads elsewhere (307)" in found[1].reason
    assert good.asked == []


def test_nonsense_is_a_failure_of_the_service(courier: Courier, bad: PushService) -> None:
    bad.rule = lambda path, before: (0, {})
    courier.send(parcels(bad))
    (found,) = answers(courier, 1)
    assert found[1].meaning is Meaning.LATER
    assert found[1].is_ailing


def test_an_answer_without_end_is_cut_off(courier: Courier, bad: PushService) -> None:
    bad.rule = lambda path, before: (201, {"Content-Length": "99999999"})
    courier.send(parcels(bad))
    (found,) = answers(courier, 1)
    assert found[1].meaning is Meaning.LATER


@pytest.mark.parametrize(
    "service", ["https://127.0.0.1", "https://[::1]", "https://169.254.169.254", "https://10.1.2.3"]
)
def test_ones_own_network_is_out_of_reach(courier: Courier, service: str) -> None:
    courier.send([Parcel(1, service, "/x", {}, b"x", b"{}")])
    (found,) = answers(courier, 1)
    assert found[1].meaning is Meaning.REFUSED
    assert "not on the public network" in found[1].reason


def test_a_notice_that_cannot_be_sent_is_refused_and_the_next_one_goes(
    courier: Courier, good: PushService
) -> None:
    origin = f"http://{good.host}"
    courier.send([Parcel(1, origin, "/a", {"Topic": "a\nb"}, b"x", b"{}"), *parcels(good)])
    found = sorted(answer.meaning for _, answer in answers(courier, 2))
    assert found == sorted([Meaning.REFUSED, Meaning.TAKEN])
