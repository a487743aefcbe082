"""What an editor chooses without code: accent, fonts and the blocks of the home page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from building import edit, identify, make_article, make_picture, make_section, make_topic
from editions import assert_idle_is_idle, assert_incremental_equals_full, read_edition
from masthead.kit.colours import READABLE, contrast
from masthead.newsroom.models import HomePage, LeadStory, SectionPage
from masthead.press.actions import print_waiting
from masthead.press.conf import press_conf
from masthead.press.look import schemes
from masthead.press.theme import load_theme


def front() -> str:
    return read_edition()["index.html"].decode()


def style() -> str:
    address = re.search(r'rel="stylesheet" href="/([^"]+)"', front())
    assert address is not None
    return read_edition()[address[1]].decode()


def lay_out(home: HomePage, *blocks: tuple[str, dict[str, Any]]) -> None:
    edit(home, blocks=[{"type": kind, "value": value} for kind, value in blocks])


def headings(html: str) -> list[str]:
    return re.findall(
        r"<h2[^>]*>(?:<a[^>]*>)?([^<]*)", html.partition("<footer")[0].partition('class="most')[0]
    )


@pytest.mark.django_db
def test_tokens_are_those_that_hold_everywhere_and_what_an_editor_chose_counts_last() -> None:
    style = (
        ":root { --accent: #111; --page: 1rem } @media print { .x { a: b } :root { --accent: #000 } }"
        "@media (prefers-color-scheme: dark) { :root { --accent: #eee } } @font-face { font-family: x }"
        ":root { --accent: #222 } @media (prefers-color-scheme: dark) { :root { --accent: #ddd } }"
    )
    light, dark = schemes(style)
    assert light == {"--accent": "#222", "--page": "1rem"}
    assert dark == {"--accent": "#ddd", "--page": "1rem"}


def test_an_accent_can_be_read_in_both_schemes_whatever_was_chosen(home: HomePage) -> None:
    for accent in ("#ffee00", "#000033", "#a6121f"):
        identify(accent=accent)
        print_waiting()
        chosen = re.findall(r"--accent: (#\w{6})", style())[-2:]
        for shade, scheme in zip(chosen, schemes(style()), strict=True):
            assert contrast(shade, scheme["--paper"]) >= READABLE
            assert contrast(shade, scheme["--wash"]) >= READABLE
    assert_incremental_equals_full()
    assert_idle_is_idle()


@pytest.mark.django_db
def test_what_is_no_colour_is_refused_with_a_way_on(home: HomePage) -> None:
    with pytest.raises(ValidationError, match="Write it as #"):
        identify(accent="red;}")


@pytest.mark.django_db
def test_fonts_are_chosen_from_a_list_and_the_themes_own_is_then_not_fetched(home: HomePage) -> None:
    print_waiting()
    assert "text-latin" in front()
    identify(text_font="sans", headline_font="serif")
    print_waiting()
    assert (
        style()
        .rstrip()
        .endswith(":root { --serif: var(--font-sans); }\n:root { --display: var(--font-serif); }")
    )
    assert "text-latin" not in front()
    assert "display-latin" not in front()


def test_every_colour_of_text_can_be_read_on_every_ground_in_both_schemes() -> None:
    for scheme in schemes(load_theme(press_conf().theme_paths).files["style.css"].decode()):
        for ground in ("--paper", "--wash"):
            for ink in ("--ink", "--soft", "--accent", "--good", "--bad"):
                assert contrast(scheme[ink], scheme[ground]) >= READABLE, (ink, ground)
        for ink, ground in (("--paper", "--ink"), ("--paper", "--accent"), ("--on-mark", "--mark")):
            assert contrast(scheme[ink], scheme[ground]) >= READABLE, (ink, ground)
        assert contrast(scheme["--focus"], scheme["--paper"]) >= 3


@pytest.mark.django_db
def test_blocks_stand_as_an_editor_laid_them_out_and_no_piece_twice(
    home: HomePage, news: SectionPage
) -> None:
    culture, topic = make_section(home, "Culture"), make_topic("Harbours")
    pieces = [make_article(news, f"News {number}") for number in range(6)]
    make_article(culture, "A film", topics=[topic])
    make_article(culture, "A book")
    lay_out(
        home,
        ("topic", {"topic": topic.pk, "layout": "", "number": 3}),
        ("text", {"title": "To our readers", "text": "<p>Thank <b>you</b>.</p>"}),
        ("section", {"section": culture.pk, "layout": "feature", "number": 4}),
        ("newest", {"title": "Just in", "layout": "list", "number": 3}),
        ("picked", {"title": "Read again", "articles": [pieces[5].pk, pieces[0].pk], "layout": "cards"}),
    )
    print_waiting()
    assert headings(front())[:5] == ["Harbours", "To our readers", "Culture", "Just in", "Read again"]
    titles = re.findall(r"<h3><a[^>]*>([^<]*)", front())
    assert titles == ["A film", "A book", "News 4", "News 3", "News 2", "News 5", "News 0"]
    assert "<p>Thank <b>you</b>.</p>" in front()
    assert_incremental_equals_full()


@pytest.mark.django_db
def test_a_block_with_nothing_to_show_is_left_out(home: HomePage, news: SectionPage) -> None:
    empty, topic = make_section(home, "Empty"), make_topic("Unused")
    piece = make_article(news, "The only one")
    lay_out(
        home,
        ("leads", {"layout": "pair", "number": 5}),
        ("newest", {"title": "", "layout": "", "number": 8}),
        ("section", {"section": empty.pk, "layout": "cards", "number": 4}),
        ("topic", {"topic": topic.pk, "layout": "cards", "number": 4}),
        ("picked", {"title": "Chosen", "articles": [piece.pk], "layout": "cards"}),
    )
    print_waiting()
    assert headings(front()) == ["Chosen"]
    piece.unpublish()
    print_waiting()
    assert headings(front()) == []
    assert "Nothing has been published here yet." in front()
    make_article(empty, "A first one")
    print_waiting()
    assert "A first one" in front()
    assert_incremental_equals_full()


@pytest.mark.django_db
def test_leads_chosen_by_hand_are_not_taken_by_blocks_above_them(home: HomePage, news: SectionPage) -> None:
    lead, other = make_article(news, "The lead", lead_image=make_picture()), make_article(news, "Another")
    edit(home, lead_stories=[LeadStory(article=lead)])
    lay_out(
        HomePage.objects.get(),
        ("newest", {"title": "", "layout": "", "number": 8}),
        ("leads", {"layout": "lead", "number": 1}),
    )
    print_waiting()
    assert re.findall(r"<h3><a[^>]*>([^<]*)", front()) == [other.title, lead.title]
    assert 'fetchpriority="high"' not in front()
    assert 'loading="lazy"' in front()
