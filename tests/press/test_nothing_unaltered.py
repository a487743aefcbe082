"""A change reprints what it alters and nothing else, in an order in which no page leads nowhere."""

from __future__ import annotations

import copy
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import transaction

from building import (
    edit,
    empty_database,
    identify,
    make_article,
    make_contributor,
    make_section,
    make_topic,
    open_test_publication,
    site_in,
)
from editions import answer, assert_no_dead_links, html_addresses, read_edition, stamps
from masthead.newsroom.models import Contributor, Identity, SectionPage, Topic
from masthead.press.actions import PrintReport, print_all, print_waiting

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
FEEDS = ("feed.xml", "atom.xml", "feed.json")


@dataclass
class Magazine:
    sections: list[SectionPage]
    people: list[Contributor]
    topics: list[Topic]
    articles: list[Any]


@pytest.fixture(scope="module")
def printed_magazine(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Any:
    """Print a magazine of 60 pieces over three months, in three sections, by three people, on three topics.

    It is committed, once for all tests of this module: each takes back what it changed.
    """
    folder = tmp_path_factory.mktemp("magazine")
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), site_in(folder):
        empty_database()
        yield _print_magazine(), folder
        empty_database()


@pytest.fixture
def magazine(printed_magazine: tuple[Magazine, Path], data_path: Path, db: None) -> Magazine:
    """Return the printed magazine; what a test does to its rows and files stays in the test."""
    magazine, folder = printed_magazine
    shutil.rmtree(data_path)
    shutil.copytree(folder, data_path, symlinks=True)
    return copy.deepcopy(magazine)


def _print_magazine() -> Magazine:
    with transaction.atomic():
        home = open_test_publication()
        sections = [make_section(home, "News"), make_section(home, "Culture")]
        sections.append(make_section(sections[0], "Economy"))
        people = [make_contributor(name) for name in ("Ada", "Bo", "Cy")]
        topics = [make_topic(name) for name in ("Ports", "Rain", "Salt")]
        articles = [
            make_article(
                sections[n % 3], f"Piece {n}", byline=[people[n % 3]], topics=[topics[n % 3]],
                published_at=NOW - timedelta(days=1 + n * 1.4),
            )
            for n in range(60)
        ]  # fmt: skip
    print_waiting()
    return Magazine(sections, people, topics, articles)


def written_by(change: Callable[[], object]) -> tuple[set[str], set[str], PrintReport]:
    """Return which addresses a change wrote and which it removed, and the press's own report."""
    before = stamps()
    change()
    report = print_waiting()
    after = stamps()
    written = {_address(name) for name, stamp in after.items() if before.get(name) != stamp}
    removed = {_address(name) for name in before if name not in after}
    assert (report.written, report.removed) == (len(written), len(removed))
    return written, removed, report


def _address(name: str) -> str:
    return "/" + name.removesuffix(".gz").removesuffix("index.html")


def below(*addresses: str) -> set[str]:
    """Return the feeds of fronts."""
    return {address + feed for address in addresses for feed in FEEDS}


LISTS_OF_ALL = {
    "/",
    *below("/"),
    "/archive/2026/11/",
    "/sitemaps/2026-11-1.xml",
    "/sitemaps/news.xml",
    "/_parts/latest.en.html",
    # As long as nothing has been read, these show what is new.
    "/_parts/most-read.en.html",
    "/most-read/",
}


@pytest.mark.django_db
def test_publishing_one_article_prints_only_its_sheets(magazine: Magazine) -> None:
    def publish() -> None:
        make_article(magazine.sections[0], "Fresh", byline=magazine.people[:1], topics=magazine.topics[:1])

    written, removed, report = written_by(publish)
    assert written == LISTS_OF_ALL | {
        "/news/fresh/", "/news/fresh/index.md", "/news/fresh/card.png",
        # The piece before it in its section, which leads to it now.
        "/news/piece-0/",
        "/news/", *below("/news/"), "/news/archive/2026/11/",
        "/contributors/ada/", *below("/contributors/ada/"), "/contributors/ada/page/1/",
        "/topics/ports/", *below("/topics/ports/"), "/topics/ports/page/1/",
    }  # fmt: skip
    assert removed == set()
    assert len(written) <= 60
    # Nothing was rendered for nothing but the shard of former addresses, which has none.
    assert report.printed == len(written)


@pytest.mark.django_db
def test_a_new_body_prints_the_article_and_the_feeds_that_carry_it(magazine: Magazine) -> None:
    written, removed, report = written_by(
        lambda: edit(magazine.articles[0], body=[("paragraph", "<p>Other words.</p>")])
    )
    feeds = below("/", "/news/", "/contributors/ada/", "/topics/ports/")
    assert written == {"/news/piece-0/", "/news/piece-0/index.md"} | feeds
    assert removed == set()
    # Its card, for which an editor might have chosen other words, was looked at and not drawn.
    assert report.printed == len(written) + 1


@pytest.mark.django_db
def test_a_new_body_prints_the_article_alone_where_feeds_carry_standfirsts(
    magazine: Magazine, settings: Any
) -> None:
    settings.MASTHEAD = {**settings.MASTHEAD, "FEED_FULL_TEXT": False}
    print_all()
    written, _, _ = written_by(
        lambda: edit(magazine.articles[0], body=[("paragraph", "<p>Other words.</p>")])
    )
    assert written == {"/news/piece-0/", "/news/piece-0/index.md"}


@pytest.mark.django_db
def test_publishing_the_same_again_writes_nothing(magazine: Magazine) -> None:
    written, removed, report = written_by(lambda: edit(magazine.articles[5]))
    assert (written, removed, report.printed) == (set(), set(), 0)


