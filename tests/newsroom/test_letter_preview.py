"""An editor sees a letter as its subscribers will: as mail, light and dark, as plain text, and in the archive."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from wagtail.models import Page

from building import make_article, make_letter, make_newsletter
from masthead.newsroom.models import ArticlePage, HomePage, LetterPage, SectionPage
from masthead.press.actions import sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(home: HomePage, news: SectionPage) -> LetterPage:
    weekly = make_newsletter(home, "The Weekly", language="fa")
    weekly.unpublish()
    piece = make_article(news, "The crane")
    sweep()
    return make_letter(weekly, "A draft", pieces=[piece], is_published=False)


def shown(page: LetterPage, mode: str) -> str:
    return page.get_latest_revision_as_object().make_preview_request(preview_mode=mode).content.decode()


def test_every_mode_shows_the_letter(draft: LetterPage) -> None:
    for mode, _ in LetterPage.preview_modes:
        text = shown(draft, mode)
        assert "A draft" in text
        assert "Dear readers." in text
        assert "The crane" in text


def test_the_mail_is_shown_light_or_dark_whatever_the_screen_has(draft: LetterPage) -> None:
    assert "prefers-color-scheme" not in shown(draft, "") + shown(draft, "dark")
    assert "@media all" in shown(draft, "dark")
    assert 'dir="rtl"' in shown(draft, "")
    assert "<p" not in shown(draft, "text")


def sent(**values: str) -> dict[str, str]:
    """Return what the editor of a letter sends."""
    return {
        "title": "Nothing", "slug": "nothing", "preheader": "", "body-count": "0", "language": "", "is_mailed": "on",
        "pieces-TOTAL_FORMS": "0", "pieces-INITIAL_FORMS": "0", "pieces-MIN_NUM_FORMS": "0", "pieces-MAX_NUM_FORMS": "99",
        "seo_title": "", "search_description": "", "social_title": "", "social_description": "", "social_image": "",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": "99",
    } | values  # fmt: skip


def piece_of(article: Page, **values: str) -> dict[str, str]:
    note = json.dumps({"blocks": [], "entityMap": {}})
    piece = {"article": str(article.pk), "note": note, "id": "", "ORDER": "1", "DELETE": ""} | values
    return {"pieces-TOTAL_FORMS": "1"} | {f"pieces-0-{name}": value for name, value in piece.items()}


def test_a_letter_that_says_nothing_cannot_be_sent(draft: LetterPage, admin_client: Client) -> None:
    address = f"/newsroom/pages/add/newsroom/letterpage/{draft.get_parent().pk}/"
    article = ArticlePage.objects.get()
    publish = {"action-publish": "1"}
    answer = admin_client.post(address, sent(**publish))
    assert "neither a text nor a piece" in answer.content.decode()
    answer = admin_client.post(address, sent(**publish, **piece_of(article, DELETE="1")))
    assert "neither a text nor a piece" in answer.content.decode(), "the piece is taken out again"
    assert admin_client.post(address, sent()).status_code == 302, "a draft may say nothing yet"
    answer = admin_client.post(address, sent(slug="with-a-piece", **publish, **piece_of(article)))
    assert answer.status_code == 302
    words = {
        "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "code",
        "body-0-value-text": "words", "body-0-value-language": "",
    }  # fmt: skip
    assert admin_client.post(address, sent(slug="with-words", **publish, **words)).status_code == 302
    assert set(LetterPage.objects.live().values_list("slug", flat=True)) == {"with-a-piece", "with-words"}


def test_the_editor_is_shown_what_is_being_written(draft: LetterPage, admin_client: Client) -> None:
    address = f"/newsroom/pages/{draft.pk}/edit/preview/"
    values = sent(title="Written now", slug=draft.slug, **piece_of(ArticlePage.objects.get()))
    assert json.loads(admin_client.post(address, values).content)["is_valid"]
    for mode, _ in LetterPage.preview_modes:
        text = admin_client.get(address, {"mode": mode, "in_preview_panel": "true"}).content.decode()
        assert "Written now" in text
        assert "The crane" in text
