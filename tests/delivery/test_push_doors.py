"""The doors of web push: what a device asks for is kept, and what is not its own wish is refused."""

from __future__ import annotations

import base64
import copy
import socket
import threading
from pathlib import Path
from typing import Any

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import ec
from devices import Page, encoded, make_device
from django.conf import settings
from django.test import override_settings

from building import make_article, make_contributor, make_topic
from masthead.delivery.errors import RefusedError
from masthead.delivery.models import Choice, Refusal, Subscription
from masthead.delivery.push import endpoints
from masthead.delivery.push.endpoints import check_endpoint
from masthead.delivery.push.keys import public_key
from masthead.delivery.tokens import Permits
from masthead.newsroom.models import SectionPage
from masthead.press.actions import print_waiting


def wish(device: dict[str, Any], section: Any, **more: Any) -> dict[str, Any]:
    """Return a wish about a section, by its number, or about anything by its name."""
    thing = f"section:{section}" if isinstance(section, int) else section
    return {"subscription": device, "thing": thing, "language": "en", "time_zone": "Asia/Baku", **more}


def chosen(answer: tuple[int, dict[str, Any]]) -> tuple[int, list[str]]:
    """Return a door's status, and what it says that the device chose."""
    return answer[0], answer[1].get("things", [])


def named(*sections: int) -> list[str]:
    return [f"section:{one}" for one in sorted(sections)]


def test_names_that_nobody_answers_for_keep_no_other_device_waiting(
    monkeypatch: pytest.MonkeyPatch, settings: Any, data_path: Path
) -> None:
    asked: list[str] = []
    is_over = threading.Event()

    def look_up(host: str, *_: Any, **__: Any) -> list[Any]:
        asked.append(host)
        if host.startswith("slow"):
            is_over.wait(20)
        return [(2, 1, 6, "", ("8.8.8.8", 443))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(endpoints, "_WAIT_S", 0.1)
    for number in range(6):
        with pytest.raises(RefusedError, match="just now"):
            check_endpoint(f"https://slow{number}.example.net/x")
    is_over.set()
    monkeypatch.setattr(endpoints, "_WAIT_S", 20.0)
    check_endpoint("https://push.example.net/x")
    assert asked == ["slow0.example.net", "slow1.example.net", "push.example.net"]


def test_a_device_subscribes_changes_its_mind_and_is_forgotten(
    page: Page, sections: list[SectionPage]
) -> None:
    news, culture = (one.pk for one in sections)
    device = make_device()
    assert chosen(page.state(device)) == (200, [])
    assert chosen(page.post("subscribe", wish(device, news))) == (200, named(news))
    assert chosen(page.post("subscribe", wish(device, news))) == (200, named(news))
    assert chosen(page.post("subscribe", wish(device, culture))) == (200, named(news, culture))
    kept = Subscription.objects.get()
    assert (kept.endpoint, kept.language, kept.time_zone) == (device["endpoint"], "en", "Asia/Baku")
    assert chosen(page.state(device)) == (200, named(news, culture))
    assert chosen(page.post("unsubscribe", wish(device, news))) == (200, named(culture))
    assert chosen(page.post("unsubscribe", wish(device, culture))) == (200, [])
    assert chosen(page.state(device)) == (200, [])
    assert not Subscription.objects.exists()


def test_everything_can_be_ended_at_once(page: Page, sections: list[SectionPage]) -> None:
    device = make_device()
    for section in sections:
        page.post("subscribe", wish(device, section.pk))
    assert chosen(page.post("unsubscribe", {"subscription": device})) == (200, [])
    assert not Choice.objects.exists()


def test_people_topics_breaking_news_and_everything_can_be_chosen(
    page: Page, sections: list[SectionPage]
) -> None:
    person, topic = make_contributor(), make_topic()
    make_article(sections[0], byline=[person], topics=[topic])
    print_waiting()
    device = make_device()
    things = [f"contributor:{person.pk}", f"topic:{topic.pk}", "breaking:0", "everything:0"]
    for thing in things:
        assert page.post("subscribe", wish(device, thing))[0] == 200
    status, told = page.state(device)
    assert (status, sorted(told["things"])) == (200, sorted(things))
    assert told["names"] == {
        f"contributor:{person.pk}": {"title": "Ada Writer", "address": "/contributors/ada-writer/"},
        f"topic:{topic.pk}": {"title": "Harbours", "address": "/topics/harbours/"},
    }


def test_all_that_a_device_wants_is_set_at_once(page: Page, sections: list[SectionPage]) -> None:
    news, culture = (one.pk for one in sections)
    device = make_device()
    page.post("subscribe", wish(device, culture))
    wanted = {
        "subscription": device, "things": [f"section:{news}", "breaking:0"], "alone": [news], "language": "ka",
        "is_language_only": True, "quiet": [22, 7], "is_woken_by_breaking": True, "time_zone": "Asia/Tbilisi",
    }  # fmt: skip
    assert page.post("choose", wanted)[0] == 200
    status, told = page.state(device)
    assert status == 200
    kept = {name: told[name] for name in wanted if name in told}
    assert kept == {name: wanted[name] for name in kept} | {"things": ["breaking:0", f"section:{news}"]}
    assert told["alone"] == [news]
    assert Subscription.objects.get().time_zone == "Asia/Tbilisi"
    # Another button does not undo what was chosen on the page.
    page.post("subscribe", wish(device, culture, language="en"))
    assert page.state(device)[1]["language"] == "ka"
    assert page.post("choose", wanted | {"things": []})[1]["things"] == []
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"things": None}, {"things": "section:1"}, {"things": ["section:1"] * 201}, {"things": ["section:999999"]},
        {"things": ["breaking:1"]}, {"alone": 1}, {"quiet": [22]}, {"quiet": [22, 24]}, {"quiet": ["22", "7"]},
        {"quiet": [True, False]}, {"quiet": 7},
    ],
)  # fmt: skip
def test_a_wish_that_makes_no_sense_changes_nothing(
    page: Page, sections: list[SectionPage], wrong: dict[str, Any]
) -> None:
    device = make_device()
    page.post("subscribe", wish(device, sections[0].pk))
    wanted = {"subscription": device, "things": ["breaking:0"]} | wrong
    assert page.post("choose", wanted)[0] in {400, 404}
    assert chosen(page.state(device)) == (200, named(sections[0].pk))


