"""Things that could not be composed: their last plate stands, and the reason is kept until it is made good."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DataError
from django.utils import timezone

from masthead.press.models import Uncomposed

__all__ = ["COMPOSING_ERRORS", "note_composed", "note_uncomposed", "uncomposed_subjects"]

logger = logging.getLogger(__name__)

# What the data of one page can do wrong. Errors of the database or the disk are not among them: they stop the run.
COMPOSING_ERRORS = (
    RuntimeError, LookupError, TypeError, ValueError, AttributeError, ArithmeticError, AssertionError,
    ObjectDoesNotExist, ValidationError, DataError,
)  # fmt: skip


def note_uncomposed(kind: str, thing_id: int, error: Exception) -> None:
    """Keep why a thing could not be composed; part of the transaction that tried."""
    message = f"{type(error).__name__}: {error}"[:4000]
    logger.warning("The %s %s could not be composed: %s", kind, thing_id, message)
    Uncomposed.objects.update_or_create(
        kind=kind, thing_id=thing_id, defaults={"error": message, "failed_at": timezone.now()}
    )


def note_composed(subjects: Iterable[tuple[str, int]]) -> None:
    """Forget why things could not be composed: they were, or they are no longer public."""
    for kind, thing_id in subjects:
        Uncomposed.objects.filter(kind=kind, thing_id=thing_id).delete()


def uncomposed_subjects() -> set[tuple[str, int]]:
    """Return what could not be composed."""
    return set(Uncomposed.objects.values_list("kind", "thing_id"))
