"""What the newsroom does after it has answered: thin doors."""

from __future__ import annotations

import logging

from django.db import transaction
from django_tasks import task
from wagtail.models import ReferenceIndex

from .models import ArticlePage, LetterPage, Picture
from .sizes import prepared_sizes

__all__ = ["fetch_preview", "prepare_sizes", "refresh_references", "tell_of_letter"]

logger = logging.getLogger(__name__)


@task()
def prepare_sizes(picture_id: int) -> None:
    """Make the sizes of an image that the press will print; an image that is gone by now needs none."""
    picture = Picture.objects.filter(pk=picture_id).first()
    if picture is None:
        return
    try:
        # A size that is there already costs one query.
        picture.get_renditions(*prepared_sizes())
    except (OSError, ValueError, SyntaxError) as error:
        # The press leaves such an image out; a task that fails would say no more.
        logger.warning("The sizes of image %s (%s) cannot be made: %s", picture.pk, picture.title, error)


@task()
def refresh_references(article_ids: list[int]) -> None:
    """Write anew which contributors, topics and images these articles name."""
    for article in ArticlePage.objects.filter(pk__in=article_ids):
        with transaction.atomic():
            ReferenceIndex.create_or_update_for_object(article)


@task()
def fetch_preview(address: str, title: str) -> None:
    """Fetch the preview image of an embed; an editor is told of what fails when the page is opened again."""
    from .embeds import fetch_embed_preview

    fetch_embed_preview(address=address, title=title)


@task()
def tell_of_letter(letter_id: int) -> None:
    """Tell those who may publish it that a letter waits as a draft; one that is gone or sent by now is told to nobody."""
    from .letter_notes import note_letter

    letter = LetterPage.objects.filter(pk=letter_id, live=False).first()
    if letter is not None:
        note_letter(letter)
