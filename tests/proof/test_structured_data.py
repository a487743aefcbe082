"""What pages say in schema.org's words is by schema.org's own definitions, and holds what search engines ask for."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from lxml.html import HtmlElement
from printed_demo import PrintedDemo
from vocabulary import schema_org

_PIECES = {"NewsArticle", "OpinionNewsArticle"}
_RIGHT: dict[str, Any] = {
    "@type": "NewsArticle",
    "@id": "https://example.org/piece/#article",
    "headline": "Rope",
    "datePublished": "2026-11-25T08:00:00+00:00",
    "timeRequired": "PT4M",
    "isAccessibleForFree": True,
    "wordCount": 900,
    "author": [{"@type": "Person", "name": "Ada", "url": "https://example.org/ada/"}],
    "publisher": {"@id": "https://example.org/#publication"},
}


def blocks_of(page: HtmlElement) -> list[dict[str, Any]]:
    return [json.loads(one.text) for one in page.xpath("//script[@type='application/ld+json']")]


def things_of(page: HtmlElement) -> list[dict[str, Any]]:
    """Return what stands at the top of all blocks of a page."""
    return [thing for block in blocks_of(page) for thing in block["@graph"]]


def within(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from within(one)


def all_things(demo: PrintedDemo) -> Iterator[tuple[str, dict[str, Any]]]:
    for address, page in demo.pages.items():
        for thing in things_of(page):
            yield address, thing


def test_right_data_has_no_fault() -> None:
    assert list(schema_org().faults(_RIGHT)) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"@type": "NewsArtikel"}, "no type of this name"),
        ({"@type": "URL"}, "no type of this name"),
        ({"headlin": "Rope"}, "has no property headlin"),
        ({"birthDate": "2026-11-25"}, "has no property birthDate"),
        ({"datePublished": "25 November 2026"}, "is no Date or DateTime"),
        ({"datePublished": "2026-11-25T08:00:00"}, "is no Date or DateTime"),
        ({"datePublished": "2026-13-25"}, "is no Date or DateTime"),
        ({"timeRequired": "4 min"}, "is no Duration"),
        ({"isAccessibleForFree": "yes"}, "is no Boolean"),
        ({"wordCount": "many"}, "is no Integer"),
        ({"wordCount": 1.5}, "is no Integer"),
        ({"url": "/piece/"}, "is no URL"),
        ({"headline": ""}, "is no Text"),
        ({"headline": None}, "is no Text"),
        ({"author": "Ada"}, "is no Organization or Person"),
        ({"author": {"@type": "Place", "name": "Ada"}}, "a Place is no Organization or Person"),
        ({"author": {"name": "Ada"}}, "a None is no Organization or Person"),
        ({"author": {"@type": "Person", "headline": "Ada"}}, "Person has no property headline"),
        ({"publisher": {"@id": "#publication"}}, "names nothing"),
        ({"publishingPrinciples": "Ours", "publisher": {"@type": "Organization", "founders": []}}, "superseded"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(wrong: dict[str, Any], said: str) -> None:
    assert said in " ".join(schema_org().faults(copy.deepcopy(_RIGHT) | wrong))


def test_an_action_may_say_how_it_is_filled_in() -> None:
    action = {"@type": "SearchAction", "query-input": "required name=words"}
    assert list(schema_org().faults(action)) == []
    assert list(schema_org().faults({"@type": "SearchAction", "headline-input": "required"}))
    assert list(schema_org().faults({"@type": "Person", "query-input": "required"}))


@pytest.mark.parametrize("site", ["demo", "mirrored"])
def test_every_block_is_by_the_definitions(site: str, request: pytest.FixtureRequest) -> None:
    pages: PrintedDemo = request.getfixturevalue(site)
    found = {
        f"{address}{fault}" for address, thing in all_things(pages) for fault in schema_org().faults(thing)
    }
    assert sorted(found) == []
    contexts = {block["@context"] for page in pages.pages.values() for block in blocks_of(page)}
    assert contexts == {"https://schema.org"}


def test_every_name_that_data_refers_to_is_on_its_page(demo: PrintedDemo) -> None:
    """Whoever reads a page has this page alone."""
    found = []
    for address, page in demo.pages.items():
        nodes = [one for thing in things_of(page) for one in within(thing)]
        told = {one["@id"] for one in nodes if "@id" in one and len(one) > 1}
        found += [f"{address}: {one}" for one in nodes if set(one) == {"@id"} and one["@id"] not in told]
    assert found == []


def test_each_kind_of_page_says_what_it_is(demo: PrintedDemo) -> None:
    expected = {
        "home": {"WebSite", "NewsMediaOrganization"},
        "article": {"BreadcrumbList"},
        "section": {"BreadcrumbList"},
        "contributor": {"ProfilePage"},
    }
    for kind, types in expected.items():
        for address in demo.kinds[kind]:
            said = {thing["@type"] for thing in things_of(demo.pages[address])}
            assert types <= said, f"{address} says {said}"
            assert kind != "article" or said & _PIECES, f"{address} says {said}"


def test_a_piece_has_what_search_engines_ask_for(demo: PrintedDemo) -> None:
    for address in demo.kinds["article"]:
        page = demo.pages[address]
        piece = next(one for one in things_of(page) if one["@type"] in _PIECES)
        assert {"headline", "image", "datePublished", "dateModified", "author", "publisher"} <= set(piece)
        assert all({"@type", "name", "url"} <= set(one) for one in piece["author"]), address
        assert piece["datePublished"] <= piece["dateModified"]
        assert piece["headline"] in page.xpath("string(//h1)")
        # The picture of the data is the one of the card.
        assert piece["image"]["url"] == page.xpath("string(//meta[@property='og:image']/@content)")


def test_a_trail_counts_from_one_and_leads_to_pages(demo: PrintedDemo) -> None:
    for address, thing in all_things(demo):
        if thing["@type"] == "BreadcrumbList":
            items = thing["itemListElement"]
            assert [one["position"] for one in items] == list(range(1, len(items) + 1)), address
            assert all(one["item"]["@id"].removeprefix(demo.url) in demo.pages for one in items), address
