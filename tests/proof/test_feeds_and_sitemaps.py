"""Every feed and sitemap of the printed demo is by its rules, and what they name is there, as they say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO

import pytest
from lxml import etree
from PIL import Image
from printed_demo import PrintedDemo

from feed_rules import FEEDS, by_grammar, feed_faults

_MEDIA = "{http://search.yahoo.com/mrss/}content"
_LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def feeds_of(demo: PrintedDemo) -> dict[str, bytes]:
    return {f"/{name}": content for name, content in demo.files.items() if name.rpartition("/")[2] in FEEDS}


@pytest.mark.parametrize("site", ["demo", "mirrored"])
def test_every_feed_is_by_its_rules(site: str, request: pytest.FixtureRequest) -> None:
    pages: PrintedDemo = request.getfixturevalue(site)
    feeds = feeds_of(pages)
    assert len(feeds) > 50
    found = {
        f"{address}: {fault}"
        for address, content in feeds.items()
        for fault in feed_faults(content, address, pages.url)
    }
    assert sorted(found) == []


def test_every_list_of_pieces_has_the_three_feeds_that_its_page_names(demo: PrintedDemo) -> None:
    for kind in ("home", "section", "contributor", "topic"):
        for address in demo.kinds[kind]:
            page = demo.pages[address]
            named = [
                one.get("href")
                for one in page.xpath("//link[@rel='alternate'][@type]")
                if one.get("href", "").rpartition("/")[2] in FEEDS
            ]
            assert sorted(named) == sorted(f"{address}{name}" for name in FEEDS)


def test_a_feed_tells_of_each_picture_what_it_is(demo: PrintedDemo) -> None:
    """Readers of feeds choose by type, size and bytes, before they fetch."""
    media = demo.site.data / "media" / "printed"
    told = 0
    for address, content in feeds_of(demo).items():
        if address.endswith(".json"):
            pictures = {one["image"] for one in json.loads(content)["items"] if "image" in one}
            assert all((media / one.removeprefix(f"{demo.url}/media/")).is_file() for one in pictures)
            continue
        for one in etree.fromstring(content).iter(_MEDIA):
            file = (media / one.get("url").removeprefix(f"{demo.url}/media/")).read_bytes()
            picture = Image.open(BytesIO(file))
            assert int(one.get("fileSize")) == len(file)
            assert (int(one.get("width")), int(one.get("height"))) == picture.size == (1200, 630)
            assert one.get("type") == Image.MIME[picture.format]
            told += 1
    assert told > 20


def test_the_feeds_of_a_list_tell_of_the_same_pieces(demo: PrintedDemo) -> None:
    feeds = feeds_of(demo)
    for address, content in feeds.items():
        if address.endswith("feed.json"):
            base = address.removesuffix("feed.json")
            pieces = [one["id"] for one in json.loads(content)["items"]]
            atom = etree.fromstring(feeds[base + "atom.xml"])
            assert [one.text for one in atom.findall("{*}entry/{*}id")] == pieces
            assert [one.text for one in etree.fromstring(feeds[base + "feed.xml"]).iter("guid")] == pieces


def sitemaps_of(demo: PrintedDemo) -> Iterator[tuple[str, list[str]]]:
    for name, content in demo.files.items():
        if name == "sitemap.xml" or name.startswith("sitemaps/"):
            assert len(content) < 50 * 1024 * 1024
            yield f"/{name}", [one.text or "" for one in etree.fromstring(content).iter(_LOC)]


@pytest.mark.parametrize("site", ["demo", "mirrored"])
def test_every_sitemap_is_by_the_protocol(site: str, request: pytest.FixtureRequest) -> None:
    pages: PrintedDemo = request.getfixturevalue(site)
    found = {
        f"{name}: {fault}" for name, _ in sitemaps_of(pages) for fault in by_grammar("sitemap", pages.files[name[1:]])
    }  # fmt: skip
    assert sorted(found) == []
    assert all(len(locations) <= 50_000 for _, locations in sitemaps_of(pages))


def test_sitemaps_lead_to_every_page_that_search_engines_may_show_and_to_no_other(demo: PrintedDemo) -> None:
    maps = dict(sitemaps_of(demo))
    index = maps.pop("/sitemap.xml")
    assert sorted(one.removeprefix(demo.url) for one in index) == sorted(maps)
    news = set(maps.pop("/sitemaps/news.xml"))
    told = [one for locations in maps.values() for one in locations]
    assert len(told) == len(set(told))
    assert news <= set(told)
    shown = {
        demo.url + address
        for address, page in demo.pages.items()
        if not page.xpath("//meta[@name='robots'][contains(@content, 'noindex')]")
    }
    # Archives and numbered pages lead to pieces that the sitemaps name themselves.
    listed = {
        demo.url + one
        for kind in ("archive", "archive_index", "people_page", "letters_page", "corrections")
        for one in demo.kinds[kind]
    }
    assert set(told) - shown == set()
    assert {one for one in shown - set(told) - listed if one.startswith(demo.url)} == set()
