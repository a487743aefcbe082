"""What no event told, or a kill cut short, is found and printed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from building import edit, make_article, make_contributor, make_section, open_test_publication
from editions import answer, assert_incremental_equals_full, assert_plates_are_the_live_pages, read_edition
from masthead.newsroom.models import ArticlePage, Event, SectionPage
from masthead.press import actions
from masthead.press.actions import press_status, print_all, print_waiting, sweep
from masthead.press.plates import reconcile


@pytest.mark.django_db
def test_an_address_that_changed_before_a_kill_is_found(news: SectionPage) -> None:
    make_article(news, "Piece", slug="piece")
    print_waiting()
    # Wagtail tells of a new slug after the commit: whoever is killed there tells nobody.
    news.refresh_from_db()
    news.slug = "latest"
    news.save()
    assert Event.objects.all().waiting().count() == 0
    sweep()
    print_waiting()
    files = read_edition()
    assert answer(files, "/latest/piece/") == 200
    assert answer(files, "/news/piece/") == 301
    assert_plates_are_the_live_pages()
    assert_incremental_equals_full()


@pytest.mark.django_db
def test_rows_changed_behind_wagtails_back_are_found(news: SectionPage) -> None:
    gone, stays = make_article(news, "Gone"), make_article(news, "Stays")
    print_waiting()
    ArticlePage.objects.filter(pk=gone.pk).update(live=False)
    edit(stays, title="Stays, edited")
    Event.objects.all().delete()
    sweep()
    print_waiting()
    assert answer(read_edition(), "/news/gone/") == 410
    assert b"Stays, edited" in read_edition()["news/stays/index.html"]
    assert_incremental_equals_full()


class Killed(BaseException):
    """The end of a process, as the transactions see it."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("press", [print_waiting, print_all])
def test_what_follows_from_a_change_is_not_lost_between_two_steps(
    news: SectionPage, monkeypatch: pytest.MonkeyPatch, press: Any
) -> None:
    named = make_article(news, "Named", slug="named")
    others = [make_article(news, f"Other {number}", body=[("related", named)]) for number in range(3)]
    print_waiting()
    monkeypatch.setattr(reconcile, "_STEP", 1)
    steps = iter(range(10))

    def die_in_the_second_step(change: Any) -> None:
        if next(steps) == 1:
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(actions, "note_left", die_in_the_second_step)
        edit(named, title="Named anew")
        with pytest.raises(Killed):
            press()
    print_waiting()
    assert Event.objects.all().waiting().count() == 0
    for other in others:
        assert b"Named anew" in read_edition()[f"news/{other.slug}/index.html"]
    assert_plates_are_the_live_pages()
    assert_incremental_equals_full()


@pytest.mark.django_db
def test_an_edition_that_was_deleted_is_printed_again(news: SectionPage, edition_path: Any) -> None:
    import shutil

    make_section(news, "Economy")
    make_article(news, "Piece", byline=[make_contributor("Ada")])
    print_waiting()
    before = read_edition()
    make_article(news, "Gone again").delete()
    shutil.rmtree(edition_path)
    print_waiting()
    assert {name: text for name, text in read_edition().items() if not name.startswith("_moved/")} == before
    assert press_status().sheets == len(read_edition())


@pytest.mark.django_db
def test_events_of_things_that_are_not_there_do_no_harm(news: SectionPage) -> None:
    print_waiting()
    before = read_edition()
    for subject in Event.Subject:
        for kind in Event.Kind:
            Event.objects.create(kind=kind, subject=subject, subject_id=987_654)
    Event.objects.create(
        kind=Event.Kind.MERGED, subject="topic", subject_id=987_654, detail={"into": 987_655}
    )
    report = print_waiting()
    assert (report.printed, report.written, report.failed) == (0, 0, 0)
    assert read_edition() == before


@pytest.mark.django_db
def test_the_year_below_every_page_is_the_year_it_is(data_path: Any) -> None:
    with time_machine.travel(datetime(2026, 12, 31, 23, 30, tzinfo=UTC), tick=False) as now:
        news = make_section(open_test_publication(), "News")
        make_article(news, "Piece", slug="piece")
        print_waiting()
        assert "© 2026" in read_edition()["news/piece/index.html"].decode()
        assert b"/news/piece/" in read_edition()["sitemaps/news.xml"]
        now.shift(3600)
        print_waiting()
        assert "© 2027" in read_edition()["news/piece/index.html"].decode()
        # Two days later it is no news any more, and nothing else changes.
        now.shift(49 * 3600)
        report = print_waiting()
        assert b"/news/piece/" not in read_edition()["sitemaps/news.xml"]
        assert report.written == 1
        assert_incremental_equals_full()
