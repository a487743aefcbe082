"""In the editor of a piece: whom telling it would reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.admin.panels import Panel

from masthead.delivery.models import Telling
from masthead.delivery.reach import reach_of
from masthead.delivery.ways import Marks, ways
from masthead.newsroom.models import ArticlePage, SectionPage

from .notices import draft_of, notice_of
from .rights import MAY_SEE

__all__ = ["ReachPanel"]


class ReachPanel(Panel):
    """How many would hear of the piece as it was saved last, and whether readers were told already."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one piece."""

        template_name = "masthead_config/telling_panel.html"

        def is_shown(self) -> bool:
            """Show it to whoever may see delivery, once the piece has been saved."""
            is_saved = self.instance is not None and self.instance.pk is not None
            return is_saved and bool(self.request and self.request.user.has_perm(MAY_SEE))

        def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
            """Count the receivers of each way."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            piece = draft_of(self.instance, _sections(self.instance))
            marks = Marks(piece.sections, piece.contributors, piece.topics)
            lead = self.instance.lead_image
            usual, breaking = (reach_of(marks, is_breaking=one) for one in (False, True))
            return context | {
                "reach": [
                    {"label": way.label, "usual": usual[way.name], "breaking": breaking[way.name]}
                    for way in ways()
                ],
                "notice": notice_of(piece),
                "image": lead.get_rendition("fill-160x160").url if lead else "",
                "told": Telling.objects.filter(article_id=self.instance.pk).order_by("-number").first(),
            }


def _sections(page: ArticlePage) -> list[SectionPage]:
    return list(SectionPage.objects.ancestor_of(page).order_by("-depth"))
