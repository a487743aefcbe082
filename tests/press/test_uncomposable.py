"""One thing that cannot be composed stops nothing else, is told with what to do, and is made good by itself."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from building import edit, make_article, make_contributor
from editions import answer, assert_idle_is_idle, assert_incremental_equals_full, read_edition
from masthead.config.health import site_status
from masthead.config.options import load_options
from masthead.newsroom.events import record_event
from masthead.newsroom.models import Contributor, Event, SectionPage
from masthead.press.actions import press_status, print_all, print_waiting, sweep
from masthead.press.plates import reconcile

BROKEN = [{"type": "table", "value": {"table": {"data": [1]}, "caption": ""}, "id": "1"}]
WHOLE = [{"type": "paragraph", "value": "<p>Mended.</p>", "id": "1"}]


def put_body(article: Any, blocks: list[dict[str, Any]]) -> None:
    """Put a body into the database that no editor could have saved, and tell that the page changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE newsroom_articlepage SET body = %s WHERE page_ptr_id = %s",
            [json.dumps(blocks), article.pk],
        )
    record_event(Event.Kind.PUBLISHED, Event.Subject.ARTICLE, article.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("together_from", [1, 99])
def test_a_piece_that_cannot_be_composed_stops_no_other_and_keeps_its_last_form(
    news: SectionPage, monkeypatch: pytest.MonkeyPatch, together_from: int
) -> None:
    monkeypatch.setattr(reconcile, "_TOGETHER_FROM", together_from)
    bad = make_article(news, "Bad", slug="bad", body=[("paragraph", "<p>As it was.</p>")])
    good = make_article(news, "Good", slug="good")
    print_waiting()
    put_body(bad, BROKEN)
    edit(good, title="Better")
    report = print_waiting()
    assert report.failed == 1
    files = read_edition()
    assert b"As it was." in files["news/bad/index.html"]
    assert b"Better" in files["news/good/index.html"]
    assert Event.objects.all().waiting().count() == 0
    assert_idle_is_idle()
    # Nor does printing everything lose it.
    assert print_all().failed == 1
    assert read_edition() == files


@pytest.mark.django_db
@pytest.mark.parametrize("together_from", [1, 99])
def test_a_new_piece_that_cannot_be_composed_waits_and_the_rest_is_printed(
    news: SectionPage, monkeypatch: pytest.MonkeyPatch, together_from: int
) -> None:
    monkeypatch.setattr(reconcile, "_TOGETHER_FROM", together_from)
    bad, good = make_article(news, "Bad", slug="bad"), make_article(news, "Good", slug="good")
    put_body(bad, BROKEN)
    print_waiting()
    files = read_edition()
    assert answer(files, "/news/good/") == 200
    assert answer(files, "/news/bad/") == 404
    put_body(bad, WHOLE)
    assert print_waiting().failed == 0
    assert b"Mended." in read_edition()["news/bad/index.html"]
    assert press_status().is_well
    assert good.live


@pytest.mark.django_db
def test_what_could_not_be_composed_is_told_with_what_to_do(news: SectionPage, admin_client: Client) -> None:
    bad = make_article(news, "The <b>bad</b> one", slug="bad")
    put_body(bad, BROKEN)
    print_waiting()
    status = press_status()
    assert not status.is_well
    assert [one["thing"] for one in status.uncomposed] == ["article “The <b>bad</b> one”"]
    assert "not iterable" in status.uncomposed[0]["error"]
    told = " ".join(site_status(load_options())["problems"])
    assert "article “The <b>bad</b> one”" in told
    assert "publish it again" in told
    page = admin_client.get(reverse("wagtailadmin_home")).content.decode()
    assert "The &lt;b&gt;bad&lt;/b&gt; one" in page
    assert reverse("wagtailadmin_pages:edit", args=[bad.pk]) in page
    assert "publish it again" in page


@pytest.mark.django_db
def test_a_sweep_and_a_print_of_everything_try_again(news: SectionPage) -> None:
    bad = make_article(news, "Bad", slug="bad")
    for mend in (sweep, print_all):
        put_body(bad, BROKEN)
        print_waiting()
        assert press_status().uncomposed
        put_body(bad, WHOLE)
        Event.objects.all().delete()
        mend()
        print_waiting()
        assert press_status().is_well
        assert b"Mended." in read_edition()["news/bad/index.html"]


@pytest.mark.django_db
def test_what_was_withdrawn_is_no_longer_told(news: SectionPage) -> None:
    bad = make_article(news, "Bad", slug="bad")
    print_waiting()
    put_body(bad, BROKEN)
    print_waiting()
    bad.refresh_from_db()
    bad.unpublish()
    print_waiting()
    assert press_status().is_well
    assert answer(read_edition(), "/news/bad/") == 410
    assert_incremental_equals_full()


@pytest.mark.django_db
def test_a_contributor_that_cannot_be_composed_leaves_the_pieces_alone(news: SectionPage) -> None:
    ada = make_contributor("Ada")
    make_article(news, "Piece", slug="piece", byline=[ada])
    print_waiting()
    with connection.cursor() as cursor:
        links = json.dumps([{"type": "link", "value": 7, "id": "1"}])
        cursor.execute("UPDATE newsroom_contributor SET links = %s WHERE id = %s", [links, ada.pk])
    record_event(Event.Kind.CHANGED, Event.Subject.CONTRIBUTOR, ada.pk)
    assert print_waiting().failed == 1
    assert [one["thing"] for one in press_status().uncomposed] == ["contributor “Ada”"]
    assert answer(read_edition(), "/contributors/ada/") == 200
    ada = Contributor.objects.defer("links").get(pk=ada.pk)
    Contributor.objects.filter(pk=ada.pk).update(links=[])
    sweep()
    print_waiting()
    assert press_status().is_well
