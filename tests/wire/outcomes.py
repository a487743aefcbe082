"""Reading what an import left."""

from __future__ import annotations

from masthead.newsroom.models import ArticlePage
from masthead.wire.report import ImportReport, Kind


def article(title: str = "A piece") -> ArticlePage:
    return ArticlePage.objects.get(title=title)


def losses(report: ImportReport, kind: Kind) -> str:
    return "\n".join(loss.lost for loss in report.losses if loss.kind == kind)
