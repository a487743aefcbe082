"""A newsroom and its press, what must hold of the edition, and the passing of time."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import time_machine
from django.db.models import QuerySet
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from wagtail.models import Page

from building import (
    empty_database,
    make_article,
    make_contributor,
    make_picture,
    make_section,
    make_standing,
    make_topic,
    open_test_publication,
)
from editions import (
    assert_addresses_answer,
    assert_full_print_writes_nothing,
    assert_idle_is_idle,
    assert_incremental_equals_full,
    assert_ledger_names_the_files,
    assert_moved_rows_are_sound,
    assert_no_dead_links,
    assert_nothing_is_missing,
    assert_plates_are_the_live_pages,
    html_addresses,
    read_edition,
)
from masthead.newsroom import actions
from masthead.newsroom.models import (
    ArticlePage,
    Counting,
    Picture,
    SectionPage,
)
from masthead.press.actions import print_all, print_following, print_waiting, set_ranking
from masthead.press.engine.sheet import Turn
from masthead.press.search.feeding import feed_index

START = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
WORDS = ("Harbour", "Tide & <b>Time</b>", "ميناء", "Light 🎈", 'Say "when"', "Drains")
SLUGS = ("harbour", "tide", "ميناء", "лодка", "drains", "archive-2")
COLORS = ("navy", "teal", "olive")

pick = st.integers(0, 11)
words = st.sampled_from(WORDS)
slugs = st.sampled_from(SLUGS)
is_so = st.booleans()
dates = st.sampled_from(
    [None, START, START - timedelta(days=1), START - timedelta(days=40), START - timedelta(days=400)]
)


def one_of(rows: QuerySet[Any], number: int) -> Any:
    """Return one of some rows, or nothing when there is none."""
    found = list(rows.order_by("pk"))
    return found[number % len(found)] if found else None


def body_of(number: int) -> list[tuple[str, Any]]:
    """Return a body: plain, or with a link to a page, a related piece or an image."""
    page = one_of(Page.objects.filter(depth__gt=2), number)
    picture = one_of(Picture.objects.all(), number)
    article = one_of(ArticlePage.objects.all(), number)
    blocks: list[tuple[str, Any]] = [("paragraph", f"<p>Paragraph {number}.</p>")]
    if number % 4 == 1 and page:
        blocks.append(("paragraph", f'<p>See <a linktype="page" id="{page.pk}">there</a>.</p>'))
    if number % 4 == 2 and article:
        blocks.append(("related", article))
    if number % 4 == 3 and picture:
        blocks.append(("image", {"image": picture, "caption": "", "alt_text": ""}))
    return blocks


class PressMachine(RuleBasedStateMachine):
    """A newsroom and its press.

    Args:
        data_path: the folder of edition, media and run files, emptied for each example.
    """

    def __init__(self, data_path: Path) -> None:
        super().__init__()
        empty_database()
        for folder in data_path.iterdir():
            shutil.rmtree(folder)
        self.data_path = data_path
        self.ever_printed: set[str] = set()
        self.clock = time_machine.travel(START, tick=False)
        self.now = self.clock.start()
        self._open()

    def _open(self) -> None:
        home = open_test_publication()
        news = make_section(home, "News")
        make_section(news, "Economy")
        make_section(home, "Culture")
        make_standing(home, "About")
        people = [make_contributor("Ada"), make_contributor("Bo")]
        topics = [make_topic("Ports"), make_topic("Rain")]
        make_picture("Field")
        make_article(news, "First", byline=people, topics=topics[:1])
        for number in range(5):
            make_article(
                news, f"More {number}", byline=people[:1], published_at=START - timedelta(days=number)
            )
        make_article(SectionPage.objects.get(slug="economy"), "Second", byline=people[1:], topics=topics)
        self.print()
        feed_index(is_checked=True)

    def teardown(self) -> None:
        """Check all properties at the end of an example."""
        try:
            self.print()
            self.check()
            assert_full_print_writes_nothing()
            assert_ledger_names_the_files()
        finally:
            self.clock.stop()

    def print(self) -> None:
        report = print_waiting()
        assert report.failed == 0
        self.ever_printed |= html_addresses(read_edition())

    def print_a_part(self, steps: int) -> None:
        """Print what is printed at once and a part of what follows; no page may lead to one that is not there yet."""
        assert print_waiting(last_turn=Turn.AT_ONCE).failed == 0
        assert_nothing_is_missing()
        for _ in range(steps):
            assert print_following().failed == 0
            assert_nothing_is_missing()
        self.ever_printed |= html_addresses(read_edition())

    # What the press does in between

    @rule(
        how=st.sampled_from(
            ["what waits", "at once", "at once", "everything", "and looks at all", "and is indexed"]
        ),
        steps=st.integers(0, 3),
    )
    def press_works(self, how: str, steps: int) -> None:
        if how == "at once":
            self.print_a_part(steps)
            return
        if how == "everything":
            assert print_all().failed == 0
            self.ever_printed |= html_addresses(read_edition())
        else:
            self.print()
        if how == "and looks at all":
            self.check()
        if how == "and is indexed":
            feed_index()

    def check(self) -> None:
        """Check all properties of what is printed; changes nothing."""
        assert_plates_are_the_live_pages()
        assert_incremental_equals_full()
        assert_idle_is_idle()
        assert_no_dead_links()
        assert_addresses_answer(self.ever_printed)
        assert_moved_rows_are_sound()
        assert_ledger_names_the_files()

    @rule(
        name=st.sampled_from(["day", "week", "month"]),
        numbers=st.lists(pick, unique=True, max_size=8),
        first=pick,
    )
    def ranking_changes(self, name: str, numbers: list[int], first: int) -> None:
        ids = list(ArticlePage.objects.order_by("pk").values_list("pk", flat=True))
        ranked = [ids[number] for number in numbers if number < len(ids)]
        set_ranking(name=name, pieces=[(one, first + 99 - place) for place, one in enumerate(ranked)])

    @rule(are_shown=is_so)
    def counts_are_shown(self, are_shown: bool) -> None:
        setting = Counting.load()
        setting.counts_are_shown = are_shown
        setting.save()

    @rule(hours=st.sampled_from([1, 5, 50, 24 * 40]))
    def time_passes(self, hours: int) -> None:
        self.now.shift(timedelta(hours=hours))
        run = actions.run_schedule(interval_s=30)
        assert run.error == ""
