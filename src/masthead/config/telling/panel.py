"""In the editor of a piece: whom telling it would reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.admin.panels import Panel
from wagtail.models import Page

from masthead.delivery.models import Telling
from masthead.delivery.reach import reach_of
from masthead.delivery.ways import Marks, ways
from masthead.newsroom.models import ArticlePage, SectionPage

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
            marks = _marks(self.instance)
            usual, breaking = (reach_of(marks, is_breaking=one) for one in (False, True))
            return context | {
                "reach": [
                    {"label": way.label, "usual": usual[way.name], "breaking": breaking[way.name]}
                    for way in ways()
                ],
                "told": Telling.objects.filter(article_id=self.instance.pk).order_by("-number").first(),
            }


def _marks(page: ArticlePage) -> Marks:
    above = Page.objects.ancestor_of(page).type(SectionPage).order_by("-depth")
    return Marks(
        sections=tuple(above.values_list("pk", flat=True)),
        contributors=tuple({entry.contributor_id for entry in page.byline.all()}),
        topics=tuple(topic.pk for topic in page.topics.all()),
    )
