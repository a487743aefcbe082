"""Inserting many articles at once, each as if it had been written and published in the newsroom.

Saving a page one by one costs Wagtail about fifty queries. Here a batch costs a few for all its pages, and
each page still ends as the editor leaves one: in the tree, with a revision, in the history, and announced
by an event row. The search and reference indexes follow as a task.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, Max, OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Locale, Page, PageLogEntry, Revision

from masthead.newsroom.events import record_events
from masthead.newsroom.models import ArticlePage, BylineEntry, Contributor, Event, SectionPage, Topic

__all__ = ["NewArticle", "insert_articles"]


@dataclass
class NewArticle:
    """An article that is not stored yet, with what belongs to it.

    Attributes:
        page: the unsaved page with title, slug, body and dates; ``live`` and ``go_live_at`` say what is to become of it.
        section: where it goes.
        contributors: the byline, in order, all as authors.
        topics: what it is about.
        log_data: what the history says of it.
    """

    page: ArticlePage
    section: SectionPage
    contributors: Sequence[Contributor] = ()
    topics: Sequence[Topic] = ()
    log_data: dict[str, str] = field(default_factory=dict)


def insert_articles(articles: Sequence[NewArticle]) -> None:
    """Insert articles with revisions, history and events, in the current transaction.

    Slugs must be free in their sections. Every page has its number and its revision afterwards.
    """
    if not articles:
        return
    content_type = ContentType.objects.get_for_model(ArticlePage)
    _place(articles, content_type)
    _insert_rows(articles)
    _insert_relations(articles)
    revisions = _insert_revisions(articles, content_type)
    _insert_history(articles, revisions, content_type)
    record_events(
        Event.Kind.PUBLISHED, Event.Subject.ARTICLE, [one.page.pk for one in articles if one.page.live]
    )


def _place(articles: Sequence[NewArticle], content_type: ContentType) -> None:
    """Give each page its place in the tree, behind the last child of its section."""
    locale = Locale.get_default()
    by_section: dict[int, list[NewArticle]] = {}
    for article in articles:
        by_section.setdefault(article.section.pk, []).append(article)
    # The rows of the sections are locked as Wagtail does it when it adds a child, in one order for all.
    sections = Page.objects.select_for_update().in_bulk(sorted(by_section))
    for section_id, group in by_section.items():
        section = sections[section_id]
        last = Page.objects.child_of(section).aggregate(last=Max("path"))["last"]
        step = Page._str2int(last[-Page.steplen :]) if last else 0
        for article in group:
            step += 1
            page = article.page
            page.path = Page._get_path(section.path, section.depth + 1, step)
            page.depth = section.depth + 1
            page.numchild = 0
            page.content_type = content_type
            page.locale = locale
            page.draft_title = page.title
            page.url_path = f"{section.url_path}{page.slug}/"
        Page.objects.filter(pk=section_id).update(numchild=section.numchild + len(group))


def _insert_rows(articles: Sequence[NewArticle]) -> None:
    columns = [column.attname for column in Page._meta.concrete_fields if not column.primary_key]
    rows = [Page(**{column: getattr(article.page, column) for column in columns}) for article in articles]
    Page.objects.bulk_create(rows)
    for row, article in zip(rows, articles, strict=True):
        article.page.pk = article.page.id = article.page.page_ptr_id = row.pk
        # As fixtures are loaded: the parent's row stands already, and no signal handler acts on it.
        article.page.save_base(raw=True, force_insert=True)


def _insert_relations(articles: Sequence[NewArticle]) -> None:
    bylines = [
        BylineEntry(page=article.page, contributor=contributor, sort_order=place)
        for article in articles
        for place, contributor in enumerate(article.contributors)
    ]
    BylineEntry.objects.bulk_create(bylines)
    through = ArticlePage.topics.through
    through._default_manager.bulk_create(
        [through(articlepage_id=a.page.pk, topic_id=topic.pk) for a in articles for topic in a.topics]
    )
    by_page: dict[int, list[BylineEntry]] = {}
    for entry in bylines:
        by_page.setdefault(entry.page_id, []).append(entry)
    for article in articles:
        # The relations are set as they stand, so that the revision holds them without a query.
        article.page.byline = by_page.get(article.page.pk, [])
        article.page.topics = list(article.topics)


def _insert_revisions(articles: Sequence[NewArticle], content_type: ContentType) -> list[Revision]:
    base_type = ContentType.objects.get_for_model(Page)
    now = timezone.now()
    revisions = [
        Revision(
            content_type=content_type, base_content_type=base_type, object_id=str(article.page.pk), created_at=now,
            object_str=article.page.title, content=article.page.serializable_data(),
            approved_go_live_at=None if article.page.live else article.page.go_live_at,
        )
        for article in articles
    ]  # fmt: skip
    Revision.objects.bulk_create(revisions)
    for revision, article in zip(revisions, articles, strict=True):
        page = article.page
        page.latest_revision, page.latest_revision_created_at = revision, now
        page.live_revision = revision if page.live else None
    ids = [article.page.pk for article in articles]
    own = Revision.objects.filter(
        pk__gte=revisions[0].pk, base_content_type=base_type, object_id=Cast(OuterRef("pk"), CharField())
    )
    Page.objects.filter(pk__in=ids).update(
        latest_revision=Subquery(own.values("pk")[:1]), latest_revision_created_at=now
    )
    Page.objects.filter(pk__in=ids, live=True).update(live_revision=F("latest_revision"))
    return revisions


def _insert_history(
    articles: Sequence[NewArticle], revisions: Sequence[Revision], content_type: ContentType
) -> None:
    now = timezone.now()
    PageLogEntry.objects.bulk_create(
        [
            PageLogEntry(
                content_type=content_type, page_id=article.page.pk, label=article.page.title, timestamp=now,
                action="masthead.import", data=article.log_data, revision=revision, content_changed=True,
            )
            for article, revision in zip(articles, revisions, strict=True)
        ]
    )  # fmt: skip
