"""The newsroom's pages about delivery: what editors see there, what chiefs can do, and what others cannot."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from accounts import signed_in
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from building import make_article, make_section, open_test_publication
from masthead.delivery.channels.addresses import network_of_address
from masthead.delivery.models import Channel, ChannelPost, Letter, Mailing, Reader, State, Telling
from masthead.delivery.telling import plan_due, take_printed
from masthead.newsroom.models import ArticlePage
from masthead.newsroom.roles import CHIEFS, EDITORS, WRITERS
from masthead.press.actions import print_waiting

SECRET = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
ADDRESS = f"tgram://{SECRET}/@ropewalk"


@pytest.fixture
def piece(db: None, data_path: Path, settings: Any) -> ArticlePage:
    """A piece in print that is about to be told, and a channel for it."""
    home = open_test_publication()
    news = make_section(home, "News")
    Channel.objects.create(name="Telegram", address=ADDRESS, sections=[news.pk])
    made = make_article(news, "Tides & <b>nets</b>", standfirst="What the harbour lost.", slug="tides")
    print_waiting()
    take_printed()
    return made


def page_of(client: Client, name: str, *args: int) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_overview_shows_what_is_about_to_be_told_and_a_chief_can_stop_it(piece: ArticlePage) -> None:
    client = signed_in(CHIEFS)
    html = page_of(client, "masthead_telling")
    assert "About to be told" in html
    assert "Tides &amp; &lt;b&gt;nets&lt;/b&gt;" in html
    client.post(reverse("masthead_telling_stop", args=[Telling.objects.get().pk]))
    assert Telling.objects.get().reason == "Stopped by editors-in-chief."
    html = page_of(client, "masthead_telling")
    assert "About to be told" not in html
    assert "Stopped by editors-in-chief." in html


def test_a_piece_shows_whom_it_reaches_and_how_it_reads(piece: ArticlePage) -> None:
    html = page_of(signed_in(EDITORS), "masthead_telling_piece", piece.pk)
    assert re.search(r"Channels</td><td class=\"reading-number\">1</td>", html)
    assert "News · What the harbour lost." in html
    assert re.search(r"<pre dir=\"auto\">Tides &amp; &lt;b&gt;nets&lt;/b&gt;\s+What the harbour lost\.", html)
    assert SECRET not in html


def test_a_draft_is_told_to_nobody_who_may_not_open_it(piece: ArticlePage) -> None:
    draft = make_article(piece.get_parent().specific, "Not yet known", slug="unknown")
    draft.unpublish()
    account = get_user_model()._default_manager.create_user("counter", "c@example.org", "typed-by-hand")
    account.user_permissions.set(Permission.objects.filter(codename__in=("see_delivery", "access_admin")))
    client = Client()
    client.force_login(account)
    assert client.get(reverse("masthead_telling_piece", args=[draft.pk])).status_code == 404
    assert "Tides" in page_of(client, "masthead_telling_piece", piece.pk)
    assert "Not yet known" in page_of(signed_in(CHIEFS), "masthead_telling_piece", draft.pk)


def test_what_was_told_is_counted_and_can_be_told_again(piece: ArticlePage) -> None:
    Telling.objects.update(due_at=timezone.now())
    plan_due()
    ChannelPost.objects.update(state=State.SENT, settled_at=timezone.now())
    client = signed_in(CHIEFS)
    html = page_of(client, "masthead_telling_piece", piece.pk)
    assert "<strong>1</strong>" in html
    client.post(reverse("masthead_telling_repeat", args=[piece.pk]))
    again = Telling.objects.get(number=2)
    assert not again.is_breaking
    answer = client.post(reverse("masthead_telling_repeat", args=[piece.pk]), follow=True)
    assert "about to be told of this piece already" in answer.content.decode()


def test_a_post_that_failed_shows_why_and_can_be_sent_again(piece: ArticlePage) -> None:
    Telling.objects.update(due_at=timezone.now())
    plan_due()
    ChannelPost.objects.update(
        state=State.FAILED, reason="Telegram did not take it.", settled_at=timezone.now(), attempts=5
    )
    client = signed_in(CHIEFS)
    assert "Telegram did not take it." in page_of(client, "masthead_telling")
    client.post(reverse("masthead_telling_resend", args=[ChannelPost.objects.get().pk]))
    post = ChannelPost.objects.get()
    assert (post.state, post.attempts) == (State.DUE, 0)


@pytest.mark.parametrize("role", [EDITORS, WRITERS])
def test_only_chiefs_stop_repeat_and_resend(piece: ArticlePage, role: str) -> None:
    client = signed_in(role)
    telling = Telling.objects.get()
    for name, number in (("masthead_telling_stop", telling.pk), ("masthead_telling_repeat", piece.pk)):
        assert client.post(reverse(name, args=[number])).status_code in {302, 403}
    assert client.get(reverse("masthead_channels:index")).status_code in {302, 403}
    telling.refresh_from_db()
    assert telling.state == Telling.State.DUE
    assert Telling.objects.count() == 1


def test_writers_do_not_see_whom_readers_are(piece: ArticlePage) -> None:
    assert signed_in(WRITERS).get(reverse("masthead_telling")).status_code in {302, 403}


def test_a_chief_without_the_right_cannot_break_news(piece: ArticlePage) -> None:
    client = signed_in(CHIEFS)
    Telling.objects.update(state=Telling.State.TOLD, told_at=timezone.now() - timedelta(hours=1))
    group = Group.objects.get(name=CHIEFS)
    group.permissions.remove(group.permissions.get(codename="tell_breaking"))
    client.post(reverse("masthead_telling_repeat", args=[piece.pk]), {"breaking": "1"})
    assert not Telling.objects.get(number=2).is_breaking


def test_the_editor_of_a_piece_says_whom_it_reaches(piece: ArticlePage) -> None:
    html = page_of(signed_in(EDITORS), "wagtailadmin_pages:edit", piece.pk)
    assert re.search(r"it reaches\s+.*<strong>1</strong> channels", html, re.S)
    assert "Readers are about to be told." in html
    assert "News · What the harbour lost." in html


def form_of(**values: Any) -> dict[str, Any]:
    return {
        "name": "Harbour", "address": ADDRESS, "template": "{title}\n{address}", "delay_s": "0",
        "is_active": "on",
    } | values  # fmt: skip


def test_a_channel_is_added_and_its_address_is_never_shown_again(piece: ArticlePage) -> None:
    client = signed_in(CHIEFS)
    client.post(reverse("masthead_channels:add"), form_of())
    made = Channel.objects.get(name="Harbour")
    assert network_of_address(made.address) == "Telegram"
    for name, numbers in (("masthead_channels:edit", [made.pk]), ("masthead_channels:index", [])):
        html = page_of(client, name, *numbers)
        assert "Harbour" in html
        assert SECRET not in html
    client.post(reverse("masthead_channels:edit", args=[made.pk]), form_of(name="Port", address=""))
    made.refresh_from_db()
    assert (made.name, made.address) == ("Port", ADDRESS)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"address": ""}, "Give the address"),
        ({"address": "exec://ls"}, "not among those that can be used"),
        ({"address": f"mmosts://127.0.0.1/{'a' * 26}"}, "not on the public network"),
        ({"template": "{title}"}, "does not name {address}"),
        ({"template": "{titel} {address}"}, "{titel}"),
    ],
)
def test_a_channel_that_cannot_work_is_refused_with_a_reason(
    piece: ArticlePage, values: dict[str, str], said: str
) -> None:
    answer = signed_in(CHIEFS).post(reverse("masthead_channels:add"), form_of(**values))
    assert said in answer.content.decode()
    assert SECRET not in answer.content.decode()
    assert not Channel.objects.filter(name="Harbour").exists()


def test_letters_show_what_became_of_their_copies_and_can_be_stopped(piece: ArticlePage) -> None:
    mailing = Mailing.objects.create(
        letter_id=1, newsletter_id=5, title="The week", state=Mailing.State.TOLD, due_at=timezone.now()
    )
    for number, state in enumerate([State.SENT, State.SENT, State.DUE]):
        reader = Reader.objects.create(address=f"r{number}@example.org")
        Letter.objects.create(mailing=mailing, reader=reader, state=state, due_at=timezone.now())
    client = signed_in(CHIEFS)
    html = page_of(client, "masthead_telling")
    assert re.search(r"The week</td>.*<strong>2</strong><br><small>1 due</small>", html, re.S)
    assert "r0@example.org" not in html
    client.post(reverse("masthead_letter_stop", args=[mailing.pk]))
    assert Letter.objects.get(state=State.SKIPPED).reason == "Stopped by editors-in-chief."


def test_the_page_about_the_sender_looks_when_it_is_asked_to(piece: ArticlePage, settings: Any) -> None:
    settings.MASTHEAD = {**settings.MASTHEAD, "MAIL_FROM": "letters@localhost"}
    client = signed_in(EDITORS)
    assert "no address on the public network" not in page_of(client, "masthead_telling_sender")
    html = client.post(reverse("masthead_telling_sender")).content.decode()
    assert "no address on the public network" in html
    assert "Set mail_from to an address at your own domain" in html
