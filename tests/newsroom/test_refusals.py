"""What the newsroom refuses, so that nothing is stored that the press could not print."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError

from building import edit, make_article, make_contributor, make_section, make_standing
from masthead.newsroom.models import ArticlePage, BylineEntry, HomePage, Picture, SectionPage, StandingPage
from masthead.newsroom.validators import RESERVED_SLUGS, validate_alternative_text


@pytest.mark.parametrize(
    "text", ["", "  ", "IMG_1234", "photo.jpg", "2024-05-01", "DSC00012", "screenshot 3"]
)
def test_alternative_text_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="does not say what the image shows"):
        validate_alternative_text(text)


@pytest.mark.parametrize(
    "text", ["A crane over the harbour", "ميناء هادئ", "Two", "Figure 3: the tide at noon"]
)
def test_alternative_text_that_says_something_is_taken(text: str) -> None:
    validate_alternative_text(text)


def test_an_image_without_alternative_text_is_refused(home: HomePage) -> None:
    with pytest.raises(ValidationError) as error:
        Picture(title="x", description="").full_clean()
    assert "description" in error.value.message_dict


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
def test_addresses_of_the_site_itself_are_refused(home: HomePage, slug: str) -> None:
    for make in (make_section, make_standing):
        with pytest.raises(ValidationError, match="address of the site itself"), transaction.atomic():
            make(home, "Page", slug=slug)


def test_sections_have_two_levels(home: HomePage) -> None:
    top = make_section(home, "Top")
    child = make_section(top, "Child")
    other = make_section(home, "Other")
    assert SectionPage.can_create_at(home)
    assert SectionPage.can_create_at(top)
    assert not SectionPage.can_create_at(child)
    assert ArticlePage.can_create_at(child)
    assert not ArticlePage.can_create_at(home)
    assert not StandingPage.can_create_at(top)
    assert other.can_move_to(top)
    assert not other.can_move_to(child)
    # It would take its child to a third level.
    assert not SectionPage.objects.get(pk=top.pk).can_move_to(other)
    assert not HomePage.can_create_at(home)


def test_a_contributor_in_a_byline_cannot_be_deleted(news: SectionPage) -> None:
    person = make_contributor()
    make_article(news, byline=[person])
    with pytest.raises(ProtectedError):
        person.delete()


def test_a_draft_opens_although_a_contributor_of_it_was_deleted(news: SectionPage) -> None:
    stays, goes = make_contributor("Stays"), make_contributor("Goes")
    article = make_article(news, byline=[stays])
    edit(article, byline=[BylineEntry(contributor=stays), BylineEntry(contributor=goes)], is_published=False)
    goes.delete()
    draft: Any = article.get_latest_revision_as_object()
    assert [entry.contributor for entry in draft.byline.all()] == [stays]
    article.get_latest_revision().publish()
    assert ArticlePage.objects.get().byline.count() == 1


def test_a_canonical_elsewhere_needs_an_address(news: SectionPage) -> None:
    with pytest.raises(ValidationError, match="address of the original"):
        make_article(news, source_canonical="source")
