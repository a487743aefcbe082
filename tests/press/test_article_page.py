"""What a piece says of who made it, when, and where it appeared first."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from building import make_article, make_contributor
from editions import read_edition
from masthead.newsroom.models import BylineEntry, SectionPage
from masthead.press.actions import print_waiting

pytestmark = pytest.mark.django_db

MAY = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
JUNE = datetime(2026, 6, 7, 9, 0, tzinfo=UTC)


def page_of(piece: Any) -> str:
    print_waiting()
    return read_edition()[f"news/{piece.slug}/index.html"].decode()


def data_of(text: str) -> dict[str, Any]:
    graph = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)[0])["@graph"]
    return next(one for one in graph if one["@type"].endswith("NewsArticle"))


def test_whoever_has_two_roles_is_told_of_once(news: SectionPage) -> None:
    ada, bo = (
        make_contributor("Ada", note="Ada lives by the sea."),
        make_contributor("Bo", note="Bo translates."),
    )
    piece = make_article(news, "Tide", is_published=False)
    piece.byline = [
        BylineEntry(contributor=ada, role="author", sort_order=0),
        BylineEntry(contributor=ada, role="photo", sort_order=1),
        BylineEntry(contributor=bo, role="translation", sort_order=2),
    ]
    piece.save_revision().publish()
    text = page_of(piece)
    shown = text.partition("</head>")[2]
    assert shown.count("Ada lives by the sea.") == shown.count("Bo translates.") == 1
    assert "photographs" in text
    data = data_of(text)
    assert [one["name"] for one in data["author"]] == ["Ada"]
    assert [one["name"] for one in data["translator"]] == ["Bo"]


def test_a_piece_is_updated_only_after_it_appeared(news: SectionPage) -> None:
    piece = make_article(news, "Tide", published_at=MAY, updated_at=MAY)
    text = page_of(piece)
    assert "Updated" not in text
    assert data_of(text)["dateModified"] == data_of(text)["datePublished"]
    later = make_article(news, "Ebb", published_at=MAY, updated_at=JUNE)
    assert "Updated 7 June 2026" in page_of(later)


@pytest.mark.parametrize("canonical", ["here", "source"])
def test_a_republished_piece_names_its_outlet_and_whose_copy_counts(
    news: SectionPage, canonical: str
) -> None:
    source = "https://elsewhere.example/tide"
    piece = make_article(
        news, "Tide", source_outlet="The Elsewhere", source_address=source, source_canonical=canonical
    )
    text = page_of(piece)
    assert re.search(rf'<a href="{source}"[^>]*>The Elsewhere</a>', text)
    counts = re.findall(r'<link rel="canonical" href="([^"]+)"', text)
    assert (counts == [source]) is (canonical == "source")
    assert data_of(text)["isBasedOn"] == source