@pytest.mark.django_db
def test_a_draft_edit_writes_nothing(magazine: Magazine) -> None:
    written, removed, report = written_by(
        lambda: edit(magazine.articles[5], title="Other", is_published=False)
    )
    assert (written, removed, report.events, report.printed) == (set(), set(), 0, 0)


@pytest.mark.django_db
def test_an_old_piece_touches_its_own_month_and_no_front(magazine: Magazine) -> None:
    # The oldest of all is at place 60: beyond the newest of everything, and of the feeds of its section,
    # contributor and topic, whose fronts show it as their twentieth.
    oldest = magazine.articles[-1]
    assert oldest.get_parent().slug == "economy"
    written, _, _ = written_by(lambda: edit(oldest, title="Renamed"))
    month = "2026/08" if oldest.published_at.month == 8 else "2026/09"
    economy = "/news/economy/"
    assert written == {
        f"{economy}piece-59/", f"{economy}piece-59/index.md", f"{economy}piece-59/card.png",
        # The pieces after it in its section and in the one above name it.
        f"{economy}piece-56/", "/news/piece-57/",
        f"/archive/{month}/", f"/news/archive/{month}/", f"{economy}archive/{month}/",
        economy, "/contributors/cy/", "/contributors/cy/page/1/", "/topics/salt/", "/topics/salt/page/1/",
    }  # fmt: skip


@pytest.mark.django_db
def test_renaming_a_topic_prints_its_own_sheets_and_the_pieces_that_name_it(magazine: Magazine) -> None:
    topic = magazine.topics[1]

    def rename() -> None:
        topic.title = "Drizzle"
        topic.save()

    written, removed, _ = written_by(rename)
    named = {article.get_url() for article in magazine.articles if topic in article.topics.all()}
    assert len(named) == 20
    named |= {f"{address}index.md" for address in named}
    assert written == named | {"/topics/rain/", *below("/topics/rain/"), "/topics/rain/page/1/"}
    assert removed == set()


@pytest.mark.django_db
def test_saving_what_did_not_change_writes_nothing(magazine: Magazine) -> None:
    def save_all() -> None:
        for thing in (*magazine.people, *magazine.topics, Identity.load()):
            thing.save()

    written, removed, report = written_by(save_all)
    assert (written, removed, report.printed) == (set(), set(), 0)
    assert report.events == 7


@pytest.mark.django_db
def test_a_new_name_writes_every_page_and_no_theme_file(magazine: Magazine) -> None:
    def rename() -> None:
        identity = Identity.load()
        identity.name = "The Other Courier"
        identity.save()

    pages = {_address(name) for name in stamps() if name.endswith("index.html.gz")}
    written, _, _ = written_by(rename)
    assert written >= pages
    assert not any(address.startswith("/_theme/") for address in written)


@pytest.mark.django_db
def test_at_no_moment_of_publishing_a_page_leads_nowhere(magazine: Magazine) -> None:
    moments = []

    def look(done: int, total: int) -> None:
        assert_no_dead_links()
        files = read_edition()
        moments.append((answer(files, "/culture/fresh/"), "/culture/fresh/" in files["index.html"].decode()))

    make_article(magazine.sections[1], "Fresh", byline=[make_contributor("Di")], topics=[make_topic("Tar")])
    print_waiting(look)
    assert (200, False) in moments
    assert (404, True) not in moments
    assert moments[-1] == (200, True)


@pytest.mark.django_db
def test_at_no_moment_of_a_new_look_a_page_is_without_its_style(magazine: Magazine) -> None:
    def style_of(files: dict[str, bytes], page: str) -> str:
        return re.findall(r'<link rel="stylesheet" href="/([^"]+)"', files[page].decode())[0]

    moments = []

    def look(done: int, total: int) -> None:
        files = read_edition()
        moments.append({style_of(files, page) in files for page in files if page.endswith("index.html")})

    before = style_of(read_edition(), "index.html")
    identify(accent="#004488")
    print_waiting(look)
    assert moments
    assert all(moment == {True} for moment in moments)
    files = read_edition()
    assert style_of(files, "index.html") != before
    assert before not in files


@pytest.mark.django_db
def test_what_is_withdrawn_goes_last_and_then_answers_410(magazine: Magazine) -> None:
    moments = []

    def look(done: int, total: int) -> None:
        files = read_edition()
        home, page = files["index.html"].decode(), answer(files, "/news/piece-0/")
        moments.append(("/news/piece-0/" in home, page))

    magazine.articles[0].unpublish()
    print_waiting(look)
    # The page stands until no list names it any more.
    assert (True, 410) not in moments
    assert (False, 200) in moments
    assert moments[-1] == (False, 410)


@pytest.mark.django_db
def test_at_no_moment_of_moving_a_section_an_address_is_lost(
    magazine: Magazine, django_capture_on_commit_callbacks: Any
) -> None:
    known = html_addresses(read_edition())

    def look(done: int, total: int) -> None:
        files = read_edition()
        assert [one for one in known if answer(files, one) == 404] == []

    news = magazine.sections[0]
    with django_capture_on_commit_callbacks(execute=True):
        edit(news, slug="latest")
    print_waiting(look)
    files = read_edition()
    assert answer(files, "/news/archive/2026/11/") == answer(files, "/news/feed.xml") == 301
    assert answer(files, "/latest/archive/2026/11/") == 200
    magazine.sections[2].unpublish()
    print_waiting(look)
    assert answer(read_edition(), "/latest/economy/archive/2026/11/") == 410
