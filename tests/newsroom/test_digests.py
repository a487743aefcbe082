"""Letters fill themselves when they are due: each once, with what appeared since the last."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client

from building import edit, make_article, make_newsletter, make_section
from masthead.newsroom.actions import run_schedule, write_digests
from masthead.newsroom.models import (
    Digest,
    Event,
    HomePage,
    LeadStory,
    LetterPage,
    NewsletterPage,
    SectionPage,
)
from masthead.newsroom.tasks import tell_of_letter

pytestmark = pytest.mark.django_db

# A Tuesday; letters come at seven in the evening.
START = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)
SEVEN = 19


@pytest.fixture
def clock(home: HomePage) -> Any:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def list_of(home: HomePage, title: str = "Daily", **fields: Any) -> NewsletterPage:
    values = {"cadence": "daily", "hour": SEVEN, "is_automatic": True} | fields
    return make_newsletter(home, title, **values)


def titles(letter: LetterPage) -> list[str]:
    return [one.article.title for one in letter.get_latest_revision_as_object().pieces.all()]


def written(newsletter: NewsletterPage) -> list[list[str]]:
    letters = LetterPage.objects.child_of(NewsletterPage.objects.get(pk=newsletter.pk)).order_by("pk")
    return [titles(one) for one in letters]


def at(clock: Any, day: int, hour: int, minute: int = 0) -> None:
    clock.move_to(datetime(2026, 11, day, hour, minute, tzinfo=UTC))


def test_a_daily_letter_holds_what_appeared_since_the_last(
    home: HomePage, news: SectionPage, clock: Any
) -> None:
    daily = list_of(home)
    make_article(news, "First")
    run_schedule(interval_s=30)
    assert written(daily) == [], "it is not seven yet"
    at(clock, 3, 19)
    run_schedule(interval_s=30)
    at(clock, 3, 20)
    make_article(news, "Second")
    make_article(news, "Third")
    run_schedule(interval_s=30)
    at(clock, 4, 19, 1)
    assert run_schedule(interval_s=30).error == ""
    assert written(daily) == [["First"], ["Third", "Second"]]
    letter = LetterPage.objects.latest("pk")
    assert (letter.live, letter.title, letter.preheader) == (True, "Third", "Second")
    assert letter.url_path.endswith("/daily/2026-11-04/")


def test_asking_again_writes_nothing_again(home: HomePage, news: SectionPage, clock: Any) -> None:
    daily = list_of(home, is_automatic=False)
    make_article(news, "First")
    at(clock, 3, 19)
    assert len(write_digests(daily)) == 1
    assert write_digests(daily) == []
    LetterPage.objects.get().delete()
    assert write_digests(daily) == [], "an editor who deletes a letter does not get it back"
    assert Digest.objects.get().letter is None


def test_a_writer_that_is_killed_leaves_nothing_half_done(
    home: HomePage, news: SectionPage, clock: Any
) -> None:
    daily = list_of(home)
    make_article(news, "First")
    at(clock, 3, 19)
    with transaction.atomic():
        assert len(write_digests(daily)) == 1
        transaction.set_rollback(True)
    assert not LetterPage.objects.exists()
    assert not Event.objects.filter(subject="letter").exists()
    run_schedule(interval_s=30)
    assert written(daily) == [["First"]]
    assert Event.objects.filter(subject="letter", kind="published").count() == 1


def test_without_pieces_there_is_no_letter(home: HomePage, news: SectionPage, clock: Any) -> None:
    daily = list_of(home)
    at(clock, 3, 19)
    run_schedule(interval_s=30)
    make_article(news, "Late")
    run_schedule(interval_s=30)
    assert written(daily) == []
    at(clock, 4, 19)
    run_schedule(interval_s=30)
    assert written(daily) == [["Late"]], "what comes after the hour waits for the next letter"


def test_a_weekly_letter_comes_on_its_day_and_catches_up(
    home: HomePage, news: SectionPage, clock: Any
) -> None:
    weekly = list_of(home, cadence="weekly", weekday=4)
    make_article(news, "First")
    at(clock, 6, 18, 59)
    run_schedule(interval_s=30)
    assert written(weekly) == []
    # Nobody was there on Friday evening.
    at(clock, 8, 9)
    run_schedule(interval_s=30)
    make_article(news, "Second")
    at(clock, 22, 9)
    run_schedule(interval_s=30)
    assert written(weekly) == [["First"], ["Second"]]


def test_the_hour_is_that_of_the_site(home: HomePage, news: SectionPage, clock: Any, settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"
    daily = list_of(home)
    make_article(news, "First")
    at(clock, 4, 9, 59)
    run_schedule(interval_s=30)
    assert [one.period for one in Digest.objects.all()] == []
    at(clock, 4, 10)
    run_schedule(interval_s=30)
    assert [one.period for one in Digest.objects.all()] == ["2026-11-04"]
    assert written(daily) == [["First"]]


def test_a_section_fills_it_with_those_below_and_what_leads_comes_first(
    home: HomePage, news: SectionPage, clock: Any
) -> None:
    economy, culture = make_section(news, "Economy"), make_section(home, "Culture")
    daily = list_of(home, section=news, most_pieces=3)
    lead = make_article(economy, "Lead")
    for number in range(3):
        clock.shift(timedelta(minutes=1))
        make_article(news, f"Piece {number}")
    make_article(culture, "Elsewhere")
    make_article(news, "Texte", language="fr")
    make_article(news, "Draft", is_published=False)
    edit(home, lead_stories=[LeadStory(article=lead)])
    at(clock, 3, 19)
    run_schedule(interval_s=30)
    assert written(daily) == [["Lead", "Piece 2", "Piece 1"]]


def test_a_letter_that_is_not_automatic_waits_and_editors_are_told(
    home: HomePage,
    news: SectionPage,
    clock: Any,
    client: Client,
    mailoutbox: list[Any],
    django_capture_on_commit_callbacks: Any,
) -> None:
    editor = get_user_model().objects.create_user("ed", "ed@courier.example", "x")
    editor.groups.add(Group.objects.get(name="Editors"))
    get_user_model().objects.create_user("wr", "wr@courier.example", "x").groups.add(
        Group.objects.get(name="Writers")
    )
    daily = list_of(home, is_automatic=False)
    make_article(news, "First & foremost")
    at(clock, 3, 19)
    with django_capture_on_commit_callbacks() as callbacks:
        run_schedule(interval_s=30)
    letter = LetterPage.objects.get()
    assert [one for one in callbacks if getattr(one, "func", None) == tell_of_letter.enqueue]
    tell_of_letter.call(letter.pk)
    assert not letter.live
    assert titles(letter) == ["First & foremost"]
    assert [(one.to, one.subject) for one in mailoutbox] == [
        (["ed@courier.example"], "A letter waits: First & foremost")
    ]
    assert f"/newsroom/pages/{letter.pk}/edit/" in mailoutbox[0].body
    for user, is_shown in (("ed", True), ("wr", False)):
        client.force_login(get_user_model().objects.get(username=user))
        assert ("Letters that wait for you" in client.get("/newsroom/").content.decode()) == is_shown
    letter.get_latest_revision().publish()
    assert written(daily) == [["First & foremost"]]
    client.force_login(editor)
    assert "Letters that wait for you" not in client.get("/newsroom/").content.decode()


def test_breaking_news_is_a_letter_of_its_own_at_once(home: HomePage, news: SectionPage, clock: Any) -> None:
    breaking = list_of(home, title="Breaking", cadence="breaking")
    make_article(news, "Calm")
    make_article(news, "Urgent", telling="breaking")
    run_schedule(interval_s=30)
    run_schedule(interval_s=30)
    clock.shift(timedelta(days=1))
    make_article(news, "More", telling="breaking")
    run_schedule(interval_s=30)
    assert written(breaking) == [["Urgent"], ["More"]]


def test_old_pieces_that_come_from_elsewhere_fill_no_letter(
    home: HomePage, news: SectionPage, clock: Any
) -> None:
    daily = list_of(home)
    make_article(news, "Imported", published_at=START - timedelta(days=400))
    make_article(news, "Dated back", published_at=START - timedelta(hours=7))
    at(clock, 3, 19)
    run_schedule(interval_s=30)
    assert written(daily) == [["Dated back"]]


def test_a_newsletter_owes_nothing_for_the_time_before_it(
    home: HomePage, news: SectionPage, clock: Any
) -> None:
    make_article(news, "Old")
    at(clock, 3, 20)
    daily = list_of(home)
    run_schedule(interval_s=30)
    daily.refresh_from_db()
    daily.unpublish()
    at(clock, 4, 20)
    make_article(news, "New")
    run_schedule(interval_s=30)
    assert written(daily) == [], "a withdrawn newsletter writes no letters"
