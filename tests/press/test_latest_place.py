"""The place of the box with the newest pieces: near the middle, between whole blocks of text, in long pieces alone."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as parsing

from masthead.press.plates.breaks import latest_place

WORDS = "Every harbour keeps its own accounts and nobody reads them twice in a year of rain "
PARAGRAPH = f"<p>{WORDS * 4}</p>"
OTHERS = {
    "heading": "<h2>Of rain</h2>",
    "small heading": "<h4>Of <em>more</em> rain</h4>",
    "quote": f'<blockquote class="quote">{PARAGRAPH}{PARAGRAPH}<footer><cite>A. Writer</cite></footer></blockquote>',
    "pull quote": '<aside class="pull-quote"><p>Nobody reads them twice in a year of rain, or in two.</p></aside>',
    "list": f"<ul><li>{WORDS}</li><li>{WORDS}</li></ul>",
    "table": f'<figure class="table"><table><tbody><tr><td>{WORDS}</td></tr></tbody></table></figure>',
    "gallery": '<div class="gallery"><figure class="picture"><img src="/a>b.webp" alt="A > B"></figure></div>',
    "related": '<aside class="related"><a class="related-card" href="/a/">Another piece about the harbours</a></aside>',
    "foreign": f'<div class="html">{PARAGRAPH}<hr>{PARAGRAPH}</div>',
    "leading": f"<p>{WORDS} as follows:</p>",
    "stars": "<p>***</p>",
    "loose": html.escape(WORDS),
}
blocks = st.lists(st.sampled_from([PARAGRAPH, PARAGRAPH, *OTHERS.values()]), max_size=24)


@given(blocks)
def test_it_never_stands_beside_or_within_anything_but_paragraphs_and_before_headings(
    some: list[str],
) -> None:
    body = "\n".join(some)
    place = latest_place(body, "en")
    if place is None:
        return
    tree = parsing.fragment_fromstring(
        body[:place] + "<masthead-part></masthead-part>" + body[place:], "main"
    )
    box = next(tree.iter("masthead-part"))
    before, after = box.getprevious(), box.getnext()
    assert box.getparent() is tree
    assert before.tag == "p"
    assert after.tag in {"p", "h2", "h3", "h4"}
    assert not before.text_content().endswith(":")
    words = [len((one.text_content() + (one.tail or "")).split()) for one in box.itersiblings(preceding=True)]
    assert 0.25 < sum(words) / len(tree.text_content().split()) < 0.8


@given(blocks)
def test_it_stands_in_a_long_text_wherever_two_paragraphs_meet_near_its_middle(some: list[str]) -> None:
    body = "\n".join([*some, PARAGRAPH, PARAGRAPH, PARAGRAPH, *reversed(some)])
    if len(body.split()) > 700:
        assert latest_place(body, "en") is not None


@pytest.mark.parametrize("count", [0, 1, 4, 5])
def test_it_stands_in_no_short_piece(count: int) -> None:
    assert latest_place(PARAGRAPH * count, "en") is None
    assert latest_place("<p>A line.</p>" * 30, "en") is None


def test_it_stands_in_the_middle_of_a_long_piece() -> None:
    body = PARAGRAPH * 10
    assert latest_place(body, "en") == len(body) // 2


def test_a_language_without_spaces_is_measured_in_characters() -> None:
    paragraph = f"<p>{'文' * 200}。</p>"
    assert latest_place(paragraph * 8, "zh-hans") == len(paragraph) * 4
    assert latest_place(paragraph * 8, "en") is None
