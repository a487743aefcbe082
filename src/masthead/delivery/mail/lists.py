"""The lists that readers can be on: what the press composed of the newsroom's newsletters."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from masthead.press.models import Plate

__all__ = ["MailList", "all_lists", "lists_of"]

_KIND = "newsletter"


@dataclass(frozen=True)
class MailList:
    """A newsletter as delivery knows it.

    Attributes:
        number: the id that memberships name.
        sender: what stands beside the sender's address; empty for the publication's name.
        is_breaking: whether its letters are breaking news, which wait for nothing.
    """

    number: int
    title: str
    description: str
    language: str
    address: str
    sender: str
    is_breaking: bool


def all_lists() -> list[MailList]:
    """Return all lists that are public, by title."""
    found = [_read(plate) for plate in Plate.objects.filter(kind=_KIND)]
    return sorted(found, key=lambda one: one.title.casefold())


def lists_of(numbers: Iterable[int]) -> list[MailList]:
    """Return those of some lists that are public, by title."""
    wanted = set(numbers)
    return [one for one in all_lists() if one.number in wanted]


def _read(plate: Plate) -> MailList:
    told: dict[str, Any] = json.loads(plate.card) | json.loads(plate.body)
    return MailList(
        number=plate.thing_id,
        title=str(told.get("title", "")),
        description=str(told.get("description", "")),
        language=plate.language or str(told.get("language", "")),
        address=plate.address,
        sender=str(told.get("sender", "")),
        is_breaking=told.get("cadence") == "breaking",
    )
