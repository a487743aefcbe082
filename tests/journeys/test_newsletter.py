"""From an editor's Publish to a reader's mailbox, and out again by the link in the letter."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.utils import timezone

from building import make_article, make_letter, make_newsletter, make_section, open_test_publication
from mail_server import MailServer, running_server
from masthead.config.email import mail_line
from masthead.delivery.conf import mail_conf
from masthead.delivery.mail import asking
from masthead.delivery.mail.mailings import plan_mailings
from masthead.delivery.mail.sending import Switchboard, send_some
from masthead.delivery.models import Letter, Mailing, Note, Reader
from masthead.delivery.telling import take_printed
from masthead.newsroom.models import NewsletterPage
from masthead.press.actions import print_waiting
from subscribers import Browser, permit_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(data_path: Path, settings: Any) -> Iterator[MailServer]:
    asking.forget_clients()
    settings.ALLOWED_HOSTS = ["testserver"]
    with running_server() as running:
        settings.MAIL_LINE = mail_line(f"smtp://127.0.0.1:{running.port}")
        yield running


def post_all() -> None:
    """Do what the threads of a running site do, a little later."""
    while take_printed():
        continue
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        plan_mailings()
        switchboard = Switchboard(mail_conf())
        for model in (Note, Letter):
            send_some(model, switchboard, limit=100, stop=threading.Event())
        switchboard.close()


def subscribe(browser: Browser, newsletter: NewsletterPage, address: str) -> None:
    form = {"address": address, "list": str(newsletter.pk), "language": "en"}
    first = browser.post("/doors/mail/subscribe", form)
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        assert browser.post("/doors/mail/subscribe", form | {"permit": permit_in(first)}).status_code == 200


def link_in(text: str, door: str) -> str:
    found = re.search(rf"https?://\S+(/doors/mail/{door}/[^\s\"<>]+)", text)
    assert found, text
    return found[1]


def test_a_reader_subscribes_gets_the_next_letter_and_leaves_by_it(server: MailServer) -> None:
    home = open_test_publication()
    piece = make_article(make_section(home, "News"), "The bridge opens", standfirst="After nine years.")
    weekly = make_newsletter(home, "The Weekly")
    make_letter(weekly, "Before anybody subscribed", is_mailed=False)
    print_waiting()
    browser = Browser()
    subscribe(browser, weekly, "ada@example.org")
    post_all()
    (question,) = server.mails
    assert "The Weekly" in str(question.message["Subject"])
    assert not Mailing.objects.exists(), "what stands in the archive alone is mailed to nobody"
    assert browser.post(link_in(question.part("plain"), "confirm"), {}).status_code == 200
    post_all()
    assert "Welcome" in str(server.mails[-1].message["Subject"])

    make_letter(weekly, "Körpü açılır", body="<p>Dear readers, good news.</p>", pieces=[piece])
    print_waiting()
    post_all()
    post_all()
    letters = [one for one in server.mails if one.message["List-Id"]]
    assert [str(one.message["Subject"]) for one in letters] == ["Körpü açılır"]
    letter = letters[0]
    assert "good news" in letter.part("plain")
    assert "The bridge opens" in letter.part("html")
    assert "%%" not in letter.part("plain") + letter.part("html")
    assert len(letter.content) < 100_000

    leave = urlsplit(str(letter.message["List-Unsubscribe"]).strip("<>")).path
    assert link_in(letter.part("plain"), "leave") == leave
    assert browser.post(leave, {"List-Unsubscribe": "One-Click"}).status_code == 200
    make_letter(weekly, "One more")
    print_waiting()
    post_all()
    assert len([one for one in server.mails if one.message["List-Id"]]) == 1
    assert not Reader.objects.of_list(weekly.pk).exists()


def test_a_letter_that_is_withdrawn_in_time_reaches_nobody(server: MailServer) -> None:
    home = open_test_publication()
    weekly = make_newsletter(home, "The Weekly")
    print_waiting()
    browser = Browser()
    subscribe(browser, weekly, "ada@example.org")
    post_all()
    browser.post(link_in(server.mails[0].part("plain"), "confirm"), {})
    letter = make_letter(weekly, "Too early")
    print_waiting()
    take_printed()
    letter.unpublish()
    print_waiting()
    post_all()
    assert not [one for one in server.mails if one.message["List-Id"]]
    assert Mailing.objects.get().reason == "The letter was withdrawn."
