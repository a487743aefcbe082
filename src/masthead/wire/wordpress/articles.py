"""Posts as articles, a batch at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from masthead.newsroom.models import ArticlePage, BylineEntry, SectionPage, Topic
from masthead.newsroom.validators import RESERVED_SLUGS
from masthead.wire.conf import languages, site_language
from masthead.wire.inserting import NewArticle, insert_articles
from masthead.wire.models import ImportRecord
from masthead.wire.report import Kind
from masthead.wire.texts import cut, plain_text

from .comments import import_comments
from .content import Content, ContentReader
from .exported import Item
from .links import LinkResolver
from .people import People
from .redirecting import Moving, write_redirects
from .run import Run
from .sections import NO_CATEGORY, Desks
from .shelf import Shelf

__all__ = ["ArticleImporter"]


@dataclass
class _Work:
    """One post on its way."""

    item: Item
    content: Content
    new: NewArticle
    record: ImportRecord


class ArticleImporter:
    """Brings posts into their sections."""

    def __init__(
        self, run: Run, desks: Desks, people: People, shelf: Shelf, reader: ContentReader, links: LinkResolver
    ) -> None:
        self._run = run
        self._desks = desks
        self._people = people
        self._shelf = shelf
        self._reader = reader
        self._links = links
        self._known_sections: set[int] = set()
        self._tally = run.report.tallies[Kind.ARTICLE]

    def take(self, items: Iterable[Item]) -> None:
        """Import a batch of posts."""
        self._run.attempt(Kind.ARTICLE, list(items), self._take, self._forget)

    def _take(self, items: list[Item]) -> None:
        """Read what is to be read, then write in one transaction: new posts together, changed ones one by one."""
        known = self._run.records.of("article", [item.id for item in items])
        contents = {
            item.id: self._reader.read(item) for item in items if self._is_wanted(item, known.get(item.id))
        }
        with self._run.catalogue.atomic(), transaction.atomic():
            fresh: list[_Work] = []
            for item in items:
                record, content = known.get(item.id), contents.get(item.id)
                if content is None:
                    self._tally.skipped += 1
                elif record is None:
                    fresh.append(self._prepare(item, content))
                else:
                    self._take_known(item, record, content)
            self._insert(fresh)
            import_comments(self._run, items, "article")

    def _is_wanted(self, item: Item, record: ImportRecord | None) -> bool:
        """Tell whether an item is new, has changed, or misses a file that is here by now."""
        if record is None or record.content_hash != item.content_hash:
            return True
        return any(self._shelf.picture(one) or self._shelf.file(one) for one in record.missing)

    def _forget(self) -> None:
        self._known_sections.clear()
        self._people.forget()
        self._desks.forget_topics()

    def _insert(self, works: list[_Work]) -> None:
        insert_articles([work.new for work in works])
        records, movings = [], []
        for work in works:
            page, record = work.new.page, work.record
            record.object_id, record.revision_id = page.pk, page.latest_revision_id
            records.append(record)
            movings += self._movings(work.item, page, work.content.pages)
            self._restrict(work.item, page)
        self._run.keep(records)
        write_redirects(self._run, movings)
        self._run.imported_ids += [work.new.page.pk for work in works]
        self._tally.imported += len(works)

    def _prepare(self, item: Item, content: Content) -> _Work:
        section = self._section(item)
        page = ArticlePage(title=content.title, slug=self._slug(section, content.slug), live=False)
        self._fill(page, item, content)
        self._date(page, item, content)
        blocks, open_links = self._links.resolve(content.blocks)
        content.has_open_links = bool(open_links)
        page.body = json.dumps(blocks)  # type: ignore[assignment]  # Wagtail ships no types
        new = NewArticle(
            page, section, self._people.byline(item), self._topics(item),
            log_data={"address": item.link},
        )  # fmt: skip
        record = self._run.records.new(
            "article", item.id, object_kind="article", object_id=None, title=content.title, address=item.link
        )
        content.note_on(record, item)
        return _Work(item, content, new, record)

    def _section(self, item: Item) -> SectionPage:
        noted = self._run.catalogue.noted("post", item.id)
        return self._desks.sections[self._desks.section_slug(noted)]

    def _topics(self, item: Item) -> list[Topic]:
        noted = self._run.catalogue.noted("post", item.id)
        # “Uncategorized” says nothing of a piece.
        own_slugs = {self._desks.section_slug(noted), NO_CATEGORY}
        carried = [term for term in item.terms if term.taxonomy in {"post_tag", "category"}]
        slugs = [term.slug for term in carried if term.taxonomy == "post_tag" or term.slug not in own_slugs]
        for term in item.terms:
            if term.taxonomy == "category" and term.slug in slugs and term.slug not in self._desks.topics:
                self._desks.make_topic(term.slug, self._run.survey.terms["category", term.slug], Kind.SECTION)
        # Two of them may be one topic here, where their titles are the same.
        return list({topic.pk: topic for slug in slugs if (topic := self._desks.topics.get(slug))}.values())

    def _slug(self, section: SectionPage, slug: str) -> str:
        if section.pk not in self._known_sections:
            self._known_sections.add(section.pk)
            taken = Page.objects.child_of(section).values_list("slug", flat=True)
            self._run.catalogue.note_slugs(section.pk, [*RESERVED_SLUGS, *taken.iterator()])
        return self._run.catalogue.take_slug(section.pk, slug)

    def _fill(self, page: ArticlePage, item: Item, content: Content) -> None:
        page.standfirst = content.standfirst
        page.search_description = content.search_description
        page.seo_title = content.seo_title
        page.lead_image_id = self._lead_image(item, content)
        language = (
            next((term.slug for term in item.terms if term.taxonomy == "language"), "")
            .replace("_", "-")
            .lower()
        )
        if language in languages() and language != site_language():
            page.language = language

    def _lead_image(self, item: Item, content: Content) -> int | None:
        number = item.meta.get("_thumbnail_id", "")
        if not number or number == "0":
            return None
        picture = self._shelf.picture_of(number)
        if picture is None:
            file = self._run.catalogue.attachment(number)
            content.miss(
                file.url if file else f"the featured image, number {number}, which the export does not hold"
            )
        return picture

    def _date(self, page: ArticlePage, item: Item, content: Content) -> None:
        """Give a page its dates and its state: live, scheduled or draft."""
        now = timezone.now()
        moment = content.moment
        page.live, page.go_live_at = False, None
        if item.status == "future" or (
            item.status == "publish" and moment and moment > now + timedelta(minutes=1)
        ):
            page.has_unpublished_changes = True
            page.published_at = None
            if moment and moment > now:
                page.go_live_at = moment
            else:
                content.lose("its schedule: the date lies in the past, so it is a draft")
        elif item.status == "publish":
            page.live = True
            page.first_published_at = page.published_at = moment or now
            page.last_published_at = now
            if moment is None:
                content.lose("its date: the export names none, so it is the day of the import")
        else:
            page.has_unpublished_changes = True
            page.published_at = moment if item.status == "private" else None

    def _movings(self, item: Item, page: Page, pages: int) -> list[Moving]:
        address = str(page.url_path.removeprefix(self._run.home.url_path.rstrip("/")))
        keys = [
            key
            for key, _ in self._run.old_site.keys_of(item)
            if self._run.catalogue.thing_at(key) == (item.type, item.id)
        ]
        keys += self._run.old_site.page_keys(item, pages)
        return [Moving(key, address, page.pk) for key in keys]

    def _restrict(self, item: Item, page: Page) -> None:
        if item.password:
            PageViewRestriction.objects.create(
                page=page.page_ptr,
                restriction_type=PageViewRestriction.PASSWORD,
                password=cut(item.password, 255),
            )

    def _take_known(self, item: Item, record: ImportRecord, content: Content) -> None:
        """Update an article that came before, unless an editor has changed or deleted it here."""
        page = ArticlePage.objects.filter(pk=record.object_id).first()
        if page is None:
            self._tally.skipped += 1
        elif page.latest_revision_id != record.revision_id:
            self._run.skip(
                Kind.ARTICLE, item.id, plain_text(item.title), item.link,
                "what changed in the export: an editor has changed the article here since it was imported",
            )  # fmt: skip
        else:
            self._update(item, record, page, content)

    def _update(self, item: Item, record: ImportRecord, page: ArticlePage, content: Content) -> None:
        was_live = page.live
        page.title = content.title
        self._fill(page, item, content)
        self._date(page, item, content)
        blocks, open_links = self._links.resolve(content.blocks)
        content.has_open_links = bool(open_links)
        page.body = json.dumps(blocks)  # type: ignore[assignment]  # Wagtail ships no types
        page.topics = self._topics(item)
        page.byline = [
            BylineEntry(contributor=contributor, sort_order=place)
            for place, contributor in enumerate(self._people.byline(item))
        ]
        settle(page, is_live=page.live, was_live=was_live)
        record.revision_id = page.latest_revision_id
        content.note_on(record, item)
        self._run.keep([record])
        write_redirects(self._run, self._movings(item, page, content.pages))
        self._tally.changed += 1


def settle(page: Page, *, is_live: bool, was_live: bool) -> None:
    """Save a page as a new revision, and publish, schedule or withdraw it as its fields say."""
    published_at: datetime | None = page.last_published_at
    first_at = page.first_published_at
    page.live = was_live
    revision = page.save_revision(clean=False, log_action="masthead.import")
    if is_live or (page.go_live_at and not is_live):
        revision.publish(log_action=False)
    elif was_live:
        page.unpublish(log_action=False)
    page.refresh_from_db()
    if is_live and first_at:
        Page.objects.filter(pk=page.pk).update(first_published_at=first_at, last_published_at=published_at)
