"""What happens when something gives out in the middle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import OperationalError
from django.db.models.signals import pre_save

from masthead.newsroom.models import ArticlePage, Contributor, StandingPage, Topic
from masthead.wire.errors import StoppedError
from masthead.wire.models import ImportRecord
from masthead.wire.report import Kind

from .conftest import Importer
from .exports import ExportBuilder

Breaker = Callable[[Exception | None], None]


@pytest.fixture
def break_bombs() -> Iterator[Breaker]:
    """Return a function that makes saving any page called Bomb fail, or work again with None."""
    errors: list[Exception] = []

    def explode(instance: Any, **_: Any) -> None:
        if errors and instance.title == "Bomb":
            raise errors[0]

    def breaker(error: Exception | None) -> None:
        errors[:] = [error] if error else []

    for model in (ArticlePage, StandingPage):
        pre_save.connect(explode, sender=model)
    yield breaker
    for model in (ArticlePage, StandingPage):
        pre_save.disconnect(explode, sender=model)


def export() -> ExportBuilder:
    builder = ExportBuilder().category("side")
    for title in ("One", "Bomb", "Two"):
        builder.item(title, creator=f"by-{title.lower()}", categories=("main", "side"), slug="same")
    return builder


def test_an_item_that_cannot_be_stored_stops_no_other(run: Importer, break_bombs: Breaker) -> None:
    break_bombs(ValueError("out of ink"))
    report = run(export())
    assert [(page.title, page.slug) for page in ArticlePage.objects.order_by("pk")] == [
        ("One", "same"),
        ("Two", "same-2"),
    ]
    assert sorted(Contributor.objects.values_list("name", flat=True)) == ["by-one", "by-two"]
    assert all(page.topics.count() == Topic.objects.count() for page in ArticlePage.objects.all())
    tally = report.tallies[Kind.ARTICLE]
    assert (tally.found, tally.imported, tally.failed) == (3, 2, 1)
    [loss] = [loss for loss in report.losses if loss.title == "Bomb"]
    assert "out of ink" in loss.lost
    assert not ImportRecord.objects.filter(title="Bomb").exists()


def test_what_failed_is_tried_again_by_the_next_run(run: Importer, break_bombs: Breaker) -> None:
    break_bombs(ValueError("out of ink"))
    run(export())
    break_bombs(None)
    report = run(export())
    assert (report.tallies[Kind.ARTICLE].imported, report.tallies[Kind.ARTICLE].skipped) == (1, 2)
    assert not report.losses


def test_a_page_that_cannot_be_stored_stops_no_other(run: Importer, break_bombs: Breaker) -> None:
    builder = (
        ExportBuilder().item("Child", kind="page", number=1, parent=2).item("Bomb", kind="page", number=2)
    )
    builder.item("Fine", kind="page", number=3)
    break_bombs(ValueError("out of ink"))
    report = run(builder)
    assert set(StandingPage.objects.values_list("title", flat=True)) == {"Child", "Fine"}
    tally = report.tallies[Kind.PAGE]
    assert (tally.found, tally.imported, tally.failed) == (3, 2, 1)


def test_a_database_that_gives_out_stops_the_import_with_advice(run: Importer, break_bombs: Breaker) -> None:
    break_bombs(OperationalError("database or disk is full"))
    with pytest.raises(StoppedError, match=r"disk is full.*run the import again"):
        run(export())
    assert not ArticlePage.objects.exists()
