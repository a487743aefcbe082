"""Bringing imported articles into the indexes that Wagtail fills one page at a time."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from wagtail.models import ReferenceIndex
from wagtail.search.backends import get_search_backends

from masthead.newsroom.models import ArticlePage

__all__ = ["index_articles"]


def index_articles(page_ids: Iterable[int]) -> None:
    """Bring articles into the newsroom's search and its index of references; those that are gone are left out."""
    articles = list(ArticlePage.objects.filter(pk__in=list(page_ids)))
    with transaction.atomic():
        for backend in get_search_backends():
            backend.add_bulk(ArticlePage, articles)
        for article in articles:
            ReferenceIndex.create_or_update_for_object(article)
