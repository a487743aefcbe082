"""Builders: sections, pieces, people and pictures, made the way editors make them through Wagtail."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.files.images import ImageFile
from django.db import connection, transaction
from django.test import override_settings
from django.utils.text import slugify
from PIL import Image
from wagtail.models import Collection, Locale, Page, Site

from masthead.newsroom.actions import open_publication
from masthead.newsroom.models import (
    ArticlePage,
    BylineEntry,
    Contributor,
    HomePage,
    Identity,
    LetterPage,
    LetterPiece,
    NewsletterPage,
    Picture,
    SectionPage,
    StandingPage,
    Topic,
)

_KEPT = {"django_content_type", "auth_permission", "django_migrations"}


def empty_database() -> None:
    """Delete all rows but those that migrations make for Django itself; really, not in a transaction."""
    models = apps.get_models(include_auto_created=True)
    tables = {model._meta.db_table for model in models if model._meta.managed} - _KEPT
    # Constraints are looked at when the transaction ends, so the order does not matter.
    with transaction.atomic(), connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
    cache.clear()
    ContentType.objects.clear_cache()


@contextmanager
def site_in(data_path: Path) -> Iterator[None]:
    """Keep edition, media and run files in a folder for a while."""
    folders = {"DATA_PATH": "", "EDITION_PATH": "edition", "RUN_PATH": "run", "SEARCH_PATH": "search"}
    data = {name: data_path / folder for name, folder in folders.items()}
    printed = settings.STORAGES["printed"]
    options = {**printed["OPTIONS"], "location": data_path / "media" / "printed"}
    with override_settings(
        MASTHEAD={**settings.MASTHEAD, **data},
        MEDIA_ROOT=data_path / "media" / "newsroom",
        STORAGES={**settings.STORAGES, "printed": {**printed, "OPTIONS": options}},
    ):
        yield


def open_test_publication(name: str = "The Test Courier") -> HomePage:
    """Plant what Wagtail's migrations plant, and open a publication there."""
    if not Locale.objects.exists():
        Locale.objects.create(language_code="en")
    if not Page.objects.exists():
        Page.add_root(title="Root", slug="root")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    Site.clear_site_root_paths_cache()
    return open_publication(name=name)


def make_section(parent: Page, title: str = "News", **fields: Any) -> SectionPage:
    """Publish a section below the home page or another section."""
    return _make(parent, SectionPage, title, fields)


def make_standing(parent: Page, title: str = "About us", **fields: Any) -> StandingPage:
    """Publish a standing page."""
    return _make(parent, StandingPage, title, fields)


def make_newsletter(home: Page, title: str = "The Weekly", **fields: Any) -> NewsletterPage:
    """Publish a mailing list."""
    return _make(home, NewsletterPage, title, fields)


def make_letter(
    newsletter: Page,
    title: str = "A letter",
    *,
    body: str | list[tuple[str, Any]] = "<p>Dear readers.</p>",
    pieces: Iterable[ArticlePage] = (),
    notes: Iterable[str] = (),
    is_published: bool = True,
    **fields: Any,
) -> LetterPage:
    """Write a letter and publish it, or leave it a draft; each piece may have a note."""
    blocks = [("paragraph", body)] if isinstance(body, str) and body else body or []
    said = [*notes]
    named = [
        LetterPiece(article=one, note=said[place] if place < len(said) else "", sort_order=place)
        for place, one in enumerate(pieces)
    ]
    return _make(
        newsletter, LetterPage, title, fields | {"body": blocks}, is_published=is_published, pieces=named
    )


def make_article(
    section: Page,
    title: str = "A piece",
    *,
    body: str | list[tuple[str, Any]] = "<p>Words.</p>",
    byline: Iterable[Contributor] = (),
    topics: Iterable[Topic] = (),
    is_published: bool = True,
    **fields: Any,
) -> ArticlePage:
    """Write a piece and publish it, or leave it a draft."""
    blocks = [("paragraph", body)] if isinstance(body, str) else body
    people = [BylineEntry(contributor=one) for one in byline]
    return _make(
        section, ArticlePage, title, fields | {"body": blocks},
        is_published=is_published, byline=people, topics=list(topics),
    )  # fmt: skip


def _make(
    parent: Page,
    model: type[Any],
    title: str,
    fields: dict[str, Any],
    *,
    is_published: bool = True,
    **related: Any,
) -> Any:
    """Do what the editor's create view does: add a draft, save its revision, publish that."""
    fields.setdefault("slug", slugify(title, allow_unicode=True))
    page = model(title=title, live=False, **fields)
    for name, value in related.items():
        setattr(page, name, value)
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    revision = page.save_revision()
    if is_published:
        revision.publish()
        page.refresh_from_db()
    return page


def edit(page: Page, *, is_published: bool = True, **fields: Any) -> Any:
    """Change a page in the editor: a new revision of the newest draft, published or not."""
    draft = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    revision = draft.save_revision()
    if is_published:
        revision.publish()
    return type(draft).objects.get(pk=page.pk)


def identify(**fields: Any) -> Identity:
    """Change what the publication says of itself: its name, language, look."""
    identity: Identity = Identity.load()
    for name, value in fields.items():
        setattr(identity, name, value)
    identity.full_clean()
    identity.save()
    return identity


def make_contributor(name: str = "Ada Writer", **fields: Any) -> Contributor:
    """Make somebody for bylines."""
    fields.setdefault("slug", slugify(name, allow_unicode=True))
    return Contributor.objects.create(name=name, **fields)


def make_topic(title: str = "Harbours", **fields: Any) -> Topic:
    """Make a topic."""
    fields.setdefault("slug", slugify(title, allow_unicode=True))
    return Topic.objects.create(title=title, **fields)


def picture_file(name: str = "field.png", color: str = "navy", size: tuple[int, int] = (24, 16)) -> ImageFile:
    """Return a small image file of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", size, color).save(buffer, "PNG")
    buffer.seek(0)
    return ImageFile(buffer, name=name)


def make_picture(
    title: str = "Field", *, color: str = "navy", file_name: str = "field.png", **fields: Any
) -> Picture:
    """Upload a small image."""
    # Wagtail keeps renditions in the cache by the image's number, which the next test uses again.
    cache.clear()
    fields.setdefault("description", "A field of one colour")
    picture = Picture(title=title, file=picture_file(file_name, color), **fields)
    picture._set_image_file_metadata()
    picture.save()
    return picture
