"""What browsers, crawlers, networks and language models read beside pages: each by its own rules."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from urllib.parse import unquote, urlsplit
from urllib.robotparser import RobotFileParser

import pytest
from PIL import Image
from printed_demo import PrintedDemo

from editions import answer
from feed_rules import by_grammar
from masthead.kit.addresses import absolute_url

# RFC 9309, section 2.2: groups of user agents with rules, and lines that belong to none.
_ROBOTS_LINE = re.compile(r"(User-agent: (\*|[\w-]+)|(Dis)?[Aa]llow: (/\S*)?|Sitemap: https?://\S+|#.*|)")
# llmstxt.org: a list of links, each with what it is after a colon.
_LLMS_LINK = re.compile(r"- \[[^\]\n]+\]\((https?://[^)\s]+)\)(: .+)?")
_SECURITY_FIELDS = {
    "Acknowledgments", "Canonical", "Contact", "Encryption", "Expires", "Hiring", "Policy", "Preferred-Languages",
}  # fmt: skip


def is_there(demo: PrintedDemo, url: str) -> bool:
    assert url.startswith(f"{demo.url}/"), url
    return answer(demo.files, unquote(urlsplit(url).path)) == 200


def test_robots_may_read_what_is_printed_and_no_door(demo: PrintedDemo) -> None:
    lines = demo.files["robots.txt"].decode().splitlines()
    assert [one for one in lines if not _ROBOTS_LINE.fullmatch(one)] == []
    robots = RobotFileParser()
    robots.parse(lines)
    assert all(robots.can_fetch("Somebot", demo.at(one)) for one in demo.readable if one != "/search/")
    for door in ("/newsroom/", "/doors/search", "/search/?q=x"):
        assert not robots.can_fetch("Somebot", demo.url + door)
    maps = robots.site_maps() or []
    assert f"{demo.url}/sitemap.xml" in maps
    assert all(is_there(demo, one) for one in maps)


def test_security_txt_is_as_rfc_9116_asks(demo: PrintedDemo) -> None:
    text = demo.files[".well-known/security.txt"].decode()
    fields = [line.split(": ", 1) for line in text.splitlines() if line and not line.startswith("#")]
    names = [name for name, _ in fields]
    assert set(names) <= _SECURITY_FIELDS
    values = dict(fields)
    assert names.count("Expires") == names.count("Preferred-Languages") == 1
    assert re.fullmatch(r"mailto:\S+@\S+|https://\S+|tel:\S+", values["Contact"])
    expires = datetime.fromisoformat(values["Expires"])
    assert datetime.now(UTC) < expires < datetime.now(UTC) + timedelta(days=366)
    assert values["Canonical"] == f"{demo.url}/.well-known/security.txt"


def test_the_manifest_says_what_a_device_needs(demo: PrintedDemo) -> None:
    manifest = json.loads(demo.files["manifest.webmanifest"])
    assert {"name", "short_name", "start_url", "icons", "display"} <= set(manifest)
    assert len(manifest["short_name"]) <= 12
    assert manifest["display"] in {"fullscreen", "standalone", "minimal-ui", "browser"}
    assert manifest["start_url"].startswith(manifest["scope"])
    sizes = set()
    for icon in manifest["icons"]:
        picture = Image.open(BytesIO(demo.files[icon["src"].lstrip("/")]))
        assert "x".join(str(side) for side in picture.size) == icon["sizes"]
        assert Image.MIME[picture.format] == icon["type"]
        sizes.add((picture.size[0], icon["purpose"]))
    # What Chromium wants before it offers to install.
    assert {(192, "any"), (512, "any"), (512, "maskable")} <= sizes


def test_llms_txt_has_its_form_and_leads_to_what_is_there(demo: PrintedDemo) -> None:
    lines = demo.files["llms.txt"].decode().splitlines()
    assert lines[0].startswith("# ")
    assert sum(one.startswith("# ") for one in lines) == 1
    assert next(one for one in lines[1:] if one).startswith("> ")
    below = lines[next(place for place, one in enumerate(lines) if one.startswith("## ")) :]
    links = [_LLMS_LINK.fullmatch(one) for one in below if one and not one.startswith("## ")]
    assert None not in links
    assert all(is_there(demo, link[1]) for link in links if link)


def test_every_piece_is_there_as_markdown_with_its_data(demo: PrintedDemo) -> None:
    for address in demo.kinds["article"]:
        (twin,) = demo.pages[address].xpath("//link[@type='text/markdown']/@href")
        text = demo.files[twin.lstrip("/")].decode()
        head, _, body = text.removeprefix("---\n").partition("\n---\n")
        data = {name: json.loads(value) for name, value in (one.split(": ", 1) for one in head.splitlines())}
        assert {"title", "address", "language", "published", "by"} <= set(data), address
        assert data["address"] == absolute_url(demo.url, address)
        assert body.lstrip().startswith("# ")
        assert not re.search(r"</?(p|div|figure|script|span|img)\b", body), address


def test_browsers_can_search_from_their_address_bar(demo: PrintedDemo) -> None:
    assert list(by_grammar("opensearch", demo.files["opensearch.xml"])) == []
    for address in ("/", demo.kinds["article"][0]):
        (link,) = demo.pages[address].xpath("//link[@rel='search']")
        assert link.get("href") == "/opensearch.xml"


@pytest.mark.parametrize("site", ["demo", "mirrored"])
def test_every_page_is_shared_with_a_picture_of_the_size_that_it_tells(
    site: str, request: pytest.FixtureRequest
) -> None:
    pages: PrintedDemo = request.getfixturevalue(site)
    media = pages.site.data / "media" / "printed"
    for address in pages.readable:
        meta = {
            one.get("property") or one.get("name"): one.get("content")
            for one in pages.pages[address].iter("meta")
        }
        assert {"og:title", "og:type", "og:url", "og:site_name", "og:image", "twitter:card"} <= set(meta), (
            address
        )
        path = unquote(meta["og:image"].removeprefix(pages.url))
        stored = media / path.removeprefix("/media/")
        content = stored.read_bytes() if path.startswith("/media/") else pages.files[path.lstrip("/")]
        size = Image.open(BytesIO(content)).size
        assert size == (int(meta["og:image:width"]), int(meta["og:image:height"])) == (1200, 630), address
        # Messengers give up on larger ones.
        assert len(content) < 300_000, f"{address}: {len(content)} bytes"


def test_each_piece_without_a_picture_has_a_card_that_no_other_has(demo: PrintedDemo) -> None:
    cards = [
        demo.pages[address].xpath("string(//meta[@property='og:image']/@content)")
        for address in demo.kinds["article"]
    ]
    drawn = [one for one in cards if one.endswith("/card.png")]
    assert len(set(drawn)) == len(drawn)
    contents = {demo.files[unquote(one.removeprefix(f"{demo.url}/"))] for one in drawn}
    assert len(contents) == len(drawn)
