"""The newsroom's screens: who sees what, what they refuse, and in which words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Workflow
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from building import (
    edit,
    make_article,
    make_contributor,
    make_picture,
    make_section,
    make_standing,
    make_topic,
)
from masthead.newsroom import checks
from masthead.newsroom.actions import run_schedule
from masthead.newsroom.conf import newsroom_conf
from masthead.newsroom.models import (
    ArticlePage,
    Contributor,
    Event,
    HomePage,
    Identity,
    ReaderComment,
    ScheduleRun,
    SectionPage,
    Topic,
)
from masthead.newsroom.roles import CHIEFS, EDITORS, WRITERS, establish_roles
from masthead.newsroom.validators import says_what_it_shows


def sign_in(role: str) -> Client:
    """Return a client in which somebody with a role has signed in."""
    user = get_user_model()._default_manager.create_user(role.lower(), f"{role}@example.org".lower(), "x")
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor(home: HomePage) -> Client:
    return sign_in(EDITORS)


def article_data(**fields: Any) -> dict[str, str]:
    """Return what the editor's form sends for an article."""
    empty = {
        "title": "A piece",
        "slug": "a-piece",
        "standfirst": "",
        "lead_caption": "",
        "topics": "",
        "language": "",
    }
    formsets = {
        name: {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
        for name in ("byline", "comments", "corrections")
    }
    hyphenated = {f"{name}-{key}": value for name, keys in formsets.items() for key, value in keys.items()}
    return (
        nested_form_data(empty | {"body": streamfield([]), "source_canonical": "here"} | fields) | hyphenated
    )


def text(words: str) -> Any:
    return streamfield([("paragraph", rich_text(f"<p>{words}</p>"))])


def save_article(client: Client, section: SectionPage, **fields: Any) -> Any:
    address = reverse("wagtailadmin_pages:add", args=["newsroom", "articlepage", section.pk])
    return client.post(address, article_data(**fields))


# Alternative text


@pytest.mark.parametrize(
    "value",
    [
        "",
        "  ",
        "224464",
        "IMG_6064-25.jpg",
        "IMG_6064",
        "DSC01234",
        "my holiday.png",
        "photo",
        "a3f9c1d2e4b5a697",
    ],
)
def test_file_names_and_numbers_say_nothing_of_an_image(value: str) -> None:
    assert not says_what_it_shows(value)


@pytest.mark.parametrize(
    "value", ["Cranes", "A crane at 6 a.m.", "کشتی‌ها در بندر", "港", "Route 66 in Arizona", "COP26"]
)
def test_words_say_what_an_image_shows(value: str) -> None:
    assert says_what_it_shows(value)


def test_an_image_without_alternative_text_keeps_a_piece_from_readers_and_not_from_drafts(
    editor: Client, news: SectionPage
) -> None:
    picture = make_picture("Silent", description="")
    fields = {"lead_image": str(picture.pk), "body": text("Words.")}
    response = save_article(editor, news, **fields, **{"action-publish": "1"})
    assert "The image “Silent” has no alternative text" in response.content.decode()
    assert not ArticlePage.objects.exists()
    save_article(editor, news, **fields)
    assert not ArticlePage.objects.get().live


def test_an_image_in_the_text_may_be_described_there(editor: Client, news: SectionPage) -> None:
    picture = make_picture("Silent", description="")
    for alt_text, is_published in (("", False), ("A crane at dawn", True)):
        block = ("image", {"image": str(picture.pk), "caption": rich_text(""), "alt_text": alt_text})
        save_article(editor, news, body=streamfield([block]), **{"action-publish": "1"})
        assert ArticlePage.objects.filter(live=True).exists() is is_published


def test_a_piece_without_text_is_a_draft(editor: Client, news: SectionPage) -> None:
    response = save_article(editor, news, **{"action-publish": "1"})
    assert "The piece has no text yet" in response.content.decode()
    save_article(editor, news)
    assert not ArticlePage.objects.get().live


def test_a_headline_that_returns_gets_a_slug_of_its_own(editor: Client, news: SectionPage) -> None:
    for _ in range(3):
        save_article(editor, news, title="Editorial", slug="editorial")
    slugs = ArticlePage.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["editorial", "editorial-2", "editorial-3"]


# Contributors, topics, comments


def test_a_contributor_in_a_byline_is_not_deleted_and_the_reason_is_said(
    editor: Client, news: SectionPage
) -> None:
    ada = make_contributor("Ada Writer")
    make_article(news, byline=[ada])
    address = reverse("wagtailsnippets_newsroom_contributor:delete", args=[ada.pk])
    response = editor.post(address, follow=True)
    assert "“Ada Writer” is in the byline of 1 pieces or drafts" in response.content.decode()
    assert Contributor.objects.filter(pk=ada.pk).exists()


def test_a_draft_opens_after_somebody_it_once_named_was_deleted(editor: Client, news: SectionPage) -> None:
    ada, ben = make_contributor("Ada Writer"), make_contributor("Ben Writer")
    article = make_article(news, byline=[ada])
    revision = article.get_latest_revision()
    edit(article, byline=[type(article.byline.first())(contributor=ben)])
    editor.post(reverse("wagtailsnippets_newsroom_contributor:delete", args=[ada.pk]))
    assert not Contributor.objects.filter(pk=ada.pk).exists()
    revision.refresh_from_db()
    assert list(revision.as_object().byline.all()) == []


@pytest.mark.parametrize("role", [WRITERS, EDITORS])
def test_editors_merge_contributors_and_writers_do_not(home: HomePage, news: SectionPage, role: str) -> None:
    keep, merge = make_contributor("Ada Writer"), make_contributor("A. Writer")
    make_article(news, byline=[merge])
    client = sign_in(role)
    address = reverse("wagtail_bulk_action", args=["newsroom", "contributor", "merge"])
    client.post(f"{address}?id={keep.pk}&id={merge.pk}", {"keep": keep.pk})
    assert Contributor.objects.filter(pk=merge.pk).exists() is (role == WRITERS)


def test_one_topic_is_merged_into_any_other(editor: Client, news: SectionPage) -> None:
    keep, merge = make_topic("Harbours"), make_topic("Ports")
    address = reverse("wagtail_bulk_action", args=["newsroom", "topic", "merge"]) + f"?id={merge.pk}"
    assert "Merge it into" in editor.get(address).content.decode()
    assert "Choose one." in editor.post(address, {}).content.decode()
    editor.post(address, {"keep": keep.pk})
    assert list(Topic.objects.all()) == [keep]


def test_topics_are_chosen_by_their_titles(editor: Client, news: SectionPage) -> None:
    ships, sea = make_topic("Ships, large"), make_topic("The sea")
    assert editor.get(reverse("newsroom_topic_names"), {"term": "shi"}).json() == ["Ships, large"]
    response = save_article(editor, news, topics='"Ships, large", the SEA, Moon')
    assert "“Moon”" in response.content.decode()
    save_article(editor, news, topics='"Ships, large", the SEA')
    article = ArticlePage.objects.get()
    assert set(article.topics.all()) == {ships, sea}
    assert (
        "&quot;Ships, large&quot;"
        in editor.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
    )


def test_a_slug_is_made_from_the_name_and_is_nobody_elses(home: HomePage) -> None:
    slugs = [Contributor.objects.create(name=name).slug for name in ("Ada Writer", "Ada Writer", "آدا", "!!")]
    assert slugs == ["ada-writer", "ada-writer-2", "آدا", "contributor"]


def test_hiding_a_comment_has_its_page_printed_again(editor: Client, news: SectionPage) -> None:
    article = make_article(news)
    comment = ReaderComment.objects.create(page=article, body="<p>No.</p>", written_at=timezone.now())
    Event.objects.all().delete()
    address = reverse("wagtail_bulk_action", args=["newsroom", "readercomment", "hide"])
    editor.post(f"{address}?id={comment.pk}")
    comment.refresh_from_db()
    assert not comment.is_shown
    assert Event.objects.filter(subject="article", subject_id=article.pk).exists()
    assert (
        editor.get(reverse("wagtailsnippets_newsroom_readercomment:list"), {"is_shown": "false"}).status_code
        == 200
    )
    assert editor.get(reverse("wagtailsnippets_newsroom_readercomment:add")).status_code == 302


# Roles


def test_roles_are_made_once_and_what_a_site_changed_stays(home: HomePage) -> None:
    writers = Group.objects.get(name=WRITERS)
    before = writers.permissions.count(), writers.page_permissions.count()
    establish_roles()
    assert (writers.permissions.count(), writers.page_permissions.count()) == before
    assert set(Group.objects.values_list("name", flat=True)) == {WRITERS, EDITORS, CHIEFS}
    assert Workflow.objects.count() == 1


def test_a_writer_submits_and_an_editor_publishes(home: HomePage, news: SectionPage) -> None:
    writer, chief = sign_in(WRITERS), sign_in(CHIEFS)
    save_article(writer, news, body=text("Words."), **{"action-publish": "1"})
    assert not ArticlePage.objects.get().live
    save_article(writer, news, slug="another", body=text("Words."), **{"action-submit": "1"})
    article = ArticlePage.objects.get(slug="another")
    task = article.current_workflow_task_state
    assert not article.live
    assert "A piece" in chief.get(reverse("wagtailadmin_home")).content.decode()
    action = reverse("wagtailadmin_pages:workflow_action", args=[article.pk, "approve", task.pk])
    chief.post(action, {"comment": ""})
    article.refresh_from_db()
    assert article.live


def test_writers_change_no_settings(home: HomePage) -> None:
    address = reverse("wagtailsettings:edit", args=["newsroom", "identity", Identity.load().pk])
    assert sign_in(WRITERS).get(address).status_code == 302
    assert sign_in(CHIEFS).get(address).status_code == 200


# Home, lists, addresses


def test_the_home_says_whether_scheduled_publishing_is_late(editor: Client) -> None:
    def home_text() -> str:
        return editor.get(reverse("wagtailadmin_home")).content.decode()

    assert "has not run yet" in home_text()
    run_schedule(interval_s=30)
    assert "is late" not in home_text()
    ScheduleRun.objects.update(ran_at=timezone.now() - timedelta(seconds=100))
    assert "Scheduled publishing is late" in home_text()


def test_the_home_shows_what_is_scheduled(editor: Client, news: SectionPage) -> None:
    article = make_article(news, "Tomorrow's piece", is_published=False)
    article.go_live_at = timezone.now() + timedelta(days=1)
    article.save_revision().publish()
    shown = editor.get(reverse("wagtailadmin_home")).content.decode()
    assert "Tomorrow&#x27;s piece" in shown
    assert "Goes live" in shown


def test_lists_of_articles_show_byline_and_date(editor: Client, news: SectionPage) -> None:
    for number in range(4):
        ada = make_contributor(f"Writer {number}")
        make_article(news, f"Piece {number}", byline=[ada], published_at=timezone.now() - timedelta(days=400))
    for address in (reverse("wagtailadmin_explore", args=[news.pk]), reverse("articles:index")):
        shown = editor.get(address).content.decode()
        assert "Writer 3" in shown
        assert (timezone.now() - timedelta(days=400)).strftime("%b %Y") in shown


def test_a_page_leads_to_where_it_is_printed(news: SectionPage) -> None:
    article = make_article(news, "کشتی", slug="کشتی")
    site_url = newsroom_conf().site_url
    assert article.full_url == f"{site_url}/news/%DA%A9%D8%B4%D8%AA%DB%8C/"
    assert article.get_url() == "/news/%DA%A9%D8%B4%D8%AA%DB%8C/"
    response = Client().get(article.get_url())
    assert (response.status_code, response["Location"]) == (302, article.full_url)


@pytest.mark.parametrize("kind", ["homepage", "sectionpage", "articlepage", "standingpage"])
def test_a_page_that_was_never_saved_has_a_preview(editor: Client, news: SectionPage, kind: str) -> None:
    parent = news if kind == "articlepage" else news.get_parent()
    if kind == "homepage":
        page = parent
        address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    else:
        address = reverse("wagtailadmin_pages:preview_on_add", args=["newsroom", kind, parent.pk])
    data = article_data(
        title="Not yet saved", slug="not-yet", lead_image=str(make_picture().pk), body=text("Words.")
    )
    prefixes = {
        "lead_stories-TOTAL_FORMS": 0, "lead_stories-INITIAL_FORMS": 0, "blocks-count": 0, "description": "",
    }  # fmt: skip
    assert editor.post(address, data | prefixes).json()["is_valid"]
    response = editor.get(address)
    assert response.status_code == 200
    assert "/newsroom/theme/style.css" in response.content.decode()
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert not Page.objects.filter(slug="not-yet").exists()
    assert kind != "articlepage" or "/newsroom/media/" in response.content.decode()


def test_previews_show_the_themes_files_to_the_staff_alone(editor: Client) -> None:
    address = reverse("press_theme_file", args=["style.css"])
    assert editor.get(address)["Content-Type"] == "text/css"
    assert editor.get(reverse("press_theme_file", args=["templates/base.html"])).status_code == 404
    assert Client().get(address).status_code == 302


def test_unsafe_settings_are_named(settings: Any) -> None:
    assert list(checks.find_problems(newsroom_conf())) == []
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "AtomicWrites" not in name]
    settings.WAGTAILREDIRECTS_AUTO_CREATE = True
    settings.WAGTAILIMAGES_IMAGE_FORM_BASE = ""
    settings.WAGTAILIMAGES_IMAGE_MODEL = "wagtailimages.Image"
    settings.MASTHEAD = {}
    found = {problem.id for problem in checks.find_problems(newsroom_conf())}
    assert found == {f"newsroom.E00{number}" for number in range(1, 6)}


def test_sections_below_sections_and_standing_pages_open_in_the_editor(
    editor: Client, news: SectionPage
) -> None:
    pages = [make_section(news, "Harbours"), make_standing(news.get_parent()), news.get_parent()]
    for page in pages:
        assert editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
