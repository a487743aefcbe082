"""The two properties that everything rests on, over all operations of the newsroom."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from newsroom_machine import NewsroomMachine

from masthead.press import actions, turns
from masthead.press.engine import queue
from masthead.press.plates import listings, reconcile
from masthead.press.sheets import archives, corrections, fronts, letters, places, plan, sitemaps

EXAMPLES = int(os.environ.get("MASTHEAD_PROPERTY_EXAMPLES", "25"))
IS_LONG = "MASTHEAD_PROPERTY_EXAMPLES" in os.environ


@pytest.fixture
def small_measures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a few pieces fill several pages of an archive, a few changes take several steps, and a few sheets turns."""
    monkeypatch.setattr(reconcile, "_STEP", 3)
    monkeypatch.setattr(turns, "AT_ONCE", 6)
    monkeypatch.setattr(queue, "AT_ONCE", 6)
    monkeypatch.setattr(queue, "NEXT", 4)
    monkeypatch.setattr(actions, "_FOLLOWING", 5)
    for name, size in (("PEOPLE_CHUNK", 2), ("MONTH_CHUNK", 3), ("SITEMAP_CHUNK", 4)):
        for module in (listings, archives, corrections, fronts, letters, places, plan, sitemaps):
            monkeypatch.setattr(module, name, size, raising=module is listings)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("small_measures")
def test_after_any_series_of_changes_the_edition_is_what_a_full_print_gives(data_path: Path) -> None:
    run_state_machine_as_test(
        lambda: NewsroomMachine(data_path),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=20,
            deadline=None,
            print_blob=True,
            report_multiple_bugs=False,
            # Shrinking takes minutes: a run that asks for it sets how many examples it wants.
            phases=[Phase.explicit, Phase.reuse, Phase.generate, *([Phase.shrink] if IS_LONG else [])],
            suppress_health_check=list(HealthCheck),
        ),
    )
