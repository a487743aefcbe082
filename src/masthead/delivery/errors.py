"""Why a reader's wish was refused, for the reader and for the script that asks."""

from __future__ import annotations

__all__ = ["RefusedError"]


class RefusedError(Exception):
    """A request was refused.

    Attributes:
        reason: one word that scripts know.
        status: the status to answer with.
    """

    def __init__(self, reason: str, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.status = status