def test_a_device_keeps_its_choices_under_a_new_endpoint(page: Page, sections: list[SectionPage]) -> None:
    old, fresh = make_device(), make_device()
    page.post("subscribe", wish(old, sections[0].pk))
    told = {"before": old, "subscription": fresh}
    assert chosen(page.post("renew", told)) == (200, named(sections[0].pk))
    assert chosen(page.state(fresh)) == (200, named(sections[0].pk))
    assert chosen(page.state(old)) == (200, [])
    status, answer = page.post("renew", told)
    assert (status, answer["reason"]) == (404, "unknown")


def test_a_forged_device_learns_and_changes_nothing(page: Page, sections: list[SectionPage]) -> None:
    device, section = make_device(), sections[0].pk
    page.post("subscribe", wish(device, section))
    forged = make_device(device["endpoint"])
    half = copy.deepcopy(device)
    half["keys"]["auth"] = forged["keys"]["auth"]
    for fake in (forged, half):
        for door in ("state", "subscribe", "unsubscribe"):
            status, answer = page.post(door, wish(fake, section))
            assert (status, answer["reason"]) == (403, "device")
        status, _ = page.post("renew", {"before": fake, "subscription": make_device()})
        assert status == 403
    assert chosen(page.state(device)) == (200, named(section))


def test_a_request_counts_once_and_only_where_it_was_prepared(
    page: Page, sections: list[SectionPage]
) -> None:
    device, section = make_device(), sections[0].pk
    permit = page.key()["permit"]
    assert page.post("subscribe", wish(device, section, permit=permit))[0] == 200
    status, answer = page.post("subscribe", wish(device, section, permit=permit))
    assert (status, answer["reason"]) == (409, "replayed")
    elsewhere = Page("198.51.100.1").key()["permit"]
    for forged in (elsewhere, "", "1.2.3", "x", "9999999999.a." + "0" * 32, "٣.a.b", "\ud800"):
        status, answer = page.post("unsubscribe", wish(device, section, permit=forged))
        assert (status, answer["reason"]) == (403, "permit"), forged
    assert chosen(page.state(device)) == (200, named(section))


def test_what_is_refused_is_counted_by_door_and_reason(page: Page, sections: list[SectionPage]) -> None:
    device = make_device()
    page.post("subscribe", wish(device, sections[0].pk))
    for _ in range(3):
        page.post("unsubscribe", wish(make_device(device["endpoint"]), sections[0].pk))
    page.post("subscribe", wish(make_device("https://127.0.0.1/x"), sections[0].pk))
    counted = Refusal.objects.values_list("door", "reason", "count")
    assert sorted(counted) == [("push subscribe", "endpoint", 1), ("push unsubscribe", "device", 3)]


def test_permits_end(page: Page, sections: list[SectionPage]) -> None:
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False) as clock:
        permit = page.key()["permit"]
        clock.shift(601)
        status, answer = page.post("subscribe", wish(make_device(), sections[0].pk, permit=permit))
    assert (status, answer["reason"]) == (403, "permit")
    assert not Subscription.objects.exists()


