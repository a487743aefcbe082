"""Letters reach the readers of a list through a real mail server: right, once, and only those who want them."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import settings
from django.db import connections
from django.test import override_settings
from django.utils import timezone
from letter_rounds import mail_to, send, states

from building import open_test_publication
from mail_server import MailServer, running_server
from masthead.config.email import MailLine, mail_line
from masthead.delivery.conf import mail_conf
from masthead.delivery.mail import asking, mailings, posting
from masthead.delivery.mail.lines import LineDownError
from masthead.delivery.mail.mailings import plan_mailings, stop_mailing
from masthead.delivery.mail.pacing import Pace
from masthead.delivery.mail.sending import mind_left_posts
from masthead.delivery.mail.subscribing import leave, write_note
from masthead.delivery.mail.worker import run_mail
from masthead.delivery.models import Click, Letter, Mailing, Note, Reader, State, Suppression
from masthead.press.actions import print_waiting
from masthead.press.mail import MailText
from subscribers import Browser, make_list, make_reader

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = MailText(
    subject="Körpü açılır: 橋が開く", language="az", newsletter_id=501,
    html='<html><body><p>Salam</p><a href="%%UNSUBSCRIBE%%">Çıx</a> <a href="%%PREFERENCES%%">Seç</a></body></html>',
    text="Salam, dünya\n\nÇıx: %%UNSUBSCRIBE%%\nSeç: %%PREFERENCES%%\n",
)  # fmt: skip


@pytest.fixture
def server() -> Iterator[MailServer]:
    with running_server() as running:
        yield running


@pytest.fixture
def morning(data_path: Path, server: MailServer, monkeypatch: pytest.MonkeyPatch, settings: Any) -> int:
    asking.forget_clients()
    open_test_publication()
    print_waiting()
    monkeypatch.setattr(posting, "compose_letter", lambda letter_id: TEXT)
    settings.MAIL_LINE = mail_line(f"smtp://127.0.0.1:{server.port}")
    settings.ALLOWED_HOSTS = ["testserver", "example.org"]
    settings.MASTHEAD = settings.MASTHEAD | {
        "MAIL_FROM": "letters@example.org", "SITE_URL": "https://example.org",
        "BOUNCE_ADDRESS": "bounces@example.org",
    }  # fmt: skip
    return make_list()


def test_a_letter_has_two_parts_the_reader_s_own_links_and_the_headers_of_a_list(
    morning: int, server: MailServer
) -> None:
    reader = make_reader("ada@example.org", morning, name="Əli \u202eVəliyev\r\nBcc: x@y.zz")
    mail_to(morning)
    assert send() == 1
    (mail,) = server.mails
    message = mail.message
    assert message["Subject"] == TEXT.subject
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert parseaddr(message["To"]) == ("Əli Vəliyev Bcc: x@y.zz", "ada@example.org")
    assert message["Bcc"] is None
    assert parseaddr(message["From"]) == ("The Test Courier", "letters@example.org")
    assert message["List-Id"] == '"The Morning Letter" <501.letters.example.org>'
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Content-Language"] == "az"
    assert message["Precedence"] == "bulk"
    assert message["Message-ID"].endswith("@example.org>")
    assert message["Feedback-ID"].endswith(":501:letter:example.org")
    assert mail.envelope.startswith("bounces+l")
    leave_link = message["List-Unsubscribe"].strip("<>")
    assert leave_link in mail.part("plain")
    assert leave_link in mail.part("html")
    assert "%%" not in mail.part("plain") + mail.part("html")
    assert "dünya" in mail.part("plain")
    assert states() == {reader.address: State.SENT}


def test_the_link_in_the_header_takes_the_reader_off_the_list(morning: int, server: MailServer) -> None:
    make_reader("ada@example.org", morning)
    mail_to(morning)
    send()
    address = str(server.mails[0].message["List-Unsubscribe"]).strip("<>")
    program = Browser()
    program.headers = {"Host": "example.org"}
    assert program.post(urlsplit(address).path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    mail_to(morning, letter_id=9002)
    assert send() == 0
    assert len(server.mails) == 1


def test_a_letter_goes_once_to_each_confirmed_reader_of_the_list_and_to_nobody_else(
    morning: int, server: MailServer
) -> None:
    evening = make_list(502, "The Evening Letter")
    for number in range(30):
        make_reader(f"reader{number}@example.org", morning)
    make_reader("other@example.org", evening)
    make_reader("pending@example.org", morning, state="pending")
    leave(make_reader("left@example.org", morning), [morning])
    mail_to(morning)
    plan_mailings()
    while send(limit=7):
        continue
    assert sorted(one.recipient for one in server.mails) == sorted(
        f"reader{n}@example.org" for n in range(30)
    )
    assert server.connections <= 4 * 5, "lines stay open"


def test_who_leaves_while_letters_are_sent_gets_none(morning: int, server: MailServer) -> None:
    first, second = make_reader("a@example.org", morning), make_reader("b@example.org", morning)
    mail_to(morning)
    leave(second, [morning])
    send()
    assert [one.recipient for one in server.mails] == [first.address]
    assert states()["b@example.org"] == State.SKIPPED


def test_an_editor_can_stop_what_is_not_sent(morning: int, server: MailServer) -> None:
    make_reader("a@example.org", morning)
    assert stop_mailing(mail_to(morning), reason="Stopped by Ada.") == 1
    assert send() == 0
    assert not server.mails


def test_addresses_that_are_no_more_get_nothing_again_and_full_ones_are_tried_later(
    morning: int, server: MailServer
) -> None:
    for name in ("gone", "full", "busy", "spam", "good"):
        make_reader(f"{name}@example.org", morning)
    server.at_recipient = {
        "gone@example.org": "550 5.1.1 User unknown",
        "full@example.org": "552 5.2.2 Mailbox full",
        "busy@example.org": "451 4.7.1 Greylisted, come back",
    }
    server.at_data = {"spam@example.org": "554 5.7.1 Message looks like spam"}
    mail_to(morning)
    send()
    assert states() == {
        "gone@example.org": State.GONE, "full@example.org": State.FAILED, "busy@example.org": State.DUE,
        "spam@example.org": State.FAILED, "good@example.org": State.SENT,
    }  # fmt: skip
    assert Reader.objects.get(address="gone@example.org").state == Reader.State.SUPPRESSED
    assert Reader.objects.get(address="full@example.org").soft_bounces == 1
    assert Suppression.objects.count() == 1
    assert Suppression.objects.get().detail == "5.1.1", "what is kept names nobody"
    server.at_recipient.clear()
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        send()
    assert states()["busy@example.org"] == State.SENT
    mail_to(morning, letter_id=9002)
    send()
    assert not server.to("gone@example.org")
    assert Reader.objects.get(address="full@example.org").soft_bounces == 0


def test_a_mailbox_that_is_full_again_and_again_gets_no_more(morning: int, server: MailServer) -> None:
    make_reader("full@example.org", morning)
    server.at_recipient = {"full@example.org": "552 5.2.2 Mailbox full"}
    for number in range(6):
        mail_to(morning, letter_id=9100 + number)
        send()
    assert Letter.objects.count() == 4
    assert Suppression.objects.get().reason == Suppression.Reason.BOUNCE


def test_a_line_that_breaks_while_a_text_is_on_its_way_leaves_it_unclear_and_sends_it_to_nobody_twice(
    morning: int, server: MailServer
) -> None:
    make_reader("odd@example.org", morning)
    make_reader("good@example.org", morning)
    server.at_data = {"odd@example.org": "hang up"}
    mail_to(morning)
    send()
    assert states() == {"odd@example.org": State.UNCLEAR, "good@example.org": State.SENT}
    server.at_data = {}
    assert send() == 0


def test_a_text_that_a_server_does_not_want_now_keeps_no_other_letter_back(
    morning: int, server: MailServer, settings: Any
) -> None:
    settings.MASTHEAD = settings.MASTHEAD | {"MAIL_CONNECTIONS": 1}
    for name in ("ada", "bo", "cleo"):
        make_reader(f"{name}@example.org", morning)
    mail_to(morning)
    server.before_data = ["451 4.3.0 Later"]
    send()
    assert sorted(states().values()) == [State.DUE, State.SENT, State.SENT]


@pytest.mark.parametrize("said", ["550 5.7.1 Sender not allowed", "451 Too many mails"])
def test_a_server_that_wants_nothing_from_us_costs_nobody_their_letter(
    morning: int, server: MailServer, said: str
) -> None:
    make_reader("a@example.org", morning)
    server.at_sender = said
    mail_to(morning)
    with pytest.raises(LineDownError, match="refuses mails from"):
        send()
    assert states() == {"a@example.org": State.DUE}
    server.at_sender = ""
    assert send() == 1


def test_a_server_that_is_not_there_is_named_and_letters_wait(
    morning: int, server: MailServer, settings: Any
) -> None:
    make_reader("a@example.org", morning)
    mail_to(morning)
    settings.MAIL_LINE = mail_line("smtp://127.0.0.1:9")
    for _ in range(12):
        with pytest.raises(LineDownError, match="mail_url"):
            send()
    assert states() == {"a@example.org": State.DUE}
    letter = Letter.objects.get()
    assert (letter.begun_at, letter.attempts) == (None, 0), "an outage uses no attempt up"


def test_what_a_killed_worker_left_is_sent_if_it_was_not_begun_and_told_if_it_was(
    morning: int, server: MailServer
) -> None:
    for name in ("begun", "held"):
        make_reader(f"{name}@example.org", morning)
    mail_to(morning)
    past = timezone.now() - timedelta(minutes=1)
    Letter.objects.update(state=State.HELD, held_until=past)
    Letter.objects.filter(reader__address="begun@example.org").update(begun_at=past)
    assert mind_left_posts(Letter) == 2
    send()
    assert states() == {"begun@example.org": State.UNCLEAR, "held@example.org": State.SENT}
    assert "not known whether it arrived" in Letter.objects.get(state=State.UNCLEAR).reason


def test_notes_say_what_they_are_about_and_lead_to_the_right_door(morning: int, server: MailServer) -> None:
    reader = make_reader("ada@example.org", state="pending", language="de")
    write_note(reader, "confirm", [morning])
    assert send(Note) == 1
    (mail,) = server.mails
    assert "The Morning Letter" in str(mail.message["Subject"])
    assert mail.message["Auto-Submitted"] == "auto-generated"
    assert mail.message["List-Unsubscribe"] is None
    link = next(one for one in mail.part("plain").split() if "/doors/mail/confirm/" in one)
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        assert "„The Morning Letter“ abonnieren?" in Browser().get(urlsplit(link).path).content.decode()


def test_no_more_leave_in_a_minute_or_a_day_than_was_set(morning: int, settings: Any) -> None:
    now = [0.0]
    settings.MASTHEAD = settings.MASTHEAD | {"MAIL_PER_MINUTE": 60}
    pace = Pace(mail_conf(), clock=lambda: now[0])
    sent = 0
    for _ in range(600):
        now[0] += 0.1
        room = pace.room()
        pace.used(room)
        sent += room
    assert 58 <= sent <= 63
    settings.MASTHEAD = settings.MASTHEAD | {"MAIL_PER_MINUTE": 0, "MAIL_WARM_UP": 50}
    assert Pace(mail_conf()).room() == 50
    reader = make_reader("ada@example.org", morning)
    mailing = mail_to(morning)
    Letter.objects.filter(mailing=mailing, reader=reader).update(begun_at=timezone.now() - timedelta(days=2))
    assert Pace(mail_conf()).room() == 200


def test_letters_can_be_signed_by_the_site_itself(
    morning: int, server: MailServer, settings: Any, tmp_path: Path
) -> None:
    import base64

    import dkim
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(65537, 2048)
    path = tmp_path / "dkim.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption())
    )  # fmt: skip
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    settings.MASTHEAD = settings.MASTHEAD | {"DKIM_KEY": path}
    make_reader("ada@example.org", morning)
    mail_to(morning)
    send()
    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)
    asked: list[bytes] = []

    def dnsfunc(name: bytes, timeout: int = 5) -> bytes:
        asked.append(name)
        return record

    assert dkim.verify(server.mails[0].content, dnsfunc=dnsfunc)
    assert asked == [b"masthead._domainkey.example.org."]


def test_ten_thousand_copies_are_written_at_once(morning: int) -> None:
    Reader.objects.bulk_create(
        [Reader(address=f"reader{n}@example.org", state="confirmed") for n in range(10_000)], batch_size=1000
    )
    from masthead.delivery.models import Membership

    now = timezone.now()
    Membership.objects.bulk_create(
        [
            Membership(reader_id=pk, newsletter_id=morning, asked_at=now, joined_at=now)
            for pk in Reader.objects.values_list("pk", flat=True)
        ],
        batch_size=1000,
    )
    import time

    started = time.perf_counter()
    mailing = mail_to(morning)
    assert time.perf_counter() - started < 10
    mailing.refresh_from_db()
    assert mailing.copies == Letter.objects.count() == 10_000
    assert mailings.LettersWay().receivers() == 10_000
    assert settings.MAIL_LINE is not None
    assert isinstance(settings.MAIL_LINE, MailLine)


def test_the_thread_of_a_running_site_sends_notes_and_letters_until_it_is_stopped(
    morning: int, server: MailServer
) -> None:
    reader = make_reader("ada@example.org", morning)
    write_note(reader, "welcome", [morning])
    Mailing.objects.create(letter_id=9001, newsletter_id=morning, title="x", due_at=timezone.now())
    stop, arrived = threading.Event(), threading.Event()

    def run() -> None:
        try:
            run_mail(stop)
        finally:
            connections.close_all()

    server.on_data = lambda _: arrived.set() if len(server.mails) == 2 else None
    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert arrived.wait(60)
    finally:
        stop.set()
        thread.join(60)
    assert not thread.is_alive()
    assert states() == {"ada@example.org": State.SENT}
    assert Note.objects.get().state == State.SENT


def test_links_are_as_they_were_written_unless_a_setting_counts_how_often_each_is_pressed(
    morning: int, server: MailServer, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = TEXT.html.replace(
        "<p>", '<a href="https://example.org/a/?x=1&amp;y=2">A</a> <a href="https://else.example/">B</a><p>'
    )
    monkeypatch.setattr(posting, "compose_letter", lambda letter_id: replace(TEXT, html=html))
    make_reader("ada@example.org", morning)
    mail_to(morning)
    send()
    assert "/doors/mail/go/" not in server.mails[0].part("html")
    settings.MASTHEAD = settings.MASTHEAD | {"COUNT_CLICKS": True}
    make_reader("bo@example.org", morning)
    mailing = mail_to(morning, letter_id=9002)
    send()
    first, second = (one.part("html") for one in server.mails[1:])
    links = re.findall(r"https://example\.org(/doors/mail/go/[0-9.]+)", first)
    assert links == re.findall(r"https://example\.org(/doors/mail/go/[0-9.]+)", second), (
        "all copies hold the same"
    )
    assert len(links) == 2
    assert "/doors/mail/leave/" in first
    browser = Browser()
    assert browser.get(links[0])["Location"] == "https://example.org/a/?x=1&y=2"
    assert [one.count for one in Click.objects.filter(mailing=mailing)] == [0, 0], "a scanner is no reader"
    browser.headers["Sec-Fetch-Mode"] = "navigate"
    assert browser.get(links[1])["Location"] == "https://else.example/"
    assert [one.count for one in Click.objects.filter(mailing=mailing).order_by("number")] == [0, 1]
    assert browser.get(f"/doors/mail/go/{mailing.pk}.77").status_code == 404
