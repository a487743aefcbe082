"""The lists that readers can be on: what the press composed of the newsroom's newsletters."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from masthead.press.models import Plate

__all__ = ["MailList", "all_lists", "breaking_lists", "lists_of"]

_KIND = "newsletter"


@dataclass(frozen=True)
class MailList:
    """A newsletter as delivery knows it.

    Attributes:
        number: the id that memberships name.
        how: what it is made from: ``breaking``, or anything that the newsroom sends itself.
        section: the section that it is about; None for all.
    """

    number: int
    title: str
    description: str
    language: str
    address: str
    how: str
    section: int | None


def all_lists() -> list[MailList]:
    """Return all lists that are public, by title."""
    found = [_read(plate) for plate in Plate.objects.filter(kind=_KIND)]
    return sorted(found, key=lambda one: one.title.casefold())


def lists_of(numbers: Iterable[int]) -> list[MailList]:
    """Return those of some lists that are public, by title."""
    wanted = set(numbers)
    return [one for one in all_lists() if one.number in wanted]


def breaking_lists() -> list[MailList]:
    """Return the lists that hear of breaking news."""
    return [one for one in all_lists() if one.how == "breaking"]


def _read(plate: Plate) -> MailList:
    told: dict[str, Any] = json.loads(plate.card) | json.loads(plate.body)
    return MailList(
        number=plate.thing_id,
        title=str(told.get("title", "")),
        description=str(told.get("description") or told.get("standfirst") or ""),
        language=plate.language or str(told.get("language", "")),
        address=plate.address,
        how=str(told.get("how") or told.get("frequency") or ""),
        section=told.get("section"),
    )
