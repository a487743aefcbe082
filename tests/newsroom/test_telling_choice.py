"""Who may choose that readers are told of breaking news."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group

from building import make_article, make_section
from masthead.newsroom.models import ArticlePage, HomePage
from masthead.newsroom.roles import CHIEFS, EDITORS

pytestmark = pytest.mark.django_db


def choices_of(piece: ArticlePage, user: Any) -> set[str]:
    form = ArticlePage.get_edit_handler().get_form_class()(instance=piece, for_user=user)
    return {value for value, _ in form.fields["telling"].choices}


def member_of(role: str, django_user_model: Any) -> Any:
    user = django_user_model.objects.create_user(role, password="a long enough one")
    user.groups.add(Group.objects.get(name=role))
    return user


def test_chiefs_may_send_breaking_news_and_editors_may_not(home: HomePage, django_user_model: Any) -> None:
    piece = make_article(make_section(home, "News"))
    assert "breaking" in choices_of(piece, member_of(CHIEFS, django_user_model))
    assert choices_of(piece, member_of(EDITORS, django_user_model)) == {"", "skip"}


def test_a_choice_made_by_a_chief_stays_when_an_editor_saves(home: HomePage, django_user_model: Any) -> None:
    piece = make_article(make_section(home, "News"), telling="breaking")
    assert "breaking" in choices_of(piece, member_of(EDITORS, django_user_model))
