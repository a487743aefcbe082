"""Scheduled publishing: what is due goes out, one fault holds up nothing else, and lateness shows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from masthead.newsroom.actions import run_schedule
from masthead.newsroom.models import ArticlePage, Event, ScheduleRun, SectionPage


def schedule(section: SectionPage, slug: str, minutes: int) -> ArticlePage:
    """Schedule a piece for so many minutes from now, as an editor would have done yesterday."""
    page: ArticlePage = section.add_child(instance=ArticlePage(title=slug, slug=slug, live=False))
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()
    page.refresh_from_db()
    revision = page.latest_revision
    revision.approved_go_live_at = timezone.now() + timedelta(minutes=minutes)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    return page


def test_what_is_due_is_published_and_the_press_hears_of_it(news: SectionPage) -> None:
    due, later = schedule(news, "due", -1), schedule(news, "later", 60)
    Event.objects.all().delete()
    run = run_schedule(interval_s=30)
    due.refresh_from_db()
    later.refresh_from_db()
    assert (due.live, later.live) == (True, False)
    assert list(Event.objects.values_list("kind", "subject", "subject_id")) == [
        ("published", "article", due.pk)
    ]
    assert not run.error
    assert not run.is_late


def test_what_has_expired_is_withdrawn(news: SectionPage) -> None:
    page: ArticlePage = news.add_child(instance=ArticlePage(title="Old", slug="old"))
    page.save_revision().publish()
    ArticlePage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    run_schedule(interval_s=30)
    page.refresh_from_db()
    assert not page.live
    assert page.expired


def test_a_piece_that_cannot_be_published_holds_up_no_other(news: SectionPage) -> None:
    broken, sound = schedule(news, "broken", -2), schedule(news, "sound", -1)
    revision = broken.latest_revision
    revision.content["owner"] = "nobody"
    revision.save()
    run = run_schedule(interval_s=30)
    sound.refresh_from_db()
    assert sound.live
    assert run.error


@pytest.mark.parametrize(("seconds", "is_late"), [(80, False), (100, True)])
def test_a_run_is_late_after_three_intervals(db: None, seconds: int, is_late: bool) -> None:
    run = ScheduleRun(job="x", interval_s=30, ran_at=timezone.now() - timedelta(seconds=seconds))
    assert run.is_late is is_late
