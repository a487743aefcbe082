"""What the newsroom adds to Wagtail's admin, and what it takes away."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogFormatter
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from .alignments import register_alignments
from .bulk_actions import HideCommentsAction, MergeAction, ShowCommentsAction
from .embeds import embed_problems, wanted_previews
from .home_panels import LettersPanel, SchedulePanel
from .merging import drafts_naming
from .models import Contributor, ReaderComment
from .tasks import fetch_preview
from .views import topic_names
from .viewsets import ArticlesViewSet, CommentsViewSet, ContributorsViewSet, SectionsViewSet, TopicsViewSet

__all__: list[str] = []


class _CommentsPolicy(ModelPermissionPolicy):
    """Comments come with an import: nobody writes one in the newsroom."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in {"add", "copy"} and bool(super().user_has_permission(user, action))


register_permission_policy(ReaderComment, _CommentsPolicy(ReaderComment))
register_snippet(ContributorsViewSet)
register_snippet(TopicsViewSet)
register_snippet(CommentsViewSet)
for _action in (MergeAction, HideCommentsAction, ShowCommentsAction):
    hooks.register("register_bulk_action", _action)

hooks.register("register_rich_text_features", register_alignments)

# Wagtail's own sites list one address; here a setting says where the site is.
_SETTINGS_LEFT_OUT = {"sites", "locales"}
_HELP_KEPT = {"keyboard-shortcuts-trigger"}


@hooks.register("register_admin_viewset")
def register_lists() -> list[Any]:
    """Add the list of articles, and byline and date to the explorer's lists."""
    return [ArticlesViewSet("articles"), SectionsViewSet("sections")]


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern]:
    """Add the addresses that inputs of the editor ask; Wagtail lets the staff alone reach them."""
    return [path("topic-names/", topic_names, name="newsroom_topic_names")]


@hooks.register("construct_homepage_panels")
def add_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Show which letters wait, and what is scheduled."""
    panels += [LettersPanel(), SchedulePanel()]


@hooks.register("construct_settings_menu")
def clear_settings_menu(request: HttpRequest, items: list[Any]) -> None:
    """Leave out what Masthead's own settings say."""
    items[:] = [item for item in items if item.name not in _SETTINGS_LEFT_OUT]


@hooks.register("construct_help_menu")
def clear_help_menu(request: HttpRequest, items: list[Any]) -> None:
    """Leave out Wagtail's news, which nag until read; its guide is linked from the home."""
    items[:] = [item for item in items if item.name in _HELP_KEPT]


@hooks.register("insert_global_admin_css")
def add_style() -> str:
    """Give the newsroom its few own rules."""
    return format_html('<link rel="stylesheet" href="{}">', static("newsroom/newsroom.css"))


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def fetch_previews(request: HttpRequest, page: Any) -> None:
    """Have the preview images of embeds fetched, after the answer to whoever saved the page."""
    for address, title in wanted_previews(page):
        transaction.on_commit(partial(fetch_preview.enqueue, address, title))


@hooks.register("before_edit_page")
def tell_of_missing_previews(request: HttpRequest, page: Any) -> None:
    """Say which embeds have no preview image, and what an editor can do."""
    if request.method != "GET":
        return
    for address, problem in embed_problems(page.get_latest_revision_as_object()):
        message = _("%(problem)s Choose an image in the embed of %(address)s, or leave it without.")
        messages.info(request, message % {"problem": problem, "address": address})


@hooks.register("before_delete_snippet")
def protect_bylines(request: HttpRequest, instances: Iterable[Any]) -> HttpResponse | None:
    """Explain why somebody who is in a byline stays, instead of failing."""
    for contributor in instances:
        if isinstance(contributor, Contributor) and (pieces := drafts_naming(contributor.pk)):
            messages.error(
                request,
                _(
                    "“%(name)s” is in the byline of %(count)d pieces or drafts and cannot be deleted. "
                    "Merge this contributor with another, or take the name out of the pieces first."
                )
                % {"name": contributor.name, "count": len(pieces)},
            )
            return redirect(reverse("wagtailsnippets_newsroom_contributor:usage", args=[contributor.pk]))
    return None


@hooks.register("register_log_actions")
def register_merge_action(actions: Any) -> None:
    """Name merging in the history of contributors and topics."""

    @actions.register_action("newsroom.merge")
    class MergeFormatter(LogFormatter):
        label = gettext_lazy("Merge")

        def format_message(self, log_entry: Any) -> str:
            merged = (log_entry.data or {}).get("merged", {})
            return _("Took over all pieces of “%(name)s”") % {"name": merged.get("name", "")}
