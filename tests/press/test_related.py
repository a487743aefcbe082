"""Pieces like a piece: alike, fresh, in its language, never itself and none twice; and few files for each publish."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from building import edit, make_article, make_section, make_topic
from editions import (
    assert_idle_is_idle,
    assert_incremental_equals_full,
    assert_no_dead_links,
    read_edition,
    stamps,
)
from masthead.newsroom.models import SectionPage
from masthead.press.actions import press_status, print_all, print_waiting
from masthead.press.models import Related, RelatedWaiting
from masthead.press.related import refreshing
from masthead.press.related.refreshing import fill_related, refresh_related
from masthead.press.related.worker import choose_before_printing
from searching import bring_up_to_date

pytestmark = pytest.mark.django_db

START = datetime(2026, 1, 1, 8, 0, tzinfo=UTC)
SUBJECTS = {
    "Ports": "harbour crane ship cargo quay pilot tide anchor wharf mooring",
    "Bread": "flour yeast oven baker crust dough sourdough rye kneading loaf",
    "Film": "camera reel cinema actor screen montage scene director projector usher",
}


def chosen(piece: Any) -> list[int]:
    return list(
        Related.objects.filter(article_id=piece.pk).order_by("place").values_list("related_id", flat=True)
    )


def settle() -> None:
    """Print, enter into the index, let choose, print again."""
    bring_up_to_date()
    refresh_related()
    print_waiting()


def shown_on(address: str) -> list[str]:
    page = read_edition()[address.strip("/") + "/index.html"].decode()
    part = page.partition('class="related-pieces"')[2].partition("</section>")[0]
    return re.findall(r'<h3><a href="([^"]+)"', part)


def write(section: SectionPage, subject: str, number: int, **fields: Any) -> Any:
    words = SUBJECTS[subject].split()
    turned = words[number % 10 :] + words[: number % 10]
    body = "".join(f"<p>{' '.join(turned)} and {word} of the town.</p>" for word in turned[:4])
    fields.setdefault("published_at", START + timedelta(days=number))
    return make_article(section, f"{subject} {number}", standfirst=" ".join(turned[:5]), body=body, **fields)


@pytest.fixture
def pieces(news: SectionPage) -> dict[str, list[Any]]:
    made = {subject: [write(news, subject, number) for number in range(1, 11)] for subject in SUBJECTS}
    settle()
    return made


def test_a_piece_names_eight_pieces_on_what_it_is_about(pieces: dict[str, list[Any]]) -> None:
    for subject, some in pieces.items():
        for piece in some:
            related = chosen(piece)
            assert len(related) == len(set(related)) == 8
            assert piece.pk not in related
            alike = {one.pk for one in pieces[subject]}
            assert set(related[:6]) <= alike, f"{piece.title} names others before those like it"
    shown = shown_on("/news/ports-3/")
    assert len(shown) == 8
    assert all(address.startswith("/news/ports-") for address in shown[:6])
    assert_no_dead_links()


def test_the_fresher_of_alike_pieces_comes_first(news: SectionPage) -> None:
    old = write(news, "Ports", 1, published_at=START - timedelta(days=4000), slug="old")
    new = write(news, "Ports", 1, published_at=START, slug="new")
    piece = write(news, "Ports", 1, published_at=START - timedelta(days=2000), slug="piece")
    write(news, "Bread", 2)
    settle()
    assert chosen(piece)[:2] == [new.pk, old.pk]


def test_a_shared_topic_counts(news: SectionPage) -> None:
    topic = make_topic("Shipwrecks")
    piece = write(news, "Bread", 1, topics=[topic])
    other = write(news, "Film", 1, topics=[topic])
    for number in range(2, 9):
        write(news, "Ports", number)
    settle()
    assert chosen(piece)[0] == other.pk


def test_pieces_in_its_own_language_come_first(news: SectionPage) -> None:
    topic = make_topic("Ships")
    french = [
        write(news, "Ports", number, language="fr", topics=[topic], slug=f"fr-{number}") for number in (1, 2)
    ]
    english = [write(news, "Ports", number, topics=[topic], slug=f"en-{number}") for number in (1, 2, 3)]
    settle()
    assert chosen(french[0])[0] == french[1].pk
    assert set(chosen(english[0])[:2]) == {english[1].pk, english[2].pk}


def test_a_translation_of_a_piece_is_not_like_it(news: SectionPage) -> None:
    piece = write(news, "Ports", 1)
    french = write(news, "Ports", 1, language="fr", slug="fr", translation_of=piece)
    other = write(news, "Bread", 1)
    settle()
    assert chosen(piece) == [other.pk]
    assert chosen(french) == [other.pk]


def test_a_new_piece_stands_on_the_pages_of_those_most_like_it(
    pieces: dict[str, list[Any]], news: SectionPage
) -> None:
    before = stamps()
    fresh = write(news, "Bread", 30)
    settle()
    after = stamps()
    written = [name for name in after if before.get(name) != after[name]]
    assert len(written) <= 60
    users = [
        name for name in written if re.match(r"news/(bread|ports|film)-\d+/", name) and "bread-30" not in name
    ]
    assert 1 <= len(users) <= 8 + 2
    assert len([one for one in pieces["Bread"] if fresh.pk in chosen(one)]) >= 4
    assert set(chosen(fresh)[:6]) <= {one.pk for one in pieces["Bread"]}
    assert_incremental_equals_full()
    assert_idle_is_idle()


def test_when_many_are_withdrawn_those_that_named_them_choose_a_few_at_a_time(
    pieces: dict[str, list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "_BATCH", 2)
    gone = pieces["Film"][2:7]
    for piece in gone:
        piece.unpublish()
    bring_up_to_date()
    refresh_related()
    assert not RelatedWaiting.objects.exists()
    assert press_status().sheets_waiting == press_status().sheets_following > 0
    print_waiting()
    assert not Related.objects.filter(related_id__in=[one.pk for one in gone]).exists()
    assert all(len(chosen(one)) == 8 for one in pieces["Bread"])
    assert_no_dead_links()
    assert_incremental_equals_full()


def test_a_withdrawn_piece_is_named_no_more_and_another_takes_its_place(pieces: dict[str, list[Any]]) -> None:
    gone = pieces["Film"][4]
    users = [one for some in pieces.values() for one in some if gone.pk in chosen(one)]
    assert users
    gone.unpublish()
    print_waiting()
    assert_no_dead_links()
    settle()
    assert not Related.objects.filter(related_id=gone.pk).exists()
    assert not Related.objects.filter(article_id=gone.pk).exists()
    assert all(len(chosen(one)) == 8 for one in users)
    assert_incremental_equals_full()


def test_a_renamed_piece_is_renamed_where_it_is_named_and_chooses_the_same(
    pieces: dict[str, list[Any]],
) -> None:
    piece = pieces["Film"][9]
    edit(piece, title="Renamed")
    settle()
    user = next(one for one in pieces["Film"] if piece.pk in chosen(one))
    assert "Renamed" in read_edition()[f"news/{user.slug}/index.html"].decode()
    assert_incremental_equals_full()


def test_no_piece_is_named_by_too_many(news: SectionPage) -> None:
    for number in range(1, 60):
        write(news, "Ports", number)
    bring_up_to_date()
    fill_related()
    counts = [
        Related.objects.filter(related_id=one).count()
        for one in Related.objects.values_list("related_id", flat=True).distinct()
    ]
    assert max(counts) <= 16


def test_filling_chooses_for_all_and_a_full_print_shows_it(news: SectionPage) -> None:
    piece = write(news, "Ports", 1)
    for number in range(2, 12):
        write(news, "Ports", number)
    report = print_all(before_all=choose_before_printing)
    assert report.failed == 0
    assert not RelatedWaiting.objects.exists()
    assert len(shown_on(f"/news/{piece.slug}/")) == 8
    kept = list(Related.objects.order_by("pk").values_list("pk", flat=True))
    assert print_all(before_all=choose_before_printing).written == 0
    assert list(Related.objects.order_by("pk").values_list("pk", flat=True)) == kept


def test_filling_chooses_as_refreshing_does(pieces: dict[str, list[Any]]) -> None:
    Related.objects.all().delete()
    fill_related()
    for some in pieces.values():
        assert all(len(chosen(one)) == 8 for one in some)


def test_a_lone_piece_and_a_missing_index_are_no_error(news: SectionPage, data_path: Any) -> None:
    piece = write(news, "Ports", 1)
    print_waiting()
    refresh_related()
    assert chosen(piece) == []
    settle()
    assert chosen(piece) == []
    section = make_section(news, "Economy")
    other = write(section, "Bread", 2)
    settle()
    assert chosen(other) == [piece.pk]
