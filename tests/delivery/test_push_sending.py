"""Notices reach devices through their push services, whatever those answer."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import override_settings
from django.utils import timezone
from push_service import PushService
from sending import add_device, send, states, tell

from building import edit, make_article, make_contributor, make_section, make_topic
from masthead.delivery.models import Choice, PushNotice, State, Subscription, Telling
from masthead.delivery.push.actions import Device, Thing, unsubscribe
from masthead.delivery.push.way import PushWay
from masthead.delivery.telling import forget_old, plan_due, tell_again
from masthead.newsroom.models import SectionPage
from masthead.press.actions import print_waiting

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_device_is_told_of_a_piece_in_a_section_that_it_chose(
    service: PushService, sections: list[SectionPage]
) -> None:
    news, culture = sections
    add_device(service, "one", ("section", news.pk))
    add_device(service, "two", ("section", culture.pk))
    make_article(news, "Bridge opens", standfirst="After nine years, two lanes.")
    tell()
    send()
    assert states() == {"sent": 1}
    (told,) = service.told()
    assert told["title"] == "Bridge opens"
    assert told["body"] == "News · After nine years, two lanes."
    assert told["url"].endswith("/news/bridge-opens/")
    (post,) = service.posts
    assert post.path == "/one"
    assert post.headers["Content-Encoding"] == "aes128gcm"
    assert post.headers["TTL"] == "86400"
    assert post.headers["Urgency"] == "normal"
    assert post.headers["Topic"] == told["tag"]


def told_titles(service: PushService, path: str) -> list[str]:
    return [one["title"] for one in service.told(path)]


def test_devices_hear_of_what_they_chose_and_each_once(
    service: PushService, sections: list[SectionPage]
) -> None:
    news, culture = sections
    local, ada, harbours = make_section(news, "Local"), make_contributor(), make_topic()
    add_device(service, "both", ("section", news.pk), ("topic", harbours.pk), ("contributor", ada.pk))
    add_device(service, "alone", ("section", news.pk), with_children=False)
    add_device(service, "local", ("section", local.pk))
    add_device(service, "person", ("contributor", ada.pk))
    add_device(service, "topic", ("topic", harbours.pk))
    add_device(service, "all", ("everything", 0))
    add_device(service, "breaking", ("breaking", 0))
    add_device(service, "culture", ("section", culture.pk))
    make_article(local, "Ferry", byline=[ada], topics=[harbours])
    make_article(news, "Flood", telling="breaking")
    tell()
    send()
    heard = {one: sorted(told_titles(service, one)) for one in
             ("both", "alone", "local", "person", "topic", "all", "breaking", "culture")}  # fmt: skip
    assert heard == {
        "both": ["Ferry", "Flood"], "alone": ["Flood"], "local": ["Ferry"], "person": ["Ferry"], "topic": ["Ferry"],
        "all": ["Ferry", "Flood"], "breaking": ["Flood"], "culture": [],
    }  # fmt: skip
    because = {one["because"] for one in service.told("both")}
    assert because == {f"topic:{harbours.pk}", f"section:{news.pk}"}
    (flood,) = [one for one in service.posts if one.path == "/breaking"]
    assert (flood.headers["Urgency"], flood.headers["TTL"]) == ("high", "14400")


def test_a_device_hears_of_one_translation_in_its_language(
    service: PushService, sections: list[SectionPage]
) -> None:
    news, _ = sections
    add_device(service, "ru", ("section", news.pk), language="ru")
    add_device(service, "ka", ("section", news.pk), language="ka")
    add_device(service, "none", ("section", news.pk))
    add_device(service, "only", ("section", news.pk), language="hy", is_language_only=True)
    english = make_article(news, "Bridge", language="en")
    make_article(news, "Мост", language="ru", translation_of=english)
    tell()
    send()
    heard = {one: told_titles(service, one) for one in ("ru", "ka", "none", "only")}
    assert heard["ru"] == ["Мост"]
    assert heard["only"] == []
    assert [len(heard[one]) for one in ("ka", "none")] == [1, 1]
    assert {one["tag"] for one in service.told()} == {f"piece-{english.pk}"}
    (russian,) = service.told("ru")
    assert (russian["lang"], russian["dir"]) == ("ru", "ltr")
    assert russian["stop"] == "Отписаться: News"


def test_a_device_that_is_gone_is_forgotten(service: PushService, sections: list[SectionPage]) -> None:
    service.rule = lambda path, before: (410 if path == "/gone" else 404 if path == "/lost" else 201, {})
    for path in ("gone", "lost", "here"):
        add_device(service, path, ("everything", 0))
    make_article(sections[0], "Bridge")
    tell()
    send()
    assert states() == {"gone": 2, "sent": 1}
    assert [one.endpoint.rpartition("/")[2] for one in Subscription.objects.all()] == ["here"]
    assert PushNotice.objects.filter(state=State.GONE).first().reason == "The device takes no more notices."


def test_a_notice_that_is_too_large_goes_in_a_smaller_form(
    service: PushService, sections: list[SectionPage]
) -> None:
    service.rule = lambda path, before: (413 if path == "/never" or before == 0 else 201, {})
    add_device(service, "small", ("everything", 0))
    add_device(service, "never", ("everything", 0))
    make_article(sections[0], "Bridge", standfirst="Two lanes after nine years. " * 12)
    tell()
    send()
    (told,) = service.told("small")
    assert len(told["body"]) <= 80
    assert "stop" not in told
    assert states() == {"sent": 1, "failed": 1}


def test_what_a_service_cannot_take_now_goes_later(service: PushService, sections: list[SectionPage]) -> None:
    service.rule = lambda path, before: (503 if before == 0 else 201, {"Retry-After": "90"})
    add_device(service, "one", ("everything", 0))
    make_article(sections[0], "Bridge")
    tell()
    send()
    notice = PushNotice.objects.get()
    assert (notice.state, notice.attempts) == (State.DUE, 1)
    assert notice.reason == "The push service has a problem of its own (503)."
    assert notice.due_at >= timezone.now() + timedelta(seconds=80)
    with time_machine.travel(timezone.now() + timedelta(seconds=200)):
        send()
    assert states() == {"sent": 1}
    assert len(service.posts) == 1


def test_news_that_nobody_takes_is_given_up(service: PushService, sections: list[SectionPage]) -> None:
    service.rule = lambda path, before: (500, {})
    add_device(service, "one", ("everything", 0))
    make_article(sections[0], "Bridge")
    tell()
    with time_machine.travel(timezone.now() + timedelta(hours=37)):
        send()
    notice = PushNotice.objects.get()
    assert notice.state == State.FAILED
    assert "given up" in notice.reason


def test_a_device_gets_so_many_a_day_and_no_more(service: PushService, sections: list[SectionPage]) -> None:
    add_device(service, "one", ("everything", 0))
    for number in range(4):
        make_article(sections[0], f"Piece {number}")
    tell()
    with override_settings(MASTHEAD=settings.MASTHEAD | {"PUSH_MOST_PER_DAY": 3}):
        send()
        assert states() == {"sent": 3, "skipped": 1}
        assert "3 pieces within a day" in PushNotice.objects.get(state=State.SKIPPED).reason
        make_article(sections[0], "The next day")
        with time_machine.travel(timezone.now() + timedelta(hours=25)):
            tell()
            send()
    assert states() == {"sent": 4, "skipped": 1}


def test_a_device_is_left_in_peace_in_its_quiet_hours(
    service: PushService, sections: list[SectionPage]
) -> None:
    quiet = {"time_zone": "Asia/Tbilisi", "quiet_from": 22, "quiet_until": 7}
    add_device(service, "asleep", ("everything", 0), **quiet)
    add_device(service, "woken", ("everything", 0), is_woken_by_breaking=True, **quiet)
    with time_machine.travel("2026-11-25T20:00:00Z") as clock:
        make_article(sections[0], "Bridge")
        make_article(sections[0], "Flood", telling="breaking")
        tell()
        send()
        assert (told_titles(service, "asleep"), told_titles(service, "woken")) == ([], ["Flood"])
        # Seven in the morning in Tbilisi.
        clock.move_to("2026-11-26T03:00:30Z")
        send()
    assert sorted(told_titles(service, "asleep")) == ["Bridge", "Flood"]
    assert sorted(told_titles(service, "woken")) == ["Bridge", "Flood"]


def test_what_waits_is_not_sent_when_the_device_does_not_want_it_any_more(
    service: PushService, sections: list[SectionPage]
) -> None:
    device = add_device(service, "one", ("everything", 0), ("section", sections[1].pk))
    make_article(sections[0], "Bridge")
    tell()
    own = Device(device.endpoint, device.p256dh, device.auth)
    unsubscribe(device=own, thing=Thing(Choice.Kind.EVERYTHING, 0))
    send()
    assert states() == {"skipped": 1}
    assert service.posts == []


def test_a_piece_that_is_withdrawn_is_not_told_to_who_was_not_told_yet(
    service: PushService, sections: list[SectionPage]
) -> None:
    add_device(service, "one", ("everything", 0))
    piece = make_article(sections[0], "Bridge")
    tell()
    piece.unpublish()
    print_waiting()
    send()
    assert states() == {"skipped": 1}
    assert PushNotice.objects.get().reason == "The piece was withdrawn."


def test_told_again_a_notice_replaces_the_one_before(
    service: PushService, sections: list[SectionPage]
) -> None:
    add_device(service, "one", ("everything", 0))
    piece = make_article(sections[0], "Bridge")
    tell()
    send()
    edit(piece, title="Bridge opens")
    print_waiting()
    tell_again(article_id=piece.pk)
    plan_due()
    send()
    assert told_titles(service, "one") == ["Bridge", "Bridge opens"]
    assert len({one.headers["Topic"] for one in service.posts}) == 1


def test_long_words_in_any_script_fit(service: PushService, sections: list[SectionPage]) -> None:
    add_device(service, "one", ("everything", 0))
    make_article(
        sections[0],
        "ხიდი " * 40,
        slug="bridge",
        standfirst="გრძელი ამბავი ხიდის შესახებ " * 60,
        language="ka",
    )
    tell()
    send()
    (post,) = service.posts
    assert len(post.body) < 3300
    (told,) = service.told()
    assert told["title"].endswith("…")
    assert "url" in told


def test_a_broken_device_stops_nothing(service: PushService, sections: list[SectionPage]) -> None:
    broken = add_device(service, "broken", ("everything", 0))
    Subscription.objects.filter(pk=broken.pk).update(p256dh="AAAA")
    stranger = add_device(service, "stranger", ("everything", 0))
    Subscription.objects.filter(pk=stranger.pk).update(endpoint="http://10.0.0.1/x")
    add_device(service, "fine", ("everything", 0))
    make_article(sections[0], "Bridge")
    tell()
    send()
    assert states() == {"failed": 2, "sent": 1}


def test_what_was_settled_long_ago_is_counted_and_forgotten(
    service: PushService, sections: list[SectionPage]
) -> None:
    for path in ("one", "two"):
        add_device(service, path, ("everything", 0))
    make_article(sections[0], "Bridge")
    tell()
    send()
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        forget_old()
    assert not PushNotice.objects.exists()
    telling = Telling.objects.get()
    assert PushWay().counts([telling.pk]) == {telling.pk: {"sent": 2}}


def test_whatever_services_answer_every_notice_ends(
    service: PushService, sections: list[SectionPage]
) -> None:
    statuses = [201, 400, 403, 404, 410, 413, 429, 500, 503, 301, 0]
    choice = random.Random(7)
    service.rule = lambda path, before: (
        choice.choice(statuses),
        {"Retry-After": choice.choice(["1", "x", "30"])},
    )
    for number in range(60):
        add_device(service, f"d{number}", ("everything", 0))
    make_article(sections[0], "Bridge")
    tell()
    now = timezone.now()
    for hours in range(0, 60, 4):
        with time_machine.travel(now + timedelta(hours=hours)):
            send()
    final = {State.SENT, State.FAILED, State.GONE}
    assert sum(states().values()) == 60
    assert set(states()) <= {one.value for one in final}
    assert not PushNotice.objects.filter(settled_at=None).exists()
    gone = PushNotice.objects.filter(state=State.GONE)
    assert Subscription.objects.count() == 60 - gone.count()
