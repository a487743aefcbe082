"""What a sheet is to the engine."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, ClassVar, NamedTuple

from .writer import LEVEL

__all__ = ["Phase", "Printed", "Sheet", "Spec", "Turn"]


class Phase(IntEnum):
    """When a sheet is written within one run, so that no page links to a page that is not there yet.

    What former addresses lead to is told before any page leaves its address.
    """

    FORMER = -1
    LEAF = 0
    LIST = 1
    INDEX = 2
    WITHDRAWN = 9


class Turn(IntEnum):
    """How soon a sheet is printed: what a reader looks for after a change at once, what else shows it by and by.

    A turn is printed in the order of its phases before the next one begins.
    """

    AT_ONCE = 0
    NEXT = 1
    LATER = 2


class Spec(NamedTuple):
    """Which sheet: its kind and what tells it from others of its kind."""

    kind: str
    args: str = ""


@dataclass(frozen=True)
class Printed:
    """What printing gives: an address and the bytes that stand there."""

    address: str
    content: bytes


class Sheet(ABC):
    """One kind of sheet: how to print it from plates and listings, and nothing else.

    Attributes:
        kind: its name in the ledger.
        phase: when it is written within a run.
        is_named: whether pages name its address and need what stands there, so that it outlasts those of them
            that could not be printed anew.
        level: how hard it is packed; less for large sheets that every publish prints anew.
    """

    kind: ClassVar[str]
    phase: ClassVar[Phase] = Phase.LIST
    is_named: ClassVar[bool] = False
    level: ClassVar[int] = LEVEL

    @abstractmethod
    def print(self, desk: Any, args: str) -> Printed | None:
        """Return the sheet, or None when there is nothing to print and its file has to go.

        All reading goes through ``desk``, which records it.
        """
