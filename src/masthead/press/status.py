"""What the press can say of itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Page

from masthead.newsroom.models import Contributor, Event, Topic

from .conf import press_conf
from .engine.writer import Edition
from .models import Pending, Plate, PressState, PrintedSheet, RelatedWaiting, Uncomposed

__all__ = ["PressStatus", "press_status"]

_TOLD = 50


@dataclass
class PressStatus:
    """The press at one moment.

    Attributes:
        generation: number of the edition that readers see; 0 before the first.
        sheets: sheets in the ledger. articles: pieces in print.
        events_waiting, sheets_waiting: what is to be done. sheets_following: those of them that give way to what is
            published meanwhile. related_waiting: pieces for which those like them are to be chosen.
        uncomposed: things that could not be composed, with the reason and, for pages, where to edit them.
        failed: sheets that could not be printed, with the reason; their last good form stands.
        problem: why nothing is printed at all, or nothing.
        printed_at: when something was last printed, ISO 8601.
    """

    generation: int
    sheets: int
    articles: int
    events_waiting: int
    sheets_waiting: int
    sheets_following: int = 0
    related_waiting: int = 0
    uncomposed: list[dict[str, Any]] = field(default_factory=list)
    failed: list[dict[str, str]] = field(default_factory=list)
    problem: str = ""
    printed_at: str = ""

    @property
    def is_well(self) -> bool:
        """Whether everything could be printed."""
        return not self.failed and not self.uncomposed and not self.problem

    @property
    def failures(self) -> list[dict[str, Any]]:
        """The errors, each once, with the sheets that it keeps from being printed."""
        by_error: dict[str, list[str]] = {}
        for one in self.failed:
            by_error.setdefault(one["error"], []).append(one["sheet"])
        return [{"error": error, "sheets": sheets} for error, sheets in by_error.items()]

    def as_json(self) -> dict[str, Any]:
        """Return all as plain values."""
        return dict(vars(self)) | {"is_well": self.is_well, "failures": self.failures}


def press_status() -> PressStatus:
    """Return what the press is doing and what went wrong."""
    state = dict(PressState.objects.values_list("name", "value"))
    failed = [
        {"sheet": f"{one.kind} {one.args}".strip(), "error": one.error}
        for one in Pending.objects.failed()[:_TOLD]
    ]
    return PressStatus(
        generation=Edition(press_conf().edition_path).generation(),
        sheets=PrintedSheet.objects.count(),
        articles=Plate.objects.filter(kind="article").count(),
        events_waiting=Event.objects.all().waiting().count(),
        sheets_waiting=Pending.objects.due().count(),
        sheets_following=Pending.objects.following().count(),
        related_waiting=RelatedWaiting.objects.count(),
        uncomposed=[_told(one) for one in Uncomposed.objects.order_by("-failed_at")[:_TOLD]],
        failed=failed,
        problem=state.get("problem", ""),
        printed_at=state.get("printed_at", ""),
    )


def _told(one: Uncomposed) -> dict[str, Any]:
    """Return what could not be composed by the name that an editor knows it by."""
    name, page_id = "", None
    if one.kind in {"contributor", "topic"}:
        things = (
            Contributor.objects.values_list("name")
            if one.kind == "contributor"
            else Topic.objects.values_list("title")
        )
        name = str((things.filter(pk=one.thing_id).first() or [""])[0])
    elif one.kind != "frame":
        page_id = one.thing_id
        name = Page.objects.filter(pk=page_id).values_list("title", flat=True).first() or ""
    thing = f"{one.kind} “{name}”" if name else one.kind
    return {"thing": thing, "error": one.error, "page_id": page_id}
