"""What a sheet is to the engine."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, ClassVar, NamedTuple

from .writer import LEVEL, digest_of

__all__ = ["Drawn", "Phase", "Printed", "Sheet", "Spec", "Turn"]


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
    # What takes so long that few of it are made before a publish may come in between.
    LAST = 3


class Spec(NamedTuple):
    """Which sheet: its kind and what tells it from others of its kind."""

    kind: str
    args: str = ""


@dataclass(frozen=True)
class Printed:
    """What printing gives: an address and the bytes that stand there."""

    address: str
    content: bytes

    @property
    def digest(self) -> str:
        """What tells it from another form of the same sheet."""
        return digest_of(self.content)


@dataclass(frozen=True)
class Drawn:
    """What takes long to make: the address, what it is made from, and how, for when it does not stand yet.

    Attributes:
        made_from: the same for the same bytes; another one where ``draw`` gives other bytes for it.
    """

    address: str
    made_from: str
    draw: Callable[[], bytes]

    @property
    def content(self) -> bytes:
        """The bytes, made anew."""
        return self.draw()

    @property
    def digest(self) -> str:
        """What tells it from another form of the same sheet."""
        return digest_of(self.made_from.encode())


class Sheet(ABC):
    """One kind of sheet: how to print it from plates and listings, and nothing else.

    Attributes:
        kind: its name in the ledger.
        phase: when it is written within a run.
        is_named: whether pages name its address and need what stands there, so that it outlasts those of them
            that could not be printed anew.
        level: how hard it is packed; less for large sheets that every publish prints anew.
        follows: whether it takes so long to make that a full print shows its edition without those that did not
            stand before, and prints them then.
    """

    kind: ClassVar[str]
    phase: ClassVar[Phase] = Phase.LIST
    is_named: ClassVar[bool] = False
    level: ClassVar[int] = LEVEL
    follows: ClassVar[bool] = False

    @abstractmethod
    def print(self, desk: Any, args: str) -> Printed | Drawn | None:
        """Return the sheet, or None when there is nothing to print and its file has to go.

        All reading goes through ``desk``, which records it.
        """
