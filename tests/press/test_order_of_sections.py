"""The order of sections: it stands on no section's own card, and on every page."""

from __future__ import annotations

from typing import Any

import pytest

from building import edit, make_article, make_section, make_topic
from editions import (
    assert_idle_is_idle,
    assert_incremental_equals_full,
    assert_plates_are_the_live_pages,
    read_edition,
)
from masthead.newsroom.models import Event, HomePage, SectionPage
from masthead.press.actions import print_waiting, sweep


def assert_in_step() -> None:
    assert_plates_are_the_live_pages()
    assert_incremental_equals_full()
    assert_idle_is_idle()


def links(name: str, *addresses: str) -> list[str]:
    """Return addresses in the order in which a page first names them."""
    page = read_edition()[name].decode()
    return sorted(addresses, key=lambda one: page.index(f'href="{one}"'))


@pytest.mark.django_db
def test_sections_of_the_front_and_the_menu_follow_their_order_in_the_tree(
    home: HomePage, news: SectionPage
) -> None:
    culture = make_section(home, "Culture")
    home.refresh_from_db()
    make_article(news, "Piece")
    make_article(culture, "Play")
    print_waiting()
    assert links("index.html", "/news/", "/culture/") == ["/news/", "/culture/"]
    culture.move(home, pos="first-child")
    print_waiting()
    assert links("index.html", "/news/", "/culture/") == ["/culture/", "/news/"]
    assert_in_step()


@pytest.mark.django_db
def test_sections_within_a_section_follow_their_order_in_the_tree(news: SectionPage) -> None:
    make_section(news, "Economy")
    sport = make_section(news, "Sport")
    news.refresh_from_db()
    print_waiting()
    sport.move(news, pos="first-child")
    print_waiting()
    assert links("news/index.html", "/news/economy/", "/news/sport/") == ["/news/sport/", "/news/economy/"]
    assert_in_step()


@pytest.mark.django_db
def test_an_order_of_which_no_event_told_is_found_by_a_sweep(home: HomePage, news: SectionPage) -> None:
    culture = make_section(home, "Culture")
    home.refresh_from_db()
    print_waiting()
    culture.move(home, pos="first-child")
    Event.objects.all().delete()
    sweep()
    print_waiting()
    assert_in_step()


@pytest.mark.django_db
@pytest.mark.parametrize("chosen", ["picked", "section", "topic"])
def test_what_a_block_of_the_front_names_may_be_deleted(
    home: HomePage, news: SectionPage, chosen: str
) -> None:
    piece, sport, ports = make_article(news, "Piece"), make_section(home, "Sport"), make_topic("Ports")
    values: dict[str, Any] = {
        "picked": {"title": "Chosen", "articles": [piece]},
        "section": {"section": sport},
        "topic": {"topic": ports},
    }
    edit(home, blocks=[(chosen, values[chosen])])
    print_waiting()
    {"picked": piece, "section": sport, "topic": ports}[chosen].delete()
    print_waiting()
    assert_in_step()
