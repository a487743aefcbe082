"""The verbs of mailings: take what was printed for a list, and write a copy for each of its readers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from masthead.delivery.conf import mail_conf
from masthead.delivery.models import Letter, Mailing, Membership, Note, Reader, Refusal, State, Telling
from masthead.delivery.outbox import count_troubles
from masthead.delivery.ways import Marks
from masthead.press.models import Plate, PrintedEvent
from masthead.press.printed import FRESH_FOR

from .lists import all_lists

__all__ = ["LettersWay", "plan_mailings", "stop_mailing", "take_letters"]

_BATCH = 1000
_WITHDRAWN = "The letter was withdrawn."


def take_letters(events: Sequence[PrintedEvent]) -> None:
    """Decide which printed letters are mailed, and stop those that were withdrawn; part of telling's transaction."""
    new = [event.thing_id for event in events if event.change == PrintedEvent.Change.NEW]
    known = set(Mailing.objects.filter(letter_id__in=new).values_list("letter_id", flat=True))
    breaking = {one.number for one in all_lists() if one.is_breaking} if new else set()
    now = timezone.now()
    fresh = Plate.objects.filter(kind="letter", thing_id__in=new, shown_at__gt=now - FRESH_FOR)
    for plate in fresh.order_by("shown_at", "thing_id"):
        if plate.thing_id in known:
            continue
        told: dict[str, Any] = json.loads(plate.card) | json.loads(plate.body)
        number = told["newsletter"]
        # What stands in the archive alone is no letter to anybody.
        if number is None or not told.get("is_mailed", True):
            continue
        pause_s = 0 if number in breaking else mail_conf().tell_after_s
        Mailing.objects.create(
            letter_id=plate.thing_id, newsletter_id=number, title=str(told["title"]),
            due_at=now + timedelta(seconds=pause_s),
        )  # fmt: skip
    gone = [event.thing_id for event in events if event.change == PrintedEvent.Change.WITHDRAWN]
    for mailing in Mailing.objects.filter(letter_id__in=gone):
        stop_mailing(mailing, reason=_WITHDRAWN)


def plan_mailings() -> int:
    """Write the copies of the mailings that are due, each in one transaction; return how many copies."""
    count = 0
    for mailing in Mailing.objects.due(timezone.now()):
        with transaction.atomic():
            mine = Mailing.objects.select_for_update().filter(pk=mailing.pk, state=Mailing.State.DUE).first()
            if mine is None:
                continue
            mine.copies = _write_copies(mine, Reader.objects.of_list(mine.newsletter_id))
            mine.state = Mailing.State.TOLD
            mine.save(update_fields=["state", "copies"])
            count += mine.copies
    return count


def _write_copies(mailing: Mailing, readers: Any) -> int:
    now = timezone.now()
    numbers: list[int] = list(readers.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(numbers), _BATCH):
        part = numbers[start : start + _BATCH]
        Letter.objects.bulk_create([Letter(mailing=mailing, reader_id=one, due_at=now) for one in part])
    return len(numbers)


def stop_mailing(mailing: Mailing, *, reason: str) -> int:
    """Send no copy that is not on its way yet; return how many are skipped."""
    with transaction.atomic():
        Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.DUE).update(
            state=Mailing.State.SKIPPED, reason=reason
        )
        unsent = Letter.objects.filter(
            mailing=mailing, state__in=(State.DUE, State.HELD), begun_at__isnull=True
        )
        return int(
            unsent.update(state=State.SKIPPED, reason=reason, held_until=None, settled_at=timezone.now())
        )


class LettersWay:
    """Readers of letters. Pieces reach them in the letters that the newsroom makes of them, breaking ones at once."""

    name = "letters"
    label = gettext_lazy("readers of letters")

    def receivers(self) -> int:
        """Count the readers who are on a list."""
        return int(_on_lists([one.number for one in all_lists()]))

    def reach(self, marks: Marks, *, is_breaking: bool) -> int:
        """Count the readers whom a letter about such a piece goes to at once."""
        return int(_on_lists([one.number for one in all_lists() if one.is_breaking])) if is_breaking else 0

    def counts(self, telling_ids: Sequence[int]) -> dict[int, dict[str, int]]:
        """Tell nothing of tellings: letters are counted by mailing."""
        return {}

    def troubles(self, since: datetime) -> dict[str, int]:
        """Count the letters that failed or are unclear."""
        return count_troubles(Letter, since)

    def plan(self, telling: Telling) -> int:
        """Write nothing: the newsroom makes a letter."""
        return 0

    def drop(self, telling: Telling, reason: str) -> int:
        """Skip nothing: a letter is withdrawn by itself."""
        return 0

    def forget(self, before: datetime) -> int:
        """Delete what was settled before a moment; return how many rows."""
        count = sum(_delete(model.objects.filter(settled_at__lt=before)) for model in (Letter, Note))
        old = Mailing.objects.filter(created_at__lt=before).exclude(state=Mailing.State.DUE)
        count += _delete(old.exclude(pk__in=Letter.objects.values("mailing")))
        return count + _delete(Refusal.objects.filter(day__lt=before.date()))


def _on_lists(numbers: Sequence[int]) -> Any:
    on = Membership.objects.filter(
        newsletter_id__in=numbers,
        joined_at__isnull=False,
        left_at=None,
        reader__state=Reader.State.CONFIRMED,
    )
    return on.values("reader").distinct().count()


def _delete(rows: Any) -> int:
    deleted: tuple[int, Iterable[Any]] = rows.delete()
    return deleted[0]
