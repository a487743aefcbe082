"""A piece that is told is posted to the magazine's own channels, once, in the words chosen for each."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from networks import Network, network

from building import make_article, make_section, open_test_publication
from masthead.delivery.channels.addresses import check_channel_address
from masthead.delivery.channels.posting import save_channel, send_again, send_posts, try_channel
from masthead.delivery.channels.texts import check_template, fill_template
from masthead.delivery.errors import RefusedError
from masthead.delivery.models import Channel, ChannelPost, State, Telling
from masthead.delivery.outbox import take_due
from masthead.delivery.pieces import Piece
from masthead.delivery.telling import plan_due, take_printed
from masthead.newsroom.models import SectionPage
from masthead.press.actions import print_waiting

TOKEN = "3ccdd113474722377935511fc85d3dd4"


@pytest.fixture
def office(settings: Any) -> Iterator[Network]:
    """A Mattermost of one's own network, which the settings allow."""
    with network() as one:
        settings.MASTHEAD = {**settings.MASTHEAD, "PRIVATE_HOSTS": ("127.0.0.1",), "TELL_AFTER_S": 0}
        yield one


@pytest.fixture
def sections(data_path: Path, office: Network, db: None) -> list[SectionPage]:
    home = open_test_publication()
    made = [make_section(home, "News"), make_section(home, "Culture")]
    made.append(make_section(made[0], "Harbour"))
    print_waiting()
    return made


def channel(office: Network, name: str = "Office", **values: Any) -> Channel:
    return save_channel(Channel(name=name, address=f"mmost://{office.host}/{TOKEN}", **values))


def tell() -> None:
    print_waiting()
    take_printed()
    plan_due()
    send_posts()


def texts(office: Network) -> list[str]:
    return [body["text"] for _, body in office.got]


def test_a_piece_goes_to_the_channel_of_its_section_and_of_those_above(
    sections: list[SectionPage], office: Network
) -> None:
    news, culture, harbour = sections
    channel(office, "News", sections=[news.pk])
    channel(office, "Culture", sections=[culture.pk])
    make_article(harbour, "Crane moved", standfirst="By hand.", slug="crane")
    tell()
    assert len(texts(office)) == 1
    assert texts(office)[0].startswith("Crane moved\n\nBy hand.\n\nhttp://")
    assert texts(office)[0].endswith("/news/harbour/crane/")
    assert ChannelPost.objects.get().state == State.SENT


def test_breaking_only_channels_get_nothing_else(sections: list[SectionPage], office: Network) -> None:
    channel(office, is_breaking_only=True)
    make_article(sections[0], "A calm piece")
    tell()
    assert not texts(office)
    make_article(sections[0], "Bridge falls", telling="breaking")
    tell()
    assert len(texts(office)) == 1


def test_a_channel_can_be_later_than_readers(sections: list[SectionPage], office: Network) -> None:
    channel(office, delay_s=600)
    make_article(sections[0])
    tell()
    assert not texts(office)
    with time_machine.travel(timezone.now() + timedelta(seconds=601)):
        send_posts()
    assert len(texts(office)) == 1


def test_a_failure_is_tried_again_then_shown_without_secrets_and_can_be_sent_again(
    sections: list[SectionPage], office: Network
) -> None:
    channel(office)
    office.status, office.answer = 500, b"<html>nonsense"
    make_article(sections[0])
    tell()
    assert ChannelPost.objects.get().state == State.DUE
    now = timezone.now()
    for hours in range(1, 6):
        with time_machine.travel(now + timedelta(hours=4 * hours)):
            send_posts()
    failed = ChannelPost.objects.get()
    assert failed.state == State.FAILED
    assert "Mattermost" in failed.reason
    assert TOKEN not in failed.reason
    assert len(office.got) == 5
    office.status = 200
    send_again(failed)
    send_posts()
    assert ChannelPost.objects.get().state == State.SENT
    with pytest.raises(RefusedError, match="was sent"):
        send_again(failed)


def test_a_killed_worker_posts_nothing_twice(sections: list[SectionPage], office: Network) -> None:
    channel(office)
    make_article(sections[0])
    print_waiting()
    take_printed()
    plan_due()
    assert take_due(ChannelPost, limit=5, hold=timedelta(minutes=1))  # and then it was killed
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        send_posts()
    assert not office.got
    assert ChannelPost.objects.get().state == State.UNCLEAR


