"""Every change of something live is an event row, written in the transaction of the change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from building import (
    edit,
    make_article,
    make_contributor,
    make_picture,
    make_section,
    make_standing,
    make_topic,
)
from masthead.newsroom.actions import merge_contributors
from masthead.newsroom.events import on_event
from masthead.newsroom.models import (
    ArticlePage,
    Event,
    HomePage,
    Identity,
    LeadStory,
    Menus,
    ReaderComment,
    SectionPage,
)

Told = set[tuple[str, str, int]]


@pytest.fixture
def told(django_capture_on_commit_callbacks: Any) -> Callable[[Callable[[], object]], Told]:
    """Give a function that does something and returns what events tell of it."""

    def tell(act: Callable[[], object]) -> Told:
        Event.objects.all().delete()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return set(Event.objects.values_list("kind", "subject", "subject_id"))

    return tell


Tell = Callable[[Callable[[], object]], Told]


@pytest.fixture
def article(news: SectionPage) -> ArticlePage:
    piece: ArticlePage = make_article(news, byline=[make_contributor()], topics=[make_topic()])
    return piece


def test_pages_tell_when_they_are_published_edited_and_withdrawn(told: Tell, news: SectionPage) -> None:
    article = make_article(news, is_published=False)
    assert told(lambda: article.get_latest_revision().publish()) == {("published", "article", article.pk)}
    assert told(lambda: edit(article, title="Other")) == {("published", "article", article.pk)}
    assert told(lambda: ArticlePage.objects.get().unpublish()) == {("unpublished", "article", article.pk)}
    for make, subject in ((make_section, "section"), (make_standing, "standing")):
        kinds = {
            row[:2] for row in told(lambda make=make: make(news.get_parent(), f"Another {make.__name__}"))
        }
        assert kinds == {("published", subject)}
    assert told(lambda: edit(HomePage.objects.get(), title="Front")) == {
        ("published", "home", HomePage.objects.get().pk)
    }


def test_drafts_tell_nothing(told: Tell, news: SectionPage, article: ArticlePage) -> None:
    assert told(lambda: edit(article, title="Draft", is_published=False)) == set()
    assert told(lambda: make_article(news, "New draft", is_published=False)) == set()


def test_a_scheduled_change_of_a_live_page_tells_nothing_before_its_time(
    told: Tell, article: ArticlePage
) -> None:
    assert told(lambda: edit(article, title="Later", go_live_at=timezone.now() + timedelta(days=1))) == set()


def test_pages_tell_when_they_and_all_below_them_move(
    told: Tell, news: SectionPage, article: ArticlePage
) -> None:
    culture = make_section(news.get_parent(), "Culture")
    draft = make_article(news, "Draft", is_published=False)
    moved = told(lambda: news.move(culture, pos="last-child"))
    assert moved >= {("moved", "section", news.pk), ("moved", "article", article.pk)}
    assert draft.pk not in {row[2] for row in moved}
    news.refresh_from_db()
    renamed = told(lambda: edit(news, slug="latest"))
    assert renamed >= {("moved", "section", news.pk), ("moved", "article", article.pk)}
    last = make_section(news.get_parent(), "Last")
    assert ("changed", "section", last.pk) in told(lambda: last.move(last.get_parent(), pos="first-child"))


def test_pages_tell_when_they_are_deleted_with_all_below(
    told: Tell, news: SectionPage, article: ArticlePage
) -> None:
    gone = told(lambda: SectionPage.objects.get(pk=news.pk).delete())
    assert gone >= {("deleted", "section", news.pk), ("deleted", "article", article.pk)}


def test_the_home_page_tells_when_a_lead_story_is_deleted(told: Tell, article: ArticlePage) -> None:
    home = HomePage.objects.get()
    edit(home, lead_stories=[LeadStory(article=article)])
    assert ("changed", "home", home.pk) in told(lambda: ArticlePage.objects.get().delete())


def test_people_topics_pictures_and_settings_tell_when_they_change(told: Tell, article: ArticlePage) -> None:
    person, topic, picture = make_contributor("Bo"), make_topic("Rain"), make_picture()
    for thing, subject in ((person, "contributor"), (topic, "topic"), (picture, "picture")):
        number = thing.pk
        assert told(thing.save) == {("changed", subject, number)}
        assert told(thing.delete) == {("deleted", subject, number)}
    for settings in (Identity.load(), Menus.load()):
        assert told(settings.save) == {("settings_changed", "frame", settings.pk)}


def test_pieces_tell_when_a_topic_of_theirs_is_deleted(told: Tell, article: ArticlePage) -> None:
    topic = article.topics.get()
    number = topic.pk
    assert told(topic.delete) == {("deleted", "topic", number), ("changed", "article", article.pk)}


def test_merging_tells_what_answers_for_what(told: Tell, article: ArticlePage) -> None:
    keep, merge = make_contributor("Bo"), article.byline.get().contributor
    number = merge.pk
    assert told(lambda: merge_contributors(keep=keep, merge=merge)) >= {
        ("merged", "contributor", number),
        ("changed", "article", article.pk),
    }
    assert Event.objects.get(kind="merged").detail == {"into": keep.pk}


def test_a_page_and_all_below_tell_when_they_become_private_or_public(
    told: Tell, news: SectionPage, article: ArticlePage
) -> None:
    both = {("changed", "section", news.pk), ("changed", "article", article.pk)}
    restriction = PageViewRestriction(page=news, restriction_type="login")
    assert told(restriction.save) == both
    group = Group.objects.create(name="Subscribers")
    assert told(lambda: restriction.groups.add(group)) == both
    assert told(restriction.delete) == both


def test_images_and_files_tell_when_their_collection_becomes_private_or_moves(
    told: Tell, home: HomePage
) -> None:
    root = Collection.get_first_root_node()
    outer = root.add_child(name="Outer")
    inner = outer.add_child(name="Inner")
    picture = make_picture(collection=inner)
    file = get_document_model().objects.create(
        title="File", collection=inner, file=ContentFile(b"x", name="x.txt")
    )
    make_picture("Elsewhere", collection=root)
    both = {("changed", "picture", picture.pk), ("changed", "document", file.pk)}
    restriction = CollectionViewRestriction(collection=outer, restriction_type="login")
    assert told(restriction.save) == both
    assert told(restriction.delete) == both
    assert told(inner.save) == both


def test_redirects_files_and_comments_tell_when_they_change(told: Tell, article: ArticlePage) -> None:
    redirect = Redirect(old_path="/old", redirect_page=article)
    assert {row[:2] for row in told(redirect.save)} == {("changed", "redirect")}
    assert {row[:2] for row in told(redirect.delete)} == {("deleted", "redirect")}
    comment = ReaderComment(page=article, body="<p>Yes</p>", written_at=timezone.now())
    assert told(comment.save) == {("changed", "article", article.pk)}
    assert told(comment.delete) == {("changed", "article", article.pk)}
    file = get_document_model()(title="File", file=ContentFile(b"x", name="x.txt"))
    assert {row[:2] for row in told(file.save)} == {("changed", "document")}


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_taken_back_leaves_no_event_and_wakes_nobody(news: SectionPage) -> None:
    woken: list[int] = []
    on_event(lambda: woken.append(Event.objects.count()))
    Event.objects.all().delete()

    def change_everything() -> None:
        article = make_article(
            news, byline=[make_contributor()], topics=[make_topic()], lead_image=make_picture()
        )
        edit(article, title="Other")
        article.refresh_from_db()
        article.unpublish()
        edit(news, slug="latest")
        Identity.load().save()

    with transaction.atomic():
        change_everything()
        assert Event.objects.exists()
        transaction.set_rollback(True)
    assert not Event.objects.exists()
    assert woken == []
    news.refresh_from_db()
    with transaction.atomic():
        change_everything()
        assert woken == []
    # Whoever is woken finds the rows: they are committed.
    assert woken
    assert min(woken) > 0


@pytest.mark.django_db(transaction=True)
def test_every_change_and_its_event_stand_in_one_transaction(
    news: SectionPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the event cannot be written, nothing is published; so it is with the newsroom's requests."""

    def refuse(*args: object, **kwargs: object) -> None:
        raise RuntimeError("No room for a row")

    article = make_article(news, is_published=False)
    monkeypatch.setattr(Event, "save", refuse)
    with pytest.raises(RuntimeError), transaction.atomic():
        article.get_latest_revision().publish()
    article.refresh_from_db()
    assert not article.live
