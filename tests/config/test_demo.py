"""The demonstration magazine: complete, loadable twice, and openable in the editor."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path

import pytest

from masthead.config.demo.bodies import body_of
from masthead.config.demo.loader import load_demo
from masthead.config.demo.manuscripts import Directive, letters, magazine, manuscripts, parts_of
from masthead.newsroom.actions import write_digests
from masthead.newsroom.models import (
    ArticlePage,
    Contributor,
    HomePage,
    Identity,
    LetterPage,
    Menus,
    NewsletterPage,
    Picture,
    SectionPage,
    Topic,
)

PIECES = manuscripts()
WAITING = manuscripts("waiting")


def test_the_magazine_has_what_a_new_user_should_see() -> None:
    plan = magazine()
    assert len(plan["section"]) == 12
    assert {bool(section["parent"]) for section in plan["section"]} == {True, False}
    assert len(plan["contributor"]) == 15
    assert len(PIECES) >= 60
    assert len({piece.published_at.year for piece in PIECES if piece.published_at}) >= 3
    assert {"fr", "fa"} <= {piece.language for piece in PIECES}
    assert {piece.source.get("canonical") for piece in PIECES} == {None, "here", "source"}


def test_every_name_in_a_piece_leads_somewhere() -> None:
    plan = magazine()
    sections, people, topics = (
        {one["slug"] for one in plan[kind]} for kind in ("section", "contributor", "topic")
    )
    slugs = {piece.slug for piece in PIECES}
    for piece in [*PIECES, *WAITING]:
        assert piece.section in sections
        assert {entry["contributor"] for entry in piece.byline} <= people
        assert set(piece.topics) <= topics
        linked: defaultdict[str, int] = defaultdict(int)
        pictures = dict.fromkeys(piece.drawings, 1)
        json.loads(body_of(piece.text, slug=piece.slug, pages=linked, pictures=pictures))
        assert set(linked) <= slugs, piece.slug
        assert not piece.translation_of or piece.translation_of in slugs


def test_every_letter_names_pieces_that_were_there_when_it_was_sent() -> None:
    newsletters = {one["slug"]: one for one in magazine()["newsletter"]}
    shown_at = {piece.slug: piece.published_at for piece in PIECES}
    assert {"weekly", "daily"} == {one["cadence"] for one in newsletters.values()}
    for letter in letters():
        begun = datetime.fromisoformat(newsletters[letter.newsletter]["begun_at"])
        assert begun < letter.published_at
        assert letter.text.strip() or letter.pieces
        for one in letter.pieces:
            at = shown_at[one["article"]]
            assert at is not None
            assert at < letter.published_at
        linked: defaultdict[str, int] = defaultdict(int)
        json.loads(
            body_of(letter.text, slug=letter.slug, pages=linked, pictures=dict.fromkeys(letter.drawings, 1))
        )
        assert set(linked) <= set(shown_at)


def test_directives_are_told_from_markdown() -> None:
    text = 'Before.\n\n:::table caption="One, two"\n| A | B |\n|---|---|\n| 1 | 2 |\n:::\n\nAfter.\n\n:::related a-slug\n:::\n'
    before, table, after, related = parts_of(text)
    assert isinstance(table, Directive)
    assert isinstance(related, Directive)
    assert (before, after.strip() if isinstance(after, str) else "") == ("Before.\n", "After.")
    assert (table.attributes, related.word) == ({"caption": "One, two"}, "a-slug")


def test_markdown_becomes_blocks() -> None:
    text = "One *a* and **b**.\n\n- x\n- y\n\n## Heading\n\n> Said so.\n> - Somebody\n\n[a piece](article:there) and [a site](https://example.org)"
    blocks = json.loads(body_of(text, slug="s", pages={"there": 7}, pictures={}))
    assert [block["type"] for block in blocks] == ["paragraph", "heading", "quote", "paragraph"]
    assert blocks[0]["value"] == "<p>One <i>a</i> and <b>b</b>.</p><ul><li>x</li><li>y</li></ul>"
    assert blocks[2]["value"] == {"text": "<p>Said so.</p>", "attribution": "Somebody"}
    assert (
        blocks[3]["value"]
        == '<p><a linktype="page" id="7">a piece</a> and <a href="https://example.org">a site</a></p>'
    )


@pytest.mark.django_db
def test_the_magazine_is_loaded_once_and_completely(home: HomePage, data_path: Path) -> None:
    assert load_demo() == len(PIECES) + len(WAITING)
    counts = Counter(article.live for article in ArticlePage.objects.all())
    assert counts == {True: len(PIECES), False: len(WAITING)}
    assert (SectionPage.objects.live().count(), Contributor.objects.count()) == (12, 15)
    assert all(picture.description for picture in Picture.objects.all())
    assert Topic.objects.filter(articles=None).count() == 0
    assert home.lead_stories.count() == 4
    assert ArticlePage.objects.exclude(go_live_at=None).count() == 1
    assert ArticlePage.objects.live().filter(has_unpublished_changes=True).count() == 1
    news = next(item for item in Menus.load().header if item.value["page"].slug == "news")
    assert [child["page"].slug for child in news.value["children"]] == ["economy", "energy", "ecology"]
    for article in [*ArticlePage.objects.all(), *LetterPage.objects.all()]:
        article.body.stream_block.clean(article.body)
    assert LetterPage.objects.live().count() == len(letters())
    assert Identity.load().footer_newsletter == NewsletterPage.objects.get(slug="the-long-rope")
    assert [one for page in NewsletterPage.objects.all() for one in write_digests(page)] == []
    assert load_demo() == 0
