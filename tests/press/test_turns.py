"""What one change prints at once is bounded; what else shows it follows, gives way, and is never lost."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from building import edit, make_article, make_contributor, make_section, make_topic
from editions import (
    answer,
    assert_full_print_writes_nothing,
    assert_idle_is_idle,
    assert_incremental_equals_full,
    assert_no_dead_links,
    assert_nothing_is_missing,
    edition_folder,
    read_edition,
    stamps,
)
from masthead.newsroom.models import Contributor, Identity, SectionPage
from masthead.press import actions, turns
from masthead.press.actions import press_status, print_following, print_waiting
from masthead.press.engine.sheet import Turn
from masthead.press.models import Pending, Plate, Related
from masthead.press.plates import reconcile
from masthead.press.worker import PressWorker

pytestmark = pytest.mark.django_db

MOST_FILES = 60
USERS = 40
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


class Files:
    """Counts the files that change between two looks: written anew or removed."""

    def __init__(self) -> None:
        self._before = stamps()

    def changed(self) -> list[str]:
        before, self._before = self._before, stamps()
        return [name for name in {*before, *self._before} if before.get(name) != self._before.get(name)]


def print_at_once() -> None:
    report = print_waiting(last_turn=Turn.AT_ONCE)
    assert report.failed == 0


def print_the_rest() -> int:
    """Print what follows a few at a time; returns how many steps that took."""
    steps = 0
    while press_status().sheets_following:
        assert print_following().printed <= 100
        steps += 1
    print_waiting()
    return steps


def is_named(title: str, name: str) -> bool:
    return title in read_edition()[name].decode()


@pytest.fixture
def hub(news: SectionPage) -> Any:
    """A piece with all that a piece can be listed by, and that more pages name than may be printed at once."""
    economy = make_section(news, "Economy")
    people = [make_contributor(f"Writer {one}") for one in range(4)]
    topics = [make_topic(f"Topic {one}") for one in range(12)]
    hub = make_article(economy, "The hub", byline=people, topics=topics)
    for number in range(USERS):
        body: list[tuple[str, Any]] = [("paragraph", "<p>Words.</p>"), ("related", hub)]
        user = make_article(
            news,
            f"User {number}",
            body=body,
            byline=people[:1],
            published_at=LONG_AGO - timedelta(days=number),
        )
        Related.objects.create(article_id=user.pk, place=0, related_id=hub.pk)
    print_waiting()
    assert sum(b"The hub" in page for page in read_edition().values()) > USERS
    return hub


def test_a_new_headline_is_at_once_where_readers_look_and_on_all_pages_in_the_end(hub: Any) -> None:
    files = Files()
    edit(hub, title="Another headline")
    print_at_once()
    assert len(files.changed()) <= MOST_FILES
    for name in ("index.html", "news/economy/the-hub/index.html", "news/economy/index.html", "feed.xml"):
        assert is_named("Another headline", name)
    status = press_status()
    assert status.is_well
    assert 0 < status.sheets_following == status.sheets_waiting
    print_the_rest()
    assert not any(b"The hub" in page for page in read_edition().values())
    assert_incremental_equals_full()
    assert_idle_is_idle()
    assert_full_print_writes_nothing()


def test_a_publish_with_many_topics_and_writers_writes_few_files_at_once(hub: Any, news: SectionPage) -> None:
    files = Files()
    people = Contributor.objects.order_by("pk")
    make_article(
        SectionPage.objects.get(slug="economy"), "Fresh", byline=list(people), topics=list(hub.topics.all())
    )
    print_at_once()
    assert len(files.changed()) <= MOST_FILES
    assert is_named("Fresh", "index.html")
    assert_no_dead_links()
    print_the_rest()
    assert_incremental_equals_full()
    assert_idle_is_idle()


def test_withdrawing_takes_a_piece_off_the_lists_first_and_its_page_right_after_those_that_lead_there(
    hub: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "_FOLLOWING", 30)
    files = Files()
    hub.unpublish()
    print_at_once()
    assert len(files.changed()) <= MOST_FILES
    assert not is_named("The hub", "index.html")
    assert_no_dead_links()
    # Thousands of sheets that wait for a change of everything do not keep a withdrawn piece in print.
    Pending.objects.bulk_create([Pending(kind="error", args="404", phase=0, turn=Turn.LATER)])
    while Pending.objects.filter(turn=Turn.NEXT).exists():
        assert_nothing_is_missing()
        print_following()
    assert answer(read_edition(), "/news/economy/the-hub/") == 410
    assert Pending.objects.filter(kind="error").exists()
    print_the_rest()
    assert_no_dead_links()
    assert_incremental_equals_full()


def test_what_is_published_meanwhile_goes_before_the_rest(hub: Any, news: SectionPage) -> None:
    identity = Identity.load()
    identity.name = "Another Courier"
    identity.save()
    print_at_once()
    waiting = press_status().sheets_following
    assert waiting > USERS
    assert is_named("Another Courier", "index.html")
    make_article(news, "Meanwhile")
    print_at_once()
    assert is_named("Meanwhile", "index.html")
    assert is_named("Meanwhile", "news/meanwhile/index.html")
    assert press_status().sheets_following > waiting / 2
    assert_no_dead_links()
    print_the_rest()
    assert all(b"The Test Courier" not in page for page in read_edition().values())
    assert_incremental_equals_full()


def test_what_follows_outlives_the_process(hub: Any) -> None:
    """Whatever ends a press between two steps, the next one finds the rows."""
    edit(hub, title="Another headline")
    print_at_once()
    print_following()
    print_waiting()
    assert press_status().sheets_following == 0
    assert_incremental_equals_full()


def test_what_follows_from_many_steps_of_composing_waits_behind_what_is_withdrawn(
    hub: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconcile, "_STEP", 5)
    monkeypatch.setattr(turns, "NEXT", 10)
    for person in Contributor.objects.all():
        person.name += " Again"
        person.save()
    print_at_once()
    assert Pending.objects.filter(turn=Turn.NEXT).count() <= 10
    assert Pending.objects.filter(turn=Turn.LATER).count() > 10
    print_the_rest()
    assert_incremental_equals_full()


def test_a_new_look_keeps_the_files_that_pages_still_name(hub: Any) -> None:
    identity = Identity.load()
    identity.language = "de"
    identity.accent = "#7a0019"
    identity.save()
    print_at_once()
    assert press_status().sheets_following
    assert_no_dead_links()
    print_the_rest()
    assert_no_dead_links()
    assert_incremental_equals_full()


def test_pictures_that_waiting_pages_still_show_are_kept(hub: Any) -> None:
    person = Contributor.objects.order_by("pk").first()
    assert person is not None
    person.name = "Somebody Else"
    person.save()
    print_at_once()
    assert_no_dead_links()
    print_the_rest()
    assert_no_dead_links()


@pytest.mark.django_db(transaction=True)
def test_the_press_at_work_prints_all_that_follows_and_rests(hub: Any) -> None:
    worker, stop = PressWorker(), threading.Event()
    edit(hub, title="Another headline")
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    try:
        for _ in range(600):
            if not Pending.objects.exists() and Plate.objects.filter(card__contains="Another").exists():
                break
            stop.wait(0.05)
    finally:
        stop.set()
        worker.wake()
        thread.join()
    assert not any(b"The hub" in page for page in read_edition().values())
    assert edition_folder().exists()
    assert_idle_is_idle()
