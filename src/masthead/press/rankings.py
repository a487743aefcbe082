"""Rankings of pieces that somebody else keeps, such as what is read most: rows that sheets are printed from."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.db import transaction

from .engine.queue import enqueue_printed_from
from .models import Ranking
from .plates.listings import ranking_counts_key, ranking_key
from .sheets.plan import make_works

__all__ = ["set_ranking"]


def set_ranking(*, name: str, pieces: Iterable[tuple[int, int]]) -> bool:
    """Keep which pieces stand in a ranking, the first one first, and let what shows it wait to be printed.

    Args:
        name: which ranking: ``day``, ``week`` or ``month``.
        pieces: the id of each piece, and its count.

    Returns:
        Whether the ranking or its counts changed.
    """
    ranked = list(pieces)
    order = json.dumps([one for one, _ in ranked])
    counts = json.dumps([count for _, count in ranked])
    with transaction.atomic():
        row = Ranking.objects.filter(name=name).first() or Ranking(name=name)
        keys = set()
        if row.pieces != order:
            keys.add(ranking_key(name))
        if row.counts != counts:
            keys.add(ranking_counts_key(name))
        if keys:
            row.pieces, row.counts = order, counts
            row.save()
            enqueue_printed_from(keys, make_works().phases())
    return bool(keys)
