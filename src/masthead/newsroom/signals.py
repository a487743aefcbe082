"""The one place that listens to Wagtail and turns every signal into an event row."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from .events import record_event, record_events
from .merging import forget_in_revisions
from .models import (
    ArticlePage,
    Contributor,
    Counting,
    Event,
    HomePage,
    Identity,
    LeadStory,
    LetterPage,
    LetterPiece,
    Menus,
    NewsletterPage,
    Picture,
    ReaderComment,
    SectionPage,
    StandingPage,
    Topic,
)
from .sizes import prepared_sizes
from .tasks import prepare_sizes

__all__ = ["connect", "subject_of"]

_PAGES: dict[type[Page], Event.Subject] = {
    HomePage: Event.Subject.HOME,
    SectionPage: Event.Subject.SECTION,
    ArticlePage: Event.Subject.ARTICLE,
    StandingPage: Event.Subject.STANDING,
    NewsletterPage: Event.Subject.NEWSLETTER,
    LetterPage: Event.Subject.LETTER,
}
_THINGS: dict[type[Model], Event.Subject] = {
    Contributor: Event.Subject.CONTRIBUTOR,
    Topic: Event.Subject.TOPIC,
    Picture: Event.Subject.PICTURE,
    Identity: Event.Subject.FRAME,
    Counting: Event.Subject.FRAME,
    Menus: Event.Subject.FRAME,
    Redirect: Event.Subject.REDIRECT,
}


def subject_of(page: Page) -> Event.Subject | None:
    """Return what kind of thing a page is to the press; None for a page that is not printed."""
    return _PAGES.get(page.specific_class)


def _record_page(kind: Event.Kind, page: Page) -> None:
    subject = subject_of(page)
    if subject is not None:
        record_event(kind, subject, page.pk)


def _record_tree(kind: Event.Kind, page: Page) -> None:
    _record_page(kind, page)
    for model, subject in _PAGES.items():
        pages = model.objects.descendant_of(page).filter(live=True)
        record_events(kind, subject, pages.values_list("pk", flat=True))


def on_page_published(instance: Page, **_: Any) -> None:
    """Record that a page went live or changed while live."""
    _record_page(Event.Kind.PUBLISHED, instance)


def on_page_unpublished(instance: Page, **_: Any) -> None:
    """Record that a page was withdrawn."""
    _record_page(Event.Kind.UNPUBLISHED, instance)


def on_page_moved(instance: Page, url_path_before: str, url_path_after: str, **_: Any) -> None:
    """Record that a page and all below it have new addresses, or that pages changed order."""
    if url_path_before == url_path_after:
        _record_page(Event.Kind.CHANGED, instance)
    else:
        _record_tree(Event.Kind.MOVED, instance)


def on_slug_changed(instance: Page, **_: Any) -> None:
    """Record that a page and all below it have new addresses."""
    _record_tree(Event.Kind.MOVED, instance)


def on_page_deleted(instance: Page, **_: Any) -> None:
    """Record that a page is gone; Django sends one signal for each page of a deleted tree."""
    _record_page(Event.Kind.DELETED, instance)


def on_restriction_changed(instance: PageViewRestriction, **_: Any) -> None:
    """Record that a page and all below it became private or public."""
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        _record_tree(Event.Kind.CHANGED, page)


def on_thing_saved(sender: type[Model], instance: Model, raw: bool = False, **_: Any) -> None:
    """Record that a contributor, topic, image, menu or identity changed."""
    for model, subject in _THINGS.items():
        if issubclass(sender, model):
            kind = Event.Kind.SETTINGS_CHANGED if subject == Event.Subject.FRAME else Event.Kind.CHANGED
            record_event(kind, subject, instance.pk)


def on_thing_deleted(sender: type[Model], instance: Model, **_: Any) -> None:
    """Record that a contributor, topic, image or redirect is gone."""
    for model, subject in _THINGS.items():
        if issubclass(sender, model):
            record_event(Event.Kind.DELETED, subject, instance.pk)


def on_contributor_deleted(instance: Contributor, **_: Any) -> None:
    """Take whoever is deleted out of drafts, which could not be opened otherwise."""
    forget_in_revisions(instance.pk)


def on_picture_saved(instance: Picture, raw: bool = False, **_: Any) -> None:
    """Have an image's sizes made, after the answer to whoever uploaded it."""
    if not raw and prepared_sizes():
        transaction.on_commit(partial(prepare_sizes.enqueue, instance.pk))


