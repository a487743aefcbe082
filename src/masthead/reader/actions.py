"""The verbs of counting: take what was counted, rank what is read, forget what is old."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone

from masthead.press.actions import set_ranking
from masthead.press.models import Plate

from .batches import READ, SHARED, BatchError, Tally, read_batch, waiting_batches, write_shares
from .conf import reader_conf
from .models import DayCount, ShareTotal, TakenBatch

__all__ = [
    "PERIODS",
    "counts_of_days",
    "forget_old_counts",
    "most_of",
    "rank_pieces",
    "take_batches",
    "total_of",
]

logger = logging.getLogger(__name__)

# How many days back, today included, each ranking looks. Two make the last day: after midnight it is not empty.
PERIODS = {"day": 2, "week": 7, "month": 30}
_RANKED = 30
_KEPT_DAYS = 400
_BATCHES = 500
_PART = 400


def take_batches() -> int:
    """Bring the files of counts that wait into the database; return how many.

    The name of each is kept in the same transaction, until the file is gone: a kill at any moment neither loses
    one nor counts it twice.
    """
    folder = reader_conf().counts_path
    waiting = waiting_batches(folder)[:_BATCHES]
    for path in waiting:
        try:
            counts = read_batch(path)
        except FileNotFoundError:
            continue
        except BatchError as error:
            logger.error("Counts are left out: %s", error)
            path.replace(path.with_suffix(".damaged"))
            continue
        with transaction.atomic():
            _, is_new = TakenBatch.objects.get_or_create(name=path.name)
            if is_new:
                _add(_known(counts))
        path.unlink(missing_ok=True)
        TakenBatch.objects.filter(name=path.name).delete()
    if waiting or not (folder / "shares.json").exists():
        _tell_shares()
    return len(waiting)


def _known(counts: Mapping[Tally, int]) -> dict[Tally, int]:
    """Return the counts of pieces that readers can see: anybody can send a number."""
    ids = sorted({tally.article_id for tally in counts})
    public: set[int] = set()
    for start in range(0, len(ids), _PART):
        plates = Plate.objects.filter(kind="article", thing_id__in=ids[start : start + _PART])
        public.update(plates.values_list("thing_id", flat=True))
    kinds = set(DayCount.Kind.values)
    return {
        tally: count
        for tally, count in counts.items()
        if tally.article_id in public and tally.kind in kinds and count > 0
    }


def _add(counts: Mapping[Tally, int]) -> None:
    shared: dict[int, int] = {}
    for tally, count in counts.items():
        if tally.kind == SHARED:
            shared[tally.article_id] = shared.get(tally.article_id, 0) + count
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO reader_daycount (kind, day, article_id, count) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT (kind, day, article_id) DO UPDATE SET count = reader_daycount.count + excluded.count",
            [(tally.kind, date.fromisoformat(tally.day), tally.article_id, count) for tally, count in counts.items()],
        )  # fmt: skip
        cursor.executemany(
            "INSERT INTO reader_sharetotal (article_id, count) VALUES (%s, %s) "
            "ON CONFLICT (article_id) DO UPDATE SET count = reader_sharetotal.count + excluded.count",
            list(shared.items()),
        )


def _tell_shares() -> None:
    """Leave the numbers of shares that are shown where the readers' processes find them."""
    conf = reader_conf()
    shown = ShareTotal.objects.filter(count__gte=conf.shares_shown_from).order_by("article_id")
    write_shares(conf.counts_path, shown.values_list("article_id", "count"))


def most_of(
    kind: str, period: str, *, limit: int, among: Iterable[int] | None = None
) -> list[tuple[int, int]]:
    """Return the pieces most read or shared in a period, each with its count, the first one first.

    Args:
        kind: ``read`` or ``shared``.
        period: one of :data:`PERIODS`.
        limit: how many.
        among: the ids of the pieces to look at; None for all.
    """
    counts = _counted(kind, PERIODS[period], among)
    rows = counts.values_list("article_id").annotate(total=Sum("count")).order_by("-total", "-article_id")
    return [(article_id, total) for article_id, total in rows[:limit]]


def total_of(kind: str, period: str, *, among: Iterable[int] | None = None) -> int:
    """Return how often pieces were read or shared in a period, together."""
    return int(_counted(kind, PERIODS[period], among).aggregate(total=Sum("count"))["total"] or 0)


def counts_of_days(
    kind: str, *, days: int = 30, among: Iterable[int] | None = None
) -> list[tuple[date, int]]:
    """Return how often pieces were read or shared on each of the last days, the oldest first."""
    found = dict(_counted(kind, days, among).values_list("day").annotate(total=Sum("count")))
    first = _today() - timedelta(days=days - 1)
    return [(day, found.get(day, 0)) for day in (first + timedelta(days=one) for one in range(days))]


def _counted(kind: str, days: int, among: Iterable[int] | None) -> QuerySet[DayCount]:
    counts = DayCount.objects.filter(kind=kind, day__gt=_today() - timedelta(days=days))
    return counts if among is None else counts.filter(article_id__in=among)


def rank_pieces() -> int:
    """Hand the press what is read most, for each period; return how many rankings changed."""
    public = Plate.objects.filter(kind="article").values_list("thing_id", flat=True)
    changed = 0
    for period in PERIODS:
        pieces = most_of(READ, period, limit=_RANKED, among=public)
        changed += set_ranking(name=period, pieces=pieces)
    return changed


def forget_old_counts() -> int:
    """Delete the counts of days long ago; return how many rows."""
    return DayCount.objects.filter(day__lt=_today() - timedelta(days=_KEPT_DAYS)).delete()[0]


def _today() -> date:
    return timezone.now().astimezone(ZoneInfo(reader_conf().time_zone)).date()
