"""The page about delivery: who can be reached, what was sent, what failed and why, what is due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Max, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from masthead.config.reports.chart import draw_chart
from masthead.delivery.channels.posting import ChannelsWay
from masthead.delivery.models import ChannelPost, HubPing, Mailing, Refusal, State, Telling
from masthead.delivery.reach import Asked, asked_for, growth, readers_by_list
from masthead.delivery.ways import Way, ways

from .letters import mailing_rows
from .rights import MAY_MANAGE, MAY_SEE, asking

__all__ = ["Row", "overview", "rows_of"]

_SHOWN = 15
_CHART_DAYS = 30
_TROUBLE_DAYS = 7
_FINE = (State.SENT,)
_TROUBLE = (State.FAILED, State.UNCLEAR)


@dataclass(frozen=True)
class Row:
    """A telling with what became of its notices, one cell for each way."""

    telling: Telling
    cells: tuple[dict[str, Any], ...]


@asking(MAY_SEE)
def overview(request: HttpRequest) -> HttpResponse:
    """Show how delivery does."""
    all_ways = ways()
    due = list(Telling.objects.filter(state=Telling.State.DUE).order_by("due_at"))
    done = list(Telling.objects.exclude(state=Telling.State.DUE).order_by("-created_at")[:_SHOWN])
    since = timezone.now() - timedelta(days=_TROUBLE_DAYS)
    context = {
        "page_title": _("Readers told"),
        "header_icon": "mail",
        "may_manage": request.user.has_perm(MAY_MANAGE),
        "charts": [_chart(way) for way in all_ways],
        "asked": _by_kind(asked_for()),
        "lists": readers_by_list(),
        "ways": all_ways,
        "due": due,
        "mailings": mailing_rows(list(Mailing.objects.order_by("-created_at")[:_SHOWN])),
        "troubles": [
            {"label": way.label, "reason": reason, "count": count}
            for way in all_ways
            if way.name != ChannelsWay.name
            for reason, count in way.troubles(since).items()
        ],
        "rows": rows_of(done),
        "troubled": ChannelPost.objects.filter(state__in=_TROUBLE, settled_at__gt=since)
        .select_related("telling", "channel")
        .order_by("-settled_at")[:_SHOWN],
        "waiting": ChannelPost.objects.filter(state=State.DUE, attempts__gt=0)
        .select_related("telling", "channel")
        .order_by("due_at")[:_SHOWN],
        "pings": _pings(),
        "refusals": Refusal.objects.filter(day__gt=since.date())
        .values("door", "reason")
        .annotate(total=Sum("count"), last=Max("day"))
        .order_by("door", "reason"),
    }
    return render(request, "masthead_config/telling.html", context)


def _chart(way: Way) -> dict[str, Any]:
    count = way.receivers()
    days = growth(way.name, days=_CHART_DAYS)
    days[-1] = (days[-1][0], count)
    return {"heading": way.label, "count": count, "chart": draw_chart(days)}


def _by_kind(asked: Iterable[Asked]) -> list[dict[str, Any]]:
    groups = {
        "section": _("Sections"),
        "contributor": _("Contributors"),
        "topic": _("Topics"),
        "": _("All sections"),
    }
    whole = {"everything": _("every piece"), "breaking": _("breaking news only")}
    together: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in asked:
        kind = "" if one.kind in whole else one.kind
        together[kind].append({"title": whole.get(one.kind, one.title), "count": one.count})
    return [{"name": groups[kind], "rows": together[kind][:_SHOWN]} for kind in groups if kind in together]


def rows_of(tellings: list[Telling]) -> list[Row]:
    """Return tellings with the counts of their notices."""
    numbers = [one.pk for one in tellings]
    counted = [way.counts(numbers) for way in ways()]
    return [Row(one, tuple(_cell(counts.get(one.pk, {})) for counts in counted)) for one in tellings]


def _cell(counts: dict[str, int]) -> dict[str, Any]:
    rest = {State(state).label: count for state, count in counts.items() if state not in _FINE and count}
    return {"sent": counts.get(State.SENT, 0), "rest": rest, "is_empty": not any(counts.values())}


def _pings() -> list[dict[str, Any]]:
    rows = (
        HubPing.objects.order_by().values("hub", "state").annotate(count=Count("pk"), last=Max("settled_at"))
    )
    hubs: dict[str, dict[str, Any]] = {}
    for row in rows.order_by("hub", "state"):
        hub = hubs.setdefault(row["hub"], {"hub": row["hub"], "counts": {}, "last": None})
        hub["counts"][State(row["state"]).label] = row["count"]
        if row["state"] == State.SENT:
            hub["last"] = row["last"]
    for hub in hubs.values():
        failed = HubPing.objects.filter(hub=hub["hub"]).exclude(reason="").order_by("-pk").first()
        hub["reason"] = failed.reason if failed else ""
    return list(hubs.values())
