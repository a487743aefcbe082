"""What of a feed is not by its rules: the grammars in ``tests/grammars``, and what a grammar cannot say.

RSS is held to its specification and the RSS Advisory Board's profile, Atom to RFC 4287, JSON Feed to version 1.1.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import lxml.html
from lxml import etree

from masthead.kit.addresses import absolute_url

__all__ = ["FEEDS", "by_grammar", "feed_faults"]

FEEDS = ("feed.xml", "atom.xml", "feed.json")
_GRAMMARS = Path(__file__).with_name("grammars")
_ATOM = "{http://www.w3.org/2005/Atom}"
_ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
# What readers of feeds take out or refuse.
_REFUSED = {"script", "style", "iframe", "object", "embed", "form", "input", "button", "link", "meta", "base"}
# Names, kinds and whether they have to be there: JSON Feed 1.1.
_JSON_FEED = {
    "version": (str, True), "title": (str, True), "home_page_url": (str, False), "feed_url": (str, False),
    "description": (str, False), "icon": (str, False), "favicon": (str, False), "language": (str, False),
    "authors": (list, False), "hubs": (list, False), "items": (list, True),
}  # fmt: skip
_JSON_ITEM = {
    "id": (str, True), "url": (str, False), "external_url": (str, False), "title": (str, False), "summary": (str, False),
    "content_html": (str, False), "content_text": (str, False), "image": (str, False), "banner_image": (str, False),
    "date_published": (str, False), "date_modified": (str, False), "authors": (list, False), "tags": (list, False),
    "language": (str, False), "attachments": (list, False),
}  # fmt: skip
_JSON_AUTHOR = {"name": (str, True), "url": (str, False), "avatar": (str, False)}
_JSON_FILE = {
    "url": (str, True), "mime_type": (str, True), "title": (str, False), "size_in_bytes": (int, False),
    "duration_in_seconds": (int, False),
}  # fmt: skip

_MAY_BE_EMPTY = {"summary", "content_text"}
_PLACES = {"image", "banner_image", "icon", "favicon", "avatar"}


@lru_cache(maxsize=8)
def _grammar(name: str) -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(_GRAMMARS / f"{name}.rng"))


def by_grammar(name: str, content: bytes) -> Iterator[str]:
    """Yield where a document is not by a grammar."""
    grammar = _grammar(name)
    if not grammar.validate(etree.fromstring(content)):
        yield from (f"line {one.line}: {one.message}" for one in grammar.error_log)


def feed_faults(content: bytes, address: str, site_url: str) -> list[str]:
    """Return what is wrong with a feed.

    Args:
        content: its bytes.
        address: where it stands in the edition.
        site_url: the address of the site.
    """
    check = {"feed.xml": _rss, "atom.xml": _atom, "feed.json": _json}[address.rpartition("/")[2]]
    return list(check(content, absolute_url(site_url, address)))


def _rss(content: bytes, url: str) -> Iterator[str]:
    yield from by_grammar("rss", content)
    channel = etree.fromstring(content).find("channel")
    if channel is None:
        return
    if [one.get("href") for one in channel.findall(f"{_ATOM}link[@rel='self']")] != [url]:
        yield f"names another feed than {url}"
    items = channel.findall("item")
    dates = [one.findtext("pubDate") for one in items]
    for date in [*dates, channel.findtext("lastBuildDate")]:
        if format_datetime(parsedate_to_datetime(date), usegmt=True) != date:
            yield f"{date} is no date"
    yield from _in_order([parsedate_to_datetime(one) for one in dates])
    yield from _told_once([one.findtext("guid") for one in items])
    for item in items:
        if not (item.findtext("title") or item.findtext("description")):
            yield "an item without title and description"
        yield from _html(item.findtext(_ENCODED) or "", item.findtext("guid"))


def _atom(content: bytes, url: str) -> Iterator[str]:
    yield from by_grammar("atom", content)
    feed = etree.fromstring(content)
    if [one.get("href") for one in feed.findall(f"{_ATOM}link[@rel='self']")] != [url]:
        yield f"names another feed than {url}"
    entries = feed.findall(f"{_ATOM}entry")
    yield from _in_order([datetime.fromisoformat(one.findtext(f"{_ATOM}published")) for one in entries])
    yield from _told_once([one.findtext(f"{_ATOM}id") for one in entries])
    updated = [datetime.fromisoformat(one.findtext(f"{_ATOM}updated")) for one in entries]
    if updated and datetime.fromisoformat(feed.findtext(f"{_ATOM}updated")) != max(updated):
        yield "was updated at another time than its newest entry"
    # Which links there are is more than a grammar can count where their order is free.
    if any(
        len(one.xpath("a:link[not(@rel)]", namespaces={"a": _ATOM[1:-1]})) != 1 for one in [feed, *entries]
    ):
        yield "has not one page to lead to"
    for entry in entries:
        yield from _html(entry.findtext(f"{_ATOM}content") or "", entry.findtext(f"{_ATOM}id"))


def _json(content: bytes, url: str) -> Iterator[str]:
    feed = json.loads(content)
    yield from _fields(feed, _JSON_FEED, "feed")
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield f"version {feed.get('version')}"
    if feed.get("feed_url") != url:
        yield f"names another feed than {url}"
    items = feed["items"]
    yield from _told_once([one.get("id", "") for one in items])
    yield from _in_order([datetime.fromisoformat(one["date_published"]) for one in items])
    for item in items:
        yield from _fields(item, _JSON_ITEM, str(item.get("id")))
        if not {"content_html", "content_text"} & set(item):
            yield f"{item.get('id')}: no content"
        for name in ("date_published", "date_modified"):
            if datetime.fromisoformat(item[name]).tzinfo is None:
                yield f"{item[name]} has no zone"
        for one in item.get("authors", ()):
            yield from _fields(one, _JSON_AUTHOR, f"{item['id']}: author")
        for one in item.get("attachments", ()):
            yield from _fields(one, _JSON_FILE, f"{item['id']}: attachment")
        yield from _html(item.get("content_html", ""), str(item.get("id")))


def _fields(thing: dict[str, Any], known: dict[str, tuple[type, bool]], where: str) -> Iterator[str]:
    for name, value in thing.items():
        if name not in known:
            yield f"{where}: {name} is none of the format's fields"
        elif not isinstance(value, known[name][0]) or (value == "" and name not in _MAY_BE_EMPTY):
            yield f"{where}: {name} is {value!r}"
        elif (name.endswith("url") or name in _PLACES) and not _is_whole(value):
            yield f"{where}: {name} is no whole address: {value}"
    for name, (_, is_needed) in known.items():
        if is_needed and name not in thing:
            yield f"{where}: {name} is missing"


def _is_whole(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _in_order(moments: Sequence[datetime]) -> Iterator[str]:
    if list(moments) != sorted(moments, reverse=True):
        yield "the newest does not come first"


def _told_once(names: Sequence[str]) -> Iterator[str]:
    if len(set(names)) != len(names):
        yield "two items have one name"


def _html(html: str, where: str) -> Iterator[str]:
    """Yield what a reader of feeds, who has neither the site's address nor its scripts, cannot show."""
    if not html.strip():
        return
    for element in lxml.html.fragment_fromstring(html, create_parent="div").iter(etree.Element):
        if element.tag in _REFUSED:
            yield f"{where}: <{element.tag}> in the text"
        for name, value in element.attrib.items():
            if name.startswith("on") or name == "style":
                yield f"{where}: {name} on <{element.tag}>"
            is_place = name in {"href", "src", "poster"} and not value.startswith("#")
            if is_place and urlsplit(value).scheme not in {"http", "https", "mailto", "tel"}:
                yield f"{where}: {name}={value} is no whole address"
            if name == "srcset" and not all(one.split()[0].startswith("http") for one in value.split(",")):
                yield f"{where}: srcset={value}"
