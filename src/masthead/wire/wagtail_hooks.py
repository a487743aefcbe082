"""What the wire adds to Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

__all__ = ["register_import_action"]


@hooks.register("register_log_actions")
def register_import_action(actions: Any) -> None:
    """Name the import in the history of pages."""

    @actions.register_action("masthead.import")
    class ImportFormatter(LogFormatter):
        label = _("Import")

        def format_message(self, log_entry: Any) -> str:
            address = (log_entry.data or {}).get("address", "")
            return str(_("Imported from %(address)s") % {"address": address} if address else _("Imported"))
