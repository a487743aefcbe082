"""Readers subscribe, confirm, choose, leave and are forgotten, without scripts; robots and strangers get nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import override_settings
from django.utils import timezone

from building import open_test_publication
from masthead.delivery.mail import asking
from masthead.delivery.mail.links import CHOICES, CONFIRM, LEAVE, link
from masthead.delivery.mail.subscribing import forget_unconfirmed, suppress
from masthead.delivery.models import Membership, Note, Reader, Refusal, Suppression
from masthead.delivery.refusals import forget_counted
from masthead.press.actions import print_waiting
from subscribers import Browser, make_list, make_reader, notes, permit_in

pytestmark = pytest.mark.django_db
DOOR = "/doors/mail/subscribe"


@pytest.fixture(autouse=True)
def morning(data_path: Path) -> Iterator[int]:
    asking.forget_clients()
    forget_counted()
    open_test_publication()
    print_waiting()
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        yield make_list()


def path(address: str) -> str:
    return urlsplit(address).path


def signs_up(browser: Browser, address: str, number: int, **more: str) -> str:
    """Fill in the form and press its button twice, as whoever has no scripts does; return the last page."""
    form = {"address": address, "list": str(number), "language": "en"} | more
    first = browser.post(DOOR, form)
    assert first.status_code == 200
    before = re.search(r'name="page" value="([^"]*)"', first.content.decode())
    assert before
    again = form | {"permit": permit_in(first), "page": before[1]}
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        page = browser.post(DOOR, again, Referer=f"http://testserver{DOOR}")
    assert page.status_code == 200, page.content.decode()
    return page.content.decode()


def test_a_reader_is_on_the_list_once_they_pressed_the_button_in_the_mail(morning: int) -> None:
    browser = Browser()
    assert "Look into your mailbox" in signs_up(browser, " Ada@Example.ORG ", morning)
    reader = Reader.objects.get()
    assert (reader.address, reader.state) == ("ada@example.org", Reader.State.PENDING)
    assert notes() == [("ada@example.org", "confirm")]
    confirm = path(link(CONFIRM, reader, (morning,)))
    # A scanner that follows links changes nothing.
    assert "Subscribe to “The Morning Letter”?" in browser.get(confirm).content.decode()
    assert not Reader.objects.of_list(morning).exists()
    assert "You are subscribed" in browser.post(confirm, {}).content.decode()
    assert list(Reader.objects.of_list(morning)) == [reader]
    assert notes()[-1] == ("ada@example.org", "welcome")
    browser.post(confirm, {})
    assert len(notes()) == 2, "pressing again changes nothing"


def test_when_and_where_somebody_agreed_is_kept_and_no_more(morning: int) -> None:
    browser = Browser("203.0.113.77")
    signs_up(browser, "ada@example.org", morning)
    reader = Reader.objects.get()
    browser.post(path(link(CONFIRM, reader, (morning,))), {})
    reader.refresh_from_db()
    assert reader.asked_from == "/news/a-bridge/"
    assert (reader.asked_network, reader.confirmed_network) == ("203.0.113.0/24", "203.0.113.0/24")
    assert len(reader.wording) == 16
    assert reader.asked_at is not None
    assert reader.confirmed_at is not None


def test_the_answer_is_the_same_whoever_the_address_belongs_to(morning: int) -> None:
    make_reader("known@example.org", morning)
    make_reader("gone@example.org", morning)
    suppress("gone@example.org", Suppression.Reason.COMPLAINT)
    pages = [
        signs_up(Browser(), address, morning).replace(address, "…")
        for address in ("known@example.org", "gone@example.org", "fresh@example.org")
    ]
    assert pages[0] == pages[1] == pages[2]
    assert notes() == [("known@example.org", "already"), ("fresh@example.org", "confirm")]


def test_a_robot_that_fills_every_field_or_is_quick_gets_nobody_mailed(morning: int) -> None:
    page = signs_up(Browser(), "victim@example.org", morning, website="https://spam.example")
    assert "Look into your mailbox" in page
    browser = Browser()
    form = {"address": "victim@example.org", "list": str(morning)}
    permit = permit_in(browser.post(DOOR, form))
    assert "press once more" in browser.post(DOOR, form | {"permit": permit}).content.decode()
    assert not Reader.objects.exists()


def test_a_form_of_another_site_is_refused_and_counted(morning: int) -> None:
    browser = Browser()
    page = browser.post(DOOR, {"address": "a@example.org", "list": "501"}, **{"Sec-Fetch-Site": "cross-site"})
    assert page.status_code == 403
    assert [(one.door, one.reason, one.count) for one in Refusal.objects.all()] == [
        ("mail subscribe", "origin", 1)
    ]


@pytest.mark.parametrize(
    "address",
    ["", "ada", "ada@", "@x", "a b@example.org", "ada@example.org\nBcc: x@y.zz", "x" * 300 + "@example.org"],
)
def test_what_is_no_address_is_said_beside_the_field(morning: int, address: str) -> None:
    page = Browser().post(DOOR, {"address": address, "list": str(morning)})
    assert page.status_code == 400
    assert "This is no e-mail address" in page.content.decode()
    assert not Reader.objects.exists()


def test_scripts_ask_in_json(morning: int) -> None:
    browser = Browser()
    permit = browser.get("/doors/mail/permit").json()["permit"]
    told = {"address": "ada@example.org", "list": [morning], "permit": permit}
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        assert browser.post_json(DOOR, told).json() == {"is_sent": True}
        assert browser.post_json(DOOR, told).json()["reason"] == "replayed"
        assert browser.post_json(DOOR, [1]).status_code == 400
    assert notes() == [("ada@example.org", "confirm")]


def test_one_network_or_one_address_is_asked_only_so_often(morning: int) -> None:
    for _ in range(3):
        signs_up(Browser(), "victim@example.org", morning)
    assert len(notes()) == 1, "one question in a quarter of an hour"
    browser = Browser("198.51.100.9")
    for number in range(10):
        signs_up(browser, f"reader{number}@example.org", morning)
    first = browser.post(DOOR, {"address": "late@example.org", "list": str(morning)})
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        page = browser.post(
            DOOR, {"address": "late@example.org", "list": str(morning), "permit": permit_in(first)}
        )
    assert page.status_code == 429
    assert not Reader.objects.filter(address="late@example.org").exists()


def test_one_mailbox_is_not_filled_with_questions_under_many_addresses(morning: int) -> None:
    for number in range(9):
        page = signs_up(Browser(f"198.51.100.{number}"), f"vic.tim+{number}@example.org", morning)
        assert "Look into your mailbox" in page, "who asks learns nothing"
    assert len(notes()) == 6
    signs_up(Browser(), "somebody@example.org", morning)
    assert len(notes()) == 7


def test_who_gives_an_address_again_changes_nothing_of_its_consent(morning: int) -> None:
    reader = make_reader("ada@example.org", morning)
    Reader.objects.update(asked_from="/news/a-bridge/", asked_network="203.0.113.0/24")
    before = Reader.objects.values().get()
    signs_up(Browser("192.0.2.9"), "ada@example.org", morning)
    assert Reader.objects.values().get() == before
    assert notes() == [(reader.address, "already")]


def test_a_page_that_is_none_is_not_kept(morning: int) -> None:
    browser = Browser()
    permit = browser.get("/doors/mail/permit").json()["permit"]
    told = {"address": "ada@example.org", "list": [morning], "permit": permit, "page": '=HYPERLINK("x")'}
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        assert browser.post_json(DOOR, told).status_code == 200
    assert Reader.objects.get().asked_from == ""


def test_of_a_flood_of_refusals_only_the_beginning_is_written_down(morning: int) -> None:
    for number in range(150):
        page = Browser(f"198.51.100.{number}").post_json(DOOR, [1])
        assert page.status_code == 400
    assert Refusal.objects.get().count < 130


def test_mail_programs_unsubscribe_with_one_click_and_readers_with_a_button(morning: int) -> None:
    reader = make_reader("ada@example.org", morning)
    leave = path(link(LEAVE, reader, (morning,)))
    assert "Unsubscribe from “The Morning Letter”?" in Browser().get(leave).content.decode()
    assert Reader.objects.of_list(morning).exists()
    stranger = Browser()
    stranger.headers = {"Host": "testserver", "X-Forwarded-For": "192.0.2.1"}
    assert stranger.post(leave, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Reader.objects.of_list(morning).exists()
    assert "You no longer get" in Browser().post(leave, {}).content.decode()
    assert "You are subscribed" in Browser().post(leave, {"back": "yes"}).content.decode()
    assert Reader.objects.of_list(morning).exists()


def test_a_reader_chooses_lists_and_language_or_nothing_at_all(morning: int) -> None:
    evening = make_list(502, "The Evening Letter")
    reader = make_reader("ada@example.org", morning)
    door = path(link(CHOICES, reader))
    browser = Browser()
    assert browser.get(door).content.decode().count(" checked") == 1
    page = browser.post(door, {"do": "save", "list": [str(evening)], "language": "de"}).content.decode()
    assert "Gespeichert." in page
    page = browser.post(door, {"do": "save", "list": [str(evening)], "language": "ar"}).content.decode()
    assert '<div class="subscription" lang="ar" dir="rtl">' in page
    assert not Reader.objects.of_list(morning).exists()
    assert list(Reader.objects.of_list(evening)) == [reader]
    browser.post(door, {"do": "none"})
    assert not Reader.objects.of_list(evening).exists()
    assert Suppression.objects.get().reason == Suppression.Reason.UNSUBSCRIBED
    browser.post(door, {"do": "save", "list": [str(morning)], "language": "de"})
    assert list(Reader.objects.of_list(morning)) == [reader]


def test_whoever_wants_to_be_forgotten_is_asked_once_and_gone(morning: int) -> None:
    reader = make_reader("ada@example.org", morning)
    door = path(link(CHOICES, reader))
    browser = Browser()
    assert "is deleted" in browser.post(door, {"do": "erase"}).content.decode()
    assert Reader.objects.exists()
    assert "Everything is deleted" in browser.post(door, {"do": "erase", "sure": "yes"}).content.decode()
    assert not Reader.objects.exists()
    assert not Membership.objects.exists()
    assert browser.get(door).status_code == 404


def test_a_link_that_was_made_up_or_is_of_another_door_is_refused(morning: int) -> None:
    reader = make_reader("ada@example.org", morning)
    right = path(link(LEAVE, reader, (morning,)))
    for wrong in (
        right[:-3] + "AA/",
        right.replace("/leave/", "/choices/"),
        "/doors/mail/leave/1/",
        "/doors/mail/leave/9.0.x/",
    ):
        page = Browser().post(wrong, {"List-Unsubscribe": "One-Click"})
        assert page.status_code == 404, wrong
    assert Reader.objects.of_list(morning).exists()


def test_an_address_that_nobody_confirmed_is_forgotten(morning: int) -> None:
    signs_up(Browser(), "ada@example.org", morning)
    make_reader("old@example.org", morning)
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        forget_unconfirmed()
        assert Reader.objects.count() == 2
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        forget_unconfirmed()
    assert [one.address for one in Reader.objects.all()] == ["old@example.org"]
    assert not Note.objects.exists()


def test_pages_are_private_and_tell_nobody_where_a_reader_came_from(morning: int) -> None:
    reader = make_reader("ada@example.org", morning)
    page = Browser().get(path(link(CHOICES, reader)))
    assert page["Cache-Control"] == "private, no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert "Set-Cookie" not in page