def test_a_post_that_a_network_took_without_a_word_is_not_posted_again(
    sections: list[SectionPage], office: Network
) -> None:
    channel(office)
    office.status = 0
    make_article(sections[0])
    tell()
    assert len(office.got) == 1
    post = ChannelPost.objects.get()
    assert (post.state, "gave no answer" in post.reason) == (State.UNCLEAR, True)


def test_no_network_leads_a_post_elsewhere(sections: list[SectionPage], office: Network) -> None:
    channel(office)
    with network() as inner:
        office.status, office.location = 307, f"http://{inner.host}/admin"
        make_article(sections[0])
        tell()
        assert not inner.got
    assert ChannelPost.objects.get().state == State.DUE


def test_what_is_wrong_with_an_address_is_told_to_no_log(office: Network) -> None:
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    logging.getLogger().addHandler(handler)
    try:
        with pytest.raises(RefusedError):
            check_channel_address("zulip://bot@org/a-secret-token/news")
    finally:
        logging.getLogger().removeHandler(handler)
    assert "a-secret-token" not in log.getvalue()


def test_what_is_withdrawn_before_its_post_is_not_posted(
    sections: list[SectionPage], office: Network
) -> None:
    channel(office, delay_s=600)
    piece = make_article(sections[0])
    tell()
    piece.unpublish()
    print_waiting()
    take_printed()
    assert ChannelPost.objects.get().state == State.SKIPPED
    assert Telling.objects.get().state == Telling.State.TOLD


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("json://example.org/hook", "not among those"),
        ("file:///etc/passwd", "not among those"),
        ("exec://ls", "not among those"),
        ("tgram://", "needs more"),
        ("tgram://a b/c", "Spaces"),
        (f"mmosts://localhost/{TOKEN}", "not on the public network"),
        (f"mmosts://169.254.169.254/{TOKEN}", "not on the public network"),
        (f"mmosts://[::1]/{TOKEN}", "not on the public network"),
        (f"mmost://8.8.8.8/{TOKEN}", "TLS"),
        (f"mmosts://8.8.8.8/{TOKEN}?verify=no", "option “verify”"),
        (f"mmosts://8.8.8.8/{TOKEN}?image=no;verify=no", "option “verify”"),
        (f"mmosts://8.8.8.8/{TOKEN}#x?verify=no", "option “verify”"),
        (f"mmosts://8.8.8.8/{TOKEN}?%76erify=no", "option “verify”"),
        (f"mmosts://8.8.8.8/{TOKEN}?to=news,culture", "several places"),
        ("tgram://123456789:abcdefg_hijklmnop/-1001/-1002", "several places"),
    ],
)
def test_addresses_that_could_do_harm_are_refused_with_a_reason(address: str, said: str) -> None:
    with pytest.raises(RefusedError, match=said):
        check_channel_address(address)


def test_a_channel_can_be_tried(office: Network) -> None:
    kept = Channel(name="Office", address=f"mmost://{office.host}/{TOKEN}")
    try_channel(kept, "Does this arrive?")
    assert texts(office) == ["Does this arrive?"]
    assert "http" not in str(office.got)  # no picture of anybody else's
    office.status = 403
    with pytest.raises(RefusedError, match="Mattermost did not take it"):
        try_channel(kept, "And this?")


@pytest.mark.parametrize(
    ("template", "said"), [("{titel} {address}", "{titel}"), ("{title}", "does not name {address}")]
)
def test_a_text_that_names_what_is_not_there_or_leads_nowhere_is_refused(template: str, said: str) -> None:
    with pytest.raises(RefusedError) as refused:
        check_template(template)
    assert said in str(refused.value)


def piece(title: str, standfirst: str) -> Piece:
    return Piece(
        1, title, standfirst, "https://example.org/a/", "en", "ltr", "News", (1,), (), (), (), (), ""
    )


@given(st.text(max_size=300), st.text(max_size=600), st.integers(120, 500))
def test_a_post_is_never_too_long_and_always_leads_to_the_piece(
    title: str, standfirst: str, longest: int
) -> None:
    text = fill_template("{title}\n\n{standfirst}\n\n{address}", piece(title, standfirst), longest=longest)
    assert len(text) <= longest
    assert text.endswith("https://example.org/a/")


def test_braces_in_a_headline_are_words() -> None:
    text = fill_template("{title} {address}", piece("What {address} means", ""), longest=500)
    assert text == "What {address} means https://example.org/a/"
