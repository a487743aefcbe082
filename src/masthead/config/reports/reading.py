"""The report on what is read and shared most."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.press.models import Entry, Plate
from masthead.reader.actions import PERIODS, counts_of_days, most_of, total_of
from masthead.reader.batches import READ, SHARED

from .chart import draw_chart

__all__ = ["MAY_SEE", "reading_report"]

MAY_SEE = "reader.view_daycount"
_SHOWN = 20
_PERIODS = {
    "day": gettext_lazy("Today and yesterday"),
    "week": gettext_lazy("The last seven days"),
    "month": gettext_lazy("The last thirty days"),
}


@dataclass(frozen=True)
class _Section:
    id: int
    title: str

    @property
    def pieces(self) -> Any:
        """The ids of the section's pieces and its children's, as a query."""
        return Entry.objects.filter(listing=f"section:{self.id}").values_list("article_id", flat=True)


def reading_report(request: HttpRequest) -> HttpResponse:
    """Show what was read and shared most, in all or in one section.

    Raises:
        PermissionDenied: the account may not see it.
    """
    if not request.user.has_perm(MAY_SEE):
        raise PermissionDenied
    period = request.GET.get("period", "")
    period = period if period in PERIODS else "week"
    sections = list(_sections())
    chosen = next((one for one in sections if str(one.id) == request.GET.get("section", "")), None)
    among = chosen.pieces if chosen else None
    context = {
        "page_title": _("Most read"),
        "header_icon": "view",
        "periods": [
            {"name": name, "label": _PERIODS[name], "is_current": name == period} for name in PERIODS
        ],
        "period": period,
        "sections": sections,
        "section": chosen,
        "lists": [
            {"heading": _("Most read"), "rows": _titled(most_of(READ, period, limit=_SHOWN, among=among))},
            {
                "heading": _("Most shared"),
                "rows": _titled(most_of(SHARED, period, limit=_SHOWN, among=among)),
            },
        ],
        "charts": [
            {"heading": _("Readings a day"), "chart": draw_chart(counts_of_days(READ, among=among))},
            {"heading": _("Shares a day"), "chart": draw_chart(counts_of_days(SHARED, among=among))},
        ],
        "totals": [] if chosen else list(_totals(sections, period)),
    }
    return render(request, "masthead_config/reading.html", context)


def _sections() -> Iterable[_Section]:
    plates = Plate.objects.filter(kind="section").order_by("address").values_list("thing_id", "card")
    return (_Section(thing_id, json.loads(card)["title"]) for thing_id, card in plates)


def _totals(sections: Iterable[_Section], period: str) -> Iterable[dict[str, Any]]:
    for section in sections:
        read, shared = (total_of(kind, period, among=section.pieces) for kind in (READ, SHARED))
        if read or shared:
            yield {"section": section, "read": read, "shared": shared}


def _titled(pieces: list[tuple[int, int]]) -> list[dict[str, Any]]:
    """Return pieces with their titles; what has been withdrawn since has none."""
    plates = Plate.objects.filter(kind="article", thing_id__in=[one for one, _count in pieces])
    cards = {thing_id: json.loads(card) for thing_id, card in plates.values_list("thing_id", "card")}
    return [
        {"id": one, "title": cards[one]["title"], "address": cards[one]["address"], "count": count}
        if one in cards
        else {"id": one, "title": "", "address": "", "count": count}
        for one, count in pieces
    ]
