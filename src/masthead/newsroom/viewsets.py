"""The newsroom's lists: articles, contributors, topics and readers' comments."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.ui.tables.pages import ParentPageColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView, IndexView, PageFilterSet
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet
from wagtail.models import Page
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import ArticlePage, BylineEntry, Contributor, ReaderComment, SectionPage, Topic

__all__ = ["ArticlesViewSet", "CommentsViewSet", "ContributorsViewSet", "SectionsViewSet", "TopicsViewSet"]


def _shown_on(page: Any) -> str:
    """Return the date that readers see, by which an editor finds a piece; empty for what has none."""
    moment = getattr(page, "shown_at", None)
    return date_format(localtime(moment), "j M Y") if moment else ""


_byline_column = Column("byline_names", label=_("Byline"), width="18%")
_date_column = Column(
    "shown_on", label=_("Date"), accessor=_shown_on, sort_key="first_published_at", width="12%"
)


def _with_byline(columns: list[Any]) -> list[Any]:
    """Put byline and date after the title."""
    names = [column.name for column in columns]
    place = names.index("title") + 1
    kept = [column for column in columns[place:] if column.name != "type"]
    return [*columns[:place], _byline_column, _date_column, *kept]


def _name_bylines(pages: Any) -> None:
    """Note on each article of a list who wrote it, with one query for all."""
    names: dict[int, list[str]] = {}
    entries = BylineEntry.objects.filter(page_id__in=[page.pk for page in pages]).select_related(
        "contributor"
    )
    for entry in entries.order_by("sort_order"):
        names.setdefault(entry.page_id, []).append(entry.contributor.name)
    for page in pages:
        page.byline_names = ", ".join(names.get(page.pk, []))


class _SectionIndexView(ExplorableIndexView):
    base_columns = _with_byline(ExplorableIndexView.base_columns)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        _name_bylines(context["object_list"])
        return context


class SectionsViewSet(PageViewSet):
    """What the page explorer shows inside a section: byline and date of each piece."""

    model = SectionPage
    # Inside a section there are articles and sections below it: the list is the section's, not that of a kind.
    parent_models = [SectionPage]
    index_view_class = _SectionIndexView
    columns = _SectionIndexView.base_columns
    filterset_class = _SectionIndexView.base_filterset_class

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """List pages of all kinds."""
        return dict(super().get_index_view_kwargs(**{"model": Page, **kwargs}))


class _ArticleFilterSet(PageFilterSet):
    class Meta:
        model = ArticlePage
        fields = ["live", "language", "topics"]


class _ArticlesIndexView(IndexView):
    base_columns = [
        ParentPageColumn("parent", label=_("Section")) if column.name == "parent" else column
        for column in _with_byline(IndexView.base_columns)
    ]
    base_filterset_class = _ArticleFilterSet

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        _name_bylines(context["object_list"])
        return context


class ArticlesViewSet(PageListingViewSet):
    """All articles of all sections."""

    model = ArticlePage
    name = url_prefix = "articles"
    index_view_class = _ArticlesIndexView
    icon = "doc-full"
    menu_label = _("Articles")
    menu_order = 90
    add_to_admin_menu = True
    columns = _ArticlesIndexView.base_columns
    filterset_class = _ArticleFilterSet


class _NamedChooserViewSet(SnippetChooserViewSet):
    """Choose somebody or something, or make it on the spot: nobody leaves a piece for that."""

    search_fields = None
    creation_tab_label = _("New")


class _ContributorChooserViewSet(_NamedChooserViewSet):
    form_fields = ["name", "note"]


class _TopicChooserViewSet(_NamedChooserViewSet):
    form_fields = ["title", "description"]


def _pieces_column() -> Column:
    return Column("pieces", label=_("Published pieces"), sort_key="pieces", width="15%")


class ContributorsViewSet(SnippetViewSet):
    """Whoever is in bylines."""

    model = Contributor
    icon = "group"
    menu_label = _("Contributors")
    menu_order = 210
    add_to_admin_menu = True
    list_display = ["name", _pieces_column(), Column("slug", label=_("Slug"), width="25%"), "account"]
    search_fields = ["name", "note"]
    search_backend_name = None
    ordering = ["name"]
    list_per_page = 50
    inspect_view_enabled = False
    chooser_viewset_class = _ContributorChooserViewSet

    def get_queryset(self, request: Any) -> QuerySet[Contributor]:
        """Count the published pieces of each."""
        pieces = Count("byline_entries__page", filter=Q(byline_entries__page__live=True), distinct=True)
        return Contributor.objects.annotate(pieces=pieces)


class TopicsViewSet(SnippetViewSet):
    """What pieces are about."""

    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    menu_order = 220
    add_to_admin_menu = True
    list_display = ["title", _pieces_column(), Column("slug", label=_("Slug"), width="25%")]
    search_fields = ["title", "description"]
    search_backend_name = None
    ordering = ["title"]
    list_per_page = 50
    chooser_viewset_class = _TopicChooserViewSet

    def get_queryset(self, request: Any) -> QuerySet[Topic]:
        """Count the published pieces of each."""
        return Topic.objects.annotate(pieces=Count("articles", filter=Q(articles__live=True), distinct=True))


class CommentsViewSet(SnippetViewSet):
    """What readers said, to be shown or hidden; nothing new comes in."""

    model = ReaderComment
    icon = "comment"
    menu_label = _("Reader comments")
    menu_order = 420
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = [
        TitleColumn(
            "author_name",
            label=_("Name"),
            accessor="shown_name",
            url_name="wagtailsnippets_newsroom_readercomment:edit",
        ),
        Column("excerpt", label=_("Text")),
        Column("page", label=_("Page"), width="20%"),
        DateColumn("written_at", label=_("Written"), sort_key="written_at", width="12%"),
        BooleanColumn("is_shown", label=_("Shown"), sort_key="is_shown", width="8%"),
    ]
    list_filter = ["is_shown", "written_at"]
    search_fields = ["author_name", "author_email", "body"]
    search_backend_name = None
    ordering = ["-written_at"]
    list_per_page = 50
    panels = [
        FieldPanel("is_shown"),
        MultiFieldPanel(
            [
                FieldPanel("page", read_only=True),
                FieldPanel("author_name", read_only=True),
                FieldPanel("author_email", read_only=True),
                FieldPanel("author_url", read_only=True),
                FieldPanel("written_at", read_only=True),
                FieldPanel("body", read_only=True),
            ],
            heading=_("The comment"),
        ),
    ]

    def get_queryset(self, request: Any) -> QuerySet[ReaderComment]:
        """Read each comment's page with it."""
        return ReaderComment.objects.select_related("page")