def test_used_permits_are_forgotten_when_they_would_be_too_old_anyway() -> None:
    now = [1000.0]
    permits = Permits(now=lambda: now[0])
    for _ in range(50):
        permits.take(permits.give("a"), "a")
        now[0] += 100
    assert len(permits._used) <= 7


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_other_sites_are_refused(page: Page, sections: list[SectionPage], headers: dict[str, str]) -> None:
    status, answer = page.post("subscribe", wish(make_device(), sections[0].pk), **headers)
    assert (status, answer["reason"]) == (403, "origin")


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.test:8443.evil.example/x", "http://8.8.8.8/x", "https://127.0.0.1/x", "https://[::1]/x",
        "https://10.0.0.1/x", "https://169.254.169.254/latest/meta-data", "https://[::ffff:127.0.0.1]/x",
        "https://localhost/x", "https://8.8.8.8:22/x", "https://user:pass@8.8.8.8/x", "https://push.test:8443@8.8.8.8/",
        "https://0x7f000001/x", "https://8.8.8.8/#x", "https://8.8.8.8/ x", "https://пуш.example/x", "", "x",
        "javascript:1", "file:///etc/passwd", "https://", "https://[", "https://8.8.8.8:99999999/x",
        "https://8.8.8.8/" + "x" * 990, "https://8.8.8.8/\n",
    ],
)  # fmt: skip
def test_only_public_push_services_are_taken(page: Page, sections: list[SectionPage], endpoint: str) -> None:
    status, answer = page.post("subscribe", wish(make_device() | {"endpoint": endpoint}, sections[0].pk))
    assert (status, answer["reason"]) in {(400, "endpoint"), (400, "json")}
    assert answer["error"].endswith(".")
    assert not Subscription.objects.exists()


def test_a_service_on_the_public_network_is_taken(page: Page, sections: list[SectionPage]) -> None:
    assert page.post("subscribe", wish(make_device("https://8.8.8.8/wpush/v2/abc"), sections[0].pk))[0] == 200


def test_without_the_setting_test_hosts_are_refused(page: Page, sections: list[SectionPage]) -> None:
    with override_settings(MASTHEAD=settings.MASTHEAD | {"PUSH_TEST_HOSTS": ()}):
        assert page.post("subscribe", wish(make_device(), sections[0].pk))[0] == 400


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("p256dh", ""), ("p256dh", "not base64!"), ("p256dh", encoded(b"\4" + b"\1" * 64)), ("p256dh", encoded(b"\4" * 64)),
        ("p256dh", encoded(b"\2" + b"\1" * 32)), ("p256dh", "ü" * 87), ("p256dh", "A" * 101), ("p256dh", 7),
        ("auth", encoded(b"x" * 15)), ("auth", encoded(b"x" * 17)), ("auth", None), ("auth", ["x"]), ("auth", "x" * 41),
    ],
)  # fmt: skip
def test_broken_keys_are_refused(page: Page, sections: list[SectionPage], name: str, value: Any) -> None:
    device = make_device()
    device["keys"][name] = value
    status, answer = page.post("subscribe", wish(device, sections[0].pk))
    assert (status, answer["reason"]) in {(400, "keys"), (400, "json")}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 415), ("{", 400), ("[]", 400), ("null", 400), ("[" * 2000, 400), ("x" * 17_000, 413), (b"\xff\xfe", 400),
        ('{"subscription": []}', 403),
    ],
)  # fmt: skip
def test_what_is_no_wish_is_refused(page: Page, body: str, status: int) -> None:
    assert page.post("subscribe", body)[0] == status


@pytest.mark.parametrize(
    "thing",
    [
        None, 12, "", "section", "section:", "section:x", "section:-1", "section:1.5", "section:٣", "section:999999",
        "section:" + "9" * 19, "page:1", "breaking:1", "everything:7", ["section:1"],
    ],
)  # fmt: skip
def test_only_what_there_is_can_be_chosen(page: Page, sections: list[SectionPage], thing: Any) -> None:
    told = wish(make_device(), None) | {"thing": thing}
    status, answer = page.post("subscribe", told)
    assert (status, answer["reason"]) in {(400, "thing"), (404, "thing")}


def test_a_draft_section_cannot_be_found_by_asking(page: Page, sections: list[SectionPage]) -> None:
    sections[1].unpublish()
    print_waiting()
    assert page.post("subscribe", wish(make_device(), sections[1].pk))[0] == 404


def test_one_network_cannot_change_without_end(page: Page, sections: list[SectionPage]) -> None:
    statuses = [page.post("subscribe", wish(make_device(), sections[0].pk))[0] for _ in range(41)]
    assert statuses == [200] * 40 + [429]
    assert Page("198.51.100.1").post("subscribe", wish(make_device(), sections[0].pk))[0] == 200


def test_the_doors_take_only_what_they_are_for(page: Page) -> None:
    assert page.client.get("/doors/push/subscribe", headers=page.headers).status_code == 405
    assert page.client.post("/doors/push/key", headers=page.headers).status_code == 405
    answer = page.client.post("/doors/push/state", {"a": 1}, headers=page.headers)
    assert answer.status_code == 415


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "x" * 65])
def test_a_time_zone_that_is_none_is_left_out(page: Page, sections: list[SectionPage], zone: str) -> None:
    status, _ = page.post("subscribe", wish(make_device(), sections[0].pk, time_zone=zone))
    assert status == (400 if len(zone) > 64 else 200)
    assert all(one.time_zone == "" for one in Subscription.objects.all())


def test_the_sites_key_is_made_once_and_kept_from_others(sections: list[SectionPage]) -> None:
    first = public_key()
    path = Path(settings.MASTHEAD["DATA_PATH"]) / "push_private_key.pem"
    assert path.stat().st_mode & 0o777 == 0o600
    assert public_key() == first
    point = base64.urlsafe_b64decode(first + "=")
    assert ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    assert "PRIVATE" not in str(Page().key())
