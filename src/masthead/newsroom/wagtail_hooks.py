"""What the newsroom adds to Wagtail's admin, and what it takes away."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

__all__ = ["register_merge_action"]


@hooks.register("register_log_actions")
def register_merge_action(actions: Any) -> None:
    """Name merging in the history of contributors and topics."""

    @actions.register_action("newsroom.merge")
    class MergeFormatter(LogFormatter):
        label = _("Merge")

        def format_message(self, log_entry: Any) -> str:
            merged = (log_entry.data or {}).get("merged", {})
            return str(_("Took over all pieces of “%(name)s”") % {"name": merged.get("name", "")})
