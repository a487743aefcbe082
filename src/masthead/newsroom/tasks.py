"""What the newsroom does after it has answered: thin doors to actions."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task
from wagtail.models import ReferenceIndex

from .models import ArticlePage

__all__ = ["refresh_references"]


@task()
def refresh_references(article_ids: list[int]) -> None:
    """Write anew which contributors, topics and images these articles name."""
    for article in ArticlePage.objects.filter(pk__in=article_ids):
        with transaction.atomic():
            ReferenceIndex.create_or_update_for_object(article)
