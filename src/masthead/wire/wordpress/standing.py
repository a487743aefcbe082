"""Pages as standing pages, in their tree."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import unquote

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from masthead.newsroom.models import StandingPage
from masthead.newsroom.validators import RESERVED_SLUGS
from masthead.wire.conf import languages, site_language
from masthead.wire.models import ImportRecord
from masthead.wire.report import Kind
from masthead.wire.texts import cut, free_slug, plain_text, slug_of

from .articles import settle
from .catalogue import Noted
from .comments import import_comments
from .content import UNTITLED, Content, ContentReader
from .exported import Item
from .links import LinkResolver
from .redirecting import Moving, write_redirects
from .run import BATCH, Run
from .shelf import Shelf

__all__ = ["StandingImporter"]

_PLACE = "its place in the tree"


class StandingImporter:
    """Brings pages under the home page.

    A page may come before its parent, so empty drafts of all are put into the tree first, and filled when
    their content comes along.
    """

    def __init__(self, run: Run, shelf: Shelf, reader: ContentReader, links: LinkResolver) -> None:
        self._run = run
        self._shelf = shelf
        self._reader = reader
        self._links = links
        self._tally = run.report.tallies[Kind.PAGE]

    def plant(self) -> None:
        """Put an empty draft of every page that is new into the tree, parents first."""
        waiting = {
            item.id: item
            for item in self._run.catalogue.items("page")
            if item.status not in {"trash", "auto-draft"}
            and self._run.catalogue.placed("page", item.id) is None
        }
        while waiting:
            level = [one for one in waiting.values() if one.parent not in waiting or one.parent == one.id]
            level = level or [next(iter(waiting.values()))]
            for start in range(0, len(level), BATCH):
                self._run.attempt(Kind.PAGE, level[start : start + BATCH], self._plant_all, lambda: None)
            for item in level:
                del waiting[item.id]

    def _plant_all(self, items: list[Noted]) -> None:
        with self._run.catalogue.atomic(), transaction.atomic():
            for item in items:
                self._plant(item)

    def _plant(self, item: Noted) -> None:
        parent: Page = self._run.home
        number = self._run.object_id("page", item.parent)
        if number is not None:
            parent = StandingPage.objects.filter(pk=number).first() or parent
        taken = set(parent.get_children().values_list("slug", flat=True)) | RESERVED_SLUGS
        title = cut(plain_text(item.title), 255)
        slug = free_slug(slug_of(unquote(item.slug), title, f"page-{item.id}", "page"), taken)
        page = StandingPage(title=title or UNTITLED, slug=slug, live=False, has_unpublished_changes=True)
        parent.add_child(instance=page)
        record = self._run.records.new(
            "page", item.id, object_kind="standing", object_id=page.pk, title=title, address=item.link
        )
        if item.parent not in {"", "0"} and number is None:
            record.losses = [f"{_PLACE}: its parent is not in the export"]
        self._run.keep([record])

    def take(self, items: Iterable[Item]) -> None:
        """Fill a batch of pages."""
        self._run.attempt(Kind.PAGE, list(items), self._take, lambda: None)

    def _take(self, items: list[Item]) -> None:
        """Read what is to be read, then fill pages in one transaction."""
        known = self._run.records.of("page", [item.id for item in items])
        # Those that could not be planted have been counted as failed.
        items = [item for item in items if item.id in known]
        contents = {
            item.id: self._reader.read(item) for item in items if self._is_wanted(item, known[item.id])
        }
        with self._run.catalogue.atomic(), transaction.atomic():
            for item in items:
                self._take_one(item, known[item.id], contents.get(item.id))
            import_comments(self._run, items, "page")

    def _is_wanted(self, item: Item, record: ImportRecord) -> bool:
        """Tell whether a page is empty, has changed, or misses a file that is here by now."""
        if record.content_hash != item.content_hash:
            return True
        return any(self._shelf.picture(one) or self._shelf.file(one) for one in record.missing)

    def _take_one(self, item: Item, record: ImportRecord, content: Content | None) -> None:
        page = StandingPage.objects.filter(pk=record.object_id).first()
        if page is None or content is None:
            self._tally.skipped += 1
            return
        if page.latest_revision_id != record.revision_id:
            self._run.skip(
                Kind.PAGE, item.id, plain_text(item.title), item.link,
                "what changed in the export: an editor has changed the page here since it was imported",
            )  # fmt: skip
            return
        is_new = not record.content_hash
        if is_new:
            content.losses += [loss for loss in record.losses if loss.startswith(_PLACE)]
        self._fill(page, item, content)
        record.revision_id = page.latest_revision_id
        content.note_on(record, item)
        self._run.keep([record])
        self._after(item, page, content, is_new=is_new)
        self._tally.imported += is_new
        self._tally.changed += not is_new

    def _fill(self, page: StandingPage, item: Item, content: Content) -> None:
        was_live, now = page.live, timezone.now()
        page.title, page.standfirst = content.title, content.standfirst
        page.search_description, page.seo_title = content.search_description, content.seo_title
        language = (
            next((term.slug for term in item.terms if term.taxonomy == "language"), "")
            .replace("_", "-")
            .lower()
        )
        if language in languages() and language != site_language():
            page.language = language
        if item.meta.get("_thumbnail_id", "0") not in {"", "0"}:
            content.lose("its featured image: standing pages have none of their own")
        blocks, open_links = self._links.resolve(content.blocks)
        content.has_open_links = bool(open_links)
        page.body = json.dumps(blocks)  # type: ignore[assignment]  # Wagtail ships no types
        moment = content.moment
        is_future = bool(moment and moment > now + timedelta(minutes=1))
        is_live = item.status == "publish" and not is_future
        page.go_live_at = moment if is_future and item.status in {"publish", "future"} else None
        if is_live:
            page.first_published_at, page.last_published_at = moment or now, now
        settle(page, is_live=is_live, was_live=was_live)

    def _after(self, item: Item, page: Page, content: Content, *, is_new: bool) -> None:
        if item.password and is_new:
            PageViewRestriction.objects.create(
                page=page.page_ptr,
                restriction_type=PageViewRestriction.PASSWORD,
                password=cut(item.password, 255),
            )
        address = str(page.url_path.removeprefix(self._run.home.url_path.rstrip("/")))
        keys = [
            key
            for key, _ in self._run.old_site.keys_of(item)
            if self._run.catalogue.thing_at(key) == ("page", item.id)
        ]
        keys += self._run.old_site.page_keys(item, content.pages)
        write_redirects(self._run, [Moving(key, address, page.pk) for key in keys])