def on_topic_deleted(instance: Topic, **_: Any) -> None:
    """Record that pieces no longer name a topic: the rows that say so go without a signal of theirs."""
    articles = ArticlePage.objects.filter(topics=instance, live=True)
    record_events(Event.Kind.CHANGED, Event.Subject.ARTICLE, articles.values_list("pk", flat=True))


def on_lead_deleted(instance: LeadStory, **_: Any) -> None:
    """Record that a piece no longer leads; it may be gone itself."""
    record_event(Event.Kind.CHANGED, Event.Subject.HOME, instance.page_id)


def on_letter_piece_deleted(instance: LetterPiece, **_: Any) -> None:
    """Record that a letter names a piece no longer; it may be gone itself."""
    record_event(Event.Kind.CHANGED, Event.Subject.LETTER, instance.page_id)


def on_collection_changed(instance: Collection, **_: Any) -> None:
    """Record that the images and files of a collection and all below it became private, public, or are elsewhere."""
    below = Collection.objects.filter(path__startswith=instance.path)
    for model, subject in ((Picture, Event.Subject.PICTURE), (get_document_model(), Event.Subject.DOCUMENT)):
        things = model.objects.filter(collection__in=below)
        record_events(Event.Kind.CHANGED, subject, things.values_list("pk", flat=True))


def on_collection_restriction_changed(instance: CollectionViewRestriction, **_: Any) -> None:
    """Record that a collection became private or public."""
    collection = Collection.objects.filter(pk=instance.collection_id).first()
    if collection is not None:
        on_collection_changed(collection)


def on_document_changed(instance: Model, **_: Any) -> None:
    """Record that a file that articles may link to changed or is gone."""
    record_event(Event.Kind.CHANGED, Event.Subject.DOCUMENT, instance.pk)


def on_comment_changed(instance: ReaderComment, **_: Any) -> None:
    """Record that what readers said under a page changed."""
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        _record_page(Event.Kind.CHANGED, page)


def connect() -> None:
    """Connect every receiver; called once when Django starts."""
    page_published.connect(on_page_published)
    page_unpublished.connect(on_page_unpublished)
    post_page_move.connect(on_page_moved)
    page_slug_changed.connect(on_slug_changed)
    for page_model in _PAGES:
        pre_delete.connect(on_page_deleted, sender=page_model)
    for model in _THINGS:
        post_save.connect(on_thing_saved, sender=model)
        pre_delete.connect(on_thing_deleted, sender=model)
    post_save.connect(on_picture_saved, sender=Picture)
    pre_delete.connect(on_contributor_deleted, sender=Contributor)
    for signal in (post_save, post_delete):
        signal.connect(on_restriction_changed, sender=PageViewRestriction)
        signal.connect(on_collection_restriction_changed, sender=CollectionViewRestriction)
        signal.connect(on_document_changed, sender=get_document_model())
        signal.connect(on_comment_changed, sender=ReaderComment)
    pre_delete.connect(on_topic_deleted, sender=Topic)
    pre_delete.connect(on_lead_deleted, sender=LeadStory)
    pre_delete.connect(on_letter_piece_deleted, sender=LetterPiece)
    post_save.connect(on_collection_changed, sender=Collection)
    m2m_changed.connect(on_restriction_changed, sender=PageViewRestriction.groups.through)
