"""Thin doors to what can be done after an import's own transaction."""

from __future__ import annotations

from django_tasks import task

from .indexing import index_articles

__all__ = ["index_articles_later"]


@task()
def index_articles_later(page_ids: list[int]) -> None:
    """Bring articles into the newsroom's search and its index of references."""
    index_articles(page_ids)
