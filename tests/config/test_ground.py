"""The fixtures that every room's tests stand on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from wagtail.models import Page, Site

from masthead.newsroom.actions import open_publication
from masthead.newsroom.models import HomePage, Identity, SectionPage


def test_each_test_process_has_a_site_of_its_own(site_path: Path) -> None:
    assert Path(settings.MASTHEAD["DATA_PATH"]).is_relative_to(site_path)


def test_a_new_publication_is_the_root_of_the_default_site(home: HomePage) -> None:
    assert Site.objects.get(is_default_site=True).root_page_id == home.pk
    assert Identity.load().name == "The Test Courier"
    assert [page.specific_class for page in Page.objects.filter(depth=2)] == [HomePage]


def test_opening_a_publication_twice_changes_nothing(home: HomePage) -> None:
    assert open_publication(name="Another name").pk == home.pk
    assert Identity.load().name == "The Test Courier"


@pytest.mark.django_db(transaction=True)
def test_sections_stand_below_the_home_page(news: SectionPage, settings: Any) -> None:
    assert news.get_url() == "/news/"
    assert news.live
