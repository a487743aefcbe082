"""Counts on their way into the database: each batch once, whatever is killed when."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.utils import timezone

from building import make_article, make_section, open_test_publication
from masthead.newsroom.models import ArticlePage
from masthead.press.actions import print_waiting
from masthead.press.models import Ranking
from masthead.reader import worker
from masthead.reader.actions import forget_old_counts, most_of, rank_pieces, take_batches
from masthead.reader.batches import Tally, read_shares, waiting_batches, write_batch
from masthead.reader.models import DayCount, ShareTotal, TakenBatch

DAY = "2026-11-20"


@pytest.fixture(autouse=True)
def noon() -> Any:
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False) as clock:
        yield clock


@pytest.fixture
def counts(data_path: Path) -> Path:
    return Path(settings.MASTHEAD["DATA_PATH"]) / "counts"


@pytest.fixture
def pieces(db: None, data_path: Path) -> list[ArticlePage]:
    section = make_section(open_test_publication(), "News")
    made = [make_article(section, f"Piece {one}") for one in range(4)]
    make_article(section, "Draft", is_published=False)
    print_waiting()
    return made


def kept() -> dict[tuple[str, str, int], int]:
    return {(str(one.day), one.kind, one.article_id): one.count for one in DayCount.objects.all()}


def test_batches_add_up_and_each_is_taken_once(pieces: list[ArticlePage], counts: Path) -> None:
    first, second = pieces[0].pk, pieces[1].pk
    write_batch(counts, {Tally(DAY, "read", first): 3, Tally(DAY, "shared", first): 9})
    write_batch(
        counts, {Tally(DAY, "read", first): 2, Tally(DAY, "shared", first): 4, Tally(DAY, "read", second): 1}
    )
    assert (take_batches(), take_batches()) == (2, 0)
    assert kept() == {(DAY, "read", first): 5, (DAY, "shared", first): 13, (DAY, "read", second): 1}
    assert ShareTotal.objects.get(article_id=first).count == 13
    assert waiting_batches(counts) == []
    assert not TakenBatch.objects.exists()


def test_a_batch_whose_file_outlived_its_transaction_is_not_counted_again(
    pieces: list[ArticlePage], counts: Path
) -> None:
    path = write_batch(counts, {Tally(DAY, "read", pieces[0].pk): 3})
    content = path.read_bytes()
    take_batches()
    # As a kill between the end of the transaction and the removal leaves it.
    path.write_bytes(content)
    TakenBatch.objects.create(name=path.name)
    assert take_batches() == 1
    assert kept() == {(DAY, "read", pieces[0].pk): 3}
    assert not path.exists()


def test_numbers_that_are_no_public_piece_are_left_out(pieces: list[ArticlePage], counts: Path) -> None:
    draft = ArticlePage.objects.get(title="Draft")
    write_batch(
        counts,
        {
            Tally(DAY, "read", draft.pk): 5, Tally(DAY, "read", 10**17): 5, Tally(DAY, "stolen", pieces[0].pk): 5,
            Tally(DAY, "read", pieces[0].pk): -5, Tally(DAY, "read", pieces[1].pk): 1,
        },
    )  # fmt: skip
    take_batches()
    assert kept() == {(DAY, "read", pieces[1].pk): 1}


@pytest.mark.parametrize("text", ["", "{", "[[1]]", '[["2026-99-99", "read", 1, 1]]', "null", '{"a": 1}'])
def test_a_damaged_file_is_put_aside_and_the_rest_goes_on(
    pieces: list[ArticlePage], counts: Path, text: str, caplog: Any
) -> None:
    damaged = write_batch(counts, {})
    damaged.write_text(text)
    write_batch(counts, {Tally(DAY, "read", pieces[0].pk): 1})
    take_batches()
    assert kept() == {(DAY, "read", pieces[0].pk): 1}
    assert (waiting_batches(counts), damaged.with_suffix(".damaged").exists()) == ([], True)
    assert "left out" in caplog.text


def test_shares_are_told_from_ten_on(pieces: list[ArticlePage], counts: Path) -> None:
    take_batches()
    assert read_shares(counts)[1] == {}
    write_batch(counts, {Tally(DAY, "shared", pieces[0].pk): 10, Tally(DAY, "shared", pieces[1].pk): 9})
    take_batches()
    assert read_shares(counts)[1] == {pieces[0].pk: 10}


def test_rankings_look_back_as_far_as_they_say(pieces: list[ArticlePage], counts: Path, noon: Any) -> None:
    ids = [one.pk for one in pieces]
    for back, piece, count in (
        (0, ids[0], 1),
        (1, ids[1], 2),
        (6, ids[2], 3),
        (29, ids[3], 4),
        (30, ids[0], 99),
    ):
        day = (timezone.now() - timedelta(days=back)).date().isoformat()
        write_batch(counts, {Tally(day, "read", piece): count, Tally(day, "shared", piece): 1})
    take_batches()
    assert most_of("read", "day", limit=9) == [(ids[1], 2), (ids[0], 1)]
    assert most_of("read", "week", limit=2) == [(ids[2], 3), (ids[1], 2)]
    assert [one for one, _ in most_of("read", "month", limit=9)] == [ids[3], ids[2], ids[1], ids[0]]
    assert most_of("read", "month", limit=9, among=ids[:1]) == [(ids[0], 1)]
    assert rank_pieces() == 3
    assert rank_pieces() == 0
    pieces[3].unpublish()
    print_waiting()
    assert rank_pieces() == 1
    assert Ranking.objects.get(name="month").pieces == f"[{ids[2]}, {ids[1]}, {ids[0]}]"


def test_days_long_ago_are_forgotten(pieces: list[ArticlePage], counts: Path, noon: Any) -> None:
    write_batch(counts, {Tally(DAY, "shared", pieces[0].pk): 1})
    take_batches()
    noon.shift(400 * 86400)
    assert forget_old_counts() == 0
    noon.shift(86400)
    assert forget_old_counts() == 1
    assert ShareTotal.objects.get(article_id=pieces[0].pk).count == 1


def test_the_worker_takes_batches_and_ranks(
    pieces: list[ArticlePage], counts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_batch(counts, {Tally(DAY, "read", pieces[0].pk): 1})
    stop = threading.Event()
    # The first pause ends the work, and the test's connection stays open.
    monkeypatch.setattr(worker, "close_old_connections", stop.set)
    worker.run_counting(stop)
    assert Ranking.objects.get(name="week").pieces == f"[{pieces[0].pk}]"
    assert connection.is_usable()
