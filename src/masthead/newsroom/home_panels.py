"""What the newsroom's home shows besides what Wagtail shows there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.models import Page, Revision

from .actions import PUBLISHING_JOB
from .models import Digest, ScheduleRun

__all__ = ["LettersPanel", "SchedulePanel"]

_SHOWN = 8


class SchedulePanel(Component):
    """What is published or withdrawn next, when that was last looked for, and whether it is late."""

    name = "newsroom_schedule"
    template_name = "newsroom/home_schedule.html"
    order = 260

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the last run and what comes next."""
        user = parent_context["request"].user if parent_context else None
        run = ScheduleRun.objects.filter(job=PUBLISHING_JOB).first()
        coming = sorted([*_to_publish(), *_to_withdraw()], key=lambda one: one["at"])[:_SHOWN]
        for one in coming:
            one["can_edit"] = user is not None and one["page"].permissions_for_user(user).can_edit()
            one["is_overdue"] = one["at"] < timezone.now()
        return {"run": run, "is_late": run is None or run.is_late, "coming": coming}


class LettersPanel(Component):
    """Letters that filled themselves and wait as drafts, for those who may publish them."""

    name = "newsroom_letters"
    template_name = "newsroom/home_letters.html"
    order = 120

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the newest letters that wait, as far as the user may publish them."""
        user = parent_context["request"].user if parent_context else None
        waiting = Digest.objects.filter(letter__live=False, letter__first_published_at=None)
        newest = waiting.select_related("letter", "newsletter").order_by("-written_at")[:_SHOWN]
        may = [
            one
            for one in newest
            if user and one.letter and one.letter.permissions_for_user(user).can_publish()
        ]
        return {"letters": may}


def _to_publish() -> list[dict[str, Any]]:
    revisions = Revision.page_revisions.filter(approved_go_live_at__isnull=False).order_by(
        "approved_go_live_at"
    )
    ids = {int(one.object_id): one for one in revisions[:_SHOWN]}
    pages = Page.objects.in_bulk(ids)
    return [
        {
            "page": pages[pk],
            "title": one.object_str or pages[pk].title,
            "at": one.approved_go_live_at,
            "is_new": True,
        }
        for pk, one in ids.items()
        if pk in pages
    ]


def _to_withdraw() -> list[dict[str, Any]]:
    pages = Page.objects.filter(live=True, expire_at__isnull=False).order_by("expire_at")[:_SHOWN]
    return [{"page": page, "title": page.title, "at": page.expire_at, "is_new": False} for page in pages]
