"""Feeds: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1 of everything, a section, a contributor or a topic."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import partial
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from masthead.kit.addresses import absolute_url
from masthead.kit.media_types import media_type
from masthead.kit.xml_text import xml_text
from masthead.press.engine.sheet import Phase, Printed, Sheet
from masthead.press.plates.listings import CORRECTIONS

from .corrections import CORRECTIONS_ADDRESS, has_corrections
from .desk import Desk

__all__ = ["FEED_FORMATS", "FeedSheet", "with_whole_addresses"]

FEED_FORMATS = {"rss": "feed.xml", "atom": "atom.xml", "json": "feed.json"}
_ITEMS = 20
# A piece stands in the feeds of all its sections, contributors and topics: shorter ones keep publishing quick.
_ITEMS_OF_ONE = 10
_EPOCH = "1970-01-01T00:00:00+00:00"


def _text(value: str) -> str:
    return escape(xml_text(value))


class FeedSheet(Sheet):
    """One feed; its argument is ``format|listing``."""

    kind = "feed"
    phase = Phase.LIST
    # A publish prints some twenty anew, most of its bytes: a third of the time for a tenth more.
    level = 1

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print the newest pieces of the listing, whole or as standfirsts by the site's setting."""
        form, listing = args.split("|")
        channel = self._channel(desk, listing)
        if channel is None:
            return None
        size = _ITEMS if listing in {"all", CORRECTIONS} else _ITEMS_OF_ONE
        cards = desk.newest(listing, size)
        write_item, write = _WRITERS[form]
        if listing == CORRECTIONS:
            items = _corrections(desk, cards)
            entries = [write_item(item) for item in items]
        else:
            items = [self._item(desk, card) for card in cards]
            # A piece stands in the feeds of all its listings, the same in each.
            entries = [desk.once(f"feed {form} {item['id']}", partial(write_item, item)) for item in items]
        channel["updated"] = max((item["updated"] for item in items), default=_EPOCH)
        channel["self"] = channel["home"] + FEED_FORMATS[form]
        channel["hubs"] = desk.conf.websub_hubs
        return Printed(channel["address"] + FEED_FORMATS[form], write(channel, entries).encode())

    def _channel(self, desk: Desk, listing: str) -> dict[str, Any] | None:
        site = desk.site().site
        kind, _, number = listing.partition(":")
        if kind == "all":
            title, about, address = site["name"], site["about"] or site["tagline"], "/"
        elif kind == CORRECTIONS:
            if not has_corrections(desk):
                return None
            title, address = f"{desk.words()['corrections']} – {site['name']}", CORRECTIONS_ADDRESS
            about = desk.words()["corrections_about"]
        else:
            thing = desk.plate(kind, int(number))
            if thing is None:
                return None
            name = thing.get("title") or thing.get("name") or ""
            title, address = f"{name} – {site['name']}", thing["address"]
            about = thing.get("description") or thing.get("note") or ""
        home = absolute_url(desk.conf.site_url, address)
        return {
            "title": title,
            "about": about,
            "address": address,
            "home": home,
            "language": site["language"],
        }

    def _item(self, desk: Desk, card: dict[str, Any]) -> dict[str, Any]:
        item: dict[str, Any] = desk.once(f"feed item {card['id']}", lambda: self._make_item(desk, card))
        return item

    def _make_item(self, desk: Desk, card: dict[str, Any]) -> dict[str, Any]:
        site_url = desk.conf.site_url
        html, enclosures = "", []
        if desk.conf.feed_full_text and (plate := desk.plate("article", card["id"])):
            html = with_whole_addresses(plate["html"], site_url)
            enclosures = [_medium(site_url, one) for one in plate["enclosures"]]
        return {
            "id": f"{site_url}/#article-{card['id']}",
            "url": absolute_url(site_url, card["address"]),
            "title": card["title"],
            "summary": card["standfirst"],
            "html": html,
            "html_text": _text(html),
            "authors": [(one["name"], absolute_url(site_url, one["address"])) for one in card["byline"]],
            "section": card["section"]["title"] if card["section"] else "",
            "published": card["published_at"],
            "updated": card["updated_at"] or card["published_at"],
            "language": card["language"],
            "image": _image(site_url, card["picture"]) if card["picture"] else None,
            "enclosures": enclosures,
        }


def _medium(site_url: str, file: dict[str, Any]) -> dict[str, Any]:
    """Return a file as feeds name it: its address, its type and its size in bytes."""
    return {
        "url": absolute_url(site_url, file["src"]),
        "type": media_type(file["src"]),
        "bytes": file["bytes"],
    }


def _image(site_url: str, picture: dict[str, Any]) -> dict[str, Any]:
    size = picture["social"]
    words = {name: picture[name] for name in ("alt", "credit")}
    return _medium(site_url, size) | {name: size[name] for name in ("width", "height")} | words


def _corrections(desk: Desk, cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the newest corrections, one item each: what was corrected, and in which piece."""
    site_url = desk.conf.site_url
    items = [
        {
            "id": f"{site_url}/#correction-{card['id']}-{one['corrected_at']}-{number}",
            "url": absolute_url(site_url, card["address"]) + "#corrections",
            "title": desk.words(card["language"])["correction_of"].replace("#", card["title"]),
            "summary": one["text"],
            "html": "",
            "html_text": "",
            "authors": [],
            "section": card["section"]["title"] if card["section"] else "",
            "published": one["corrected_at"],
            "updated": one["corrected_at"],
            "language": card["language"],
            "image": None,
            "enclosures": [],
        }
        for card in cards
        for number, one in enumerate(reversed(card["corrections"]))
    ]
    return sorted(items, key=lambda item: datetime.fromisoformat(item["updated"]), reverse=True)[:_ITEMS]


def with_whole_addresses(html: str, site_url: str) -> str:
    """Return a piece's HTML with the site's own address before every address of the site."""
    for attribute in ("href", "src"):
        html = html.replace(f'{attribute}="/', f'{attribute}="{site_url}/')
    # A size list cannot be made whole by replacing, and readers of feeds do without it.
    return html.replace(' srcset="/', ' data-srcset="/')


def _rss_date(moment: str) -> str:
    return format_datetime(datetime.fromisoformat(moment).astimezone(UTC), usegmt=True)


def _rss_item(item: dict[str, Any]) -> str:
    return (
        f"<item><title>{_text(item['title'])}</title><link>{_text(item['url'])}</link>"
        f'<guid isPermaLink="false">{_text(item["id"])}</guid>'
        f"<pubDate>{_rss_date(item['published'])}</pubDate>"
        + "".join(f"<dc:creator>{_text(name)}</dc:creator>" for name, _ in item["authors"])
        + (f"<category>{_text(item['section'])}</category>" if item["section"] else "")
        + f"<description>{_text(item['summary'])}</description>"
        + (f"<content:encoded>{item['html_text']}</content:encoded>" if item["html"] else "")
        + "".join(
            f'<enclosure url={quoteattr(one["url"])} length="{one["bytes"]}" type="{one["type"]}"/>'
            # RSS leaves open what more than one would mean, and readers take the first.
            for one in item["enclosures"][:1]
        )
        + _media(item["image"])
        + "</item>\n"
    )


def _media(image: dict[str, Any] | None) -> str:
    """Write an item's picture as Media RSS, which Atom readers know too."""
    if image is None:
        return ""
    return (
        f'<media:content url={quoteattr(image["url"])} type="{image["type"]}" medium="image" fileSize="{image["bytes"]}" '
        f'width="{image["width"]}" height="{image["height"]}">'
        + (
            f'<media:description type="plain">{_text(image["alt"])}</media:description>'
            if image["alt"]
            else ""
        )
        + (f"<media:credit>{_text(image['credit'])}</media:credit>" if image["credit"] else "")
        + "</media:content>"
    )


def _rss(channel: dict[str, Any], entries: list[str]) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:media="http://search.yahoo.com/mrss/"><channel>\n'
        f"<title>{_text(channel['title'])}</title><link>{_text(channel['home'])}</link>"
        f"<description>{_text(channel['about'] or channel['title'])}</description>"
        f"<language>{_text(channel['language'])}</language>"
        f"<lastBuildDate>{_rss_date(channel['updated'])}</lastBuildDate>"
        f'<atom:link href={quoteattr(channel["self"])} rel="self" type="application/rss+xml"/>'
        f"{_hubs('atom:link', channel)}\n"
        f"{''.join(entries)}</channel></rss>\n"
    )


def _hubs(element: str, channel: dict[str, Any]) -> str:
    """Name the hubs that are told when the feed changes (WebSub, section 4)."""
    return "".join(f'<{element} rel="hub" href={quoteattr(hub)}/>' for hub in channel["hubs"])


def _atom_item(item: dict[str, Any]) -> str:
    return (
        f"<entry xml:lang={quoteattr(item['language'])}><title>{_text(item['title'])}</title>"
        f"<link href={quoteattr(item['url'])}/><id>{_text(item['id'])}</id>"
        f"<published>{item['published']}</published><updated>{item['updated']}</updated>"
        + "".join(
            f"<author><name>{_text(name)}</name><uri>{_text(url)}</uri></author>"
            for name, url in item["authors"]
        )
        + (f"<category term={quoteattr(xml_text(item['section']))}/>" if item["section"] else "")
        + f"<summary>{_text(item['summary'])}</summary>"
        + (f'<content type="html">{item["html_text"]}</content>' if item["html"] else "")
        + "".join(
            f'<link rel="enclosure" href={quoteattr(one["url"])} type="{one["type"]}" length="{one["bytes"]}"/>'
            for one in item["enclosures"]
        )
        + _media(item["image"])
        + "</entry>\n"
    )


def _atom(channel: dict[str, Any], entries: list[str]) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" '
        f"xml:lang={quoteattr(channel['language'])}>"
        f"<title>{_text(channel['title'])}</title>"
        + (f"<subtitle>{_text(channel['about'])}</subtitle>" if channel["about"] else "")
        + f'<link href={quoteattr(channel["home"])}/><link rel="self" href={quoteattr(channel["self"])}/>'
        + _hubs("link", channel)
        + f"<id>{_text(channel['home'])}</id><updated>{channel['updated']}</updated>"
        f"<author><name>{_text(channel['title'])}</name></author>\n{''.join(entries)}</feed>\n"
    )


def _json_item(item: dict[str, Any]) -> str:
    shown = {
        "id": item["id"],
        "url": item["url"],
        "title": item["title"],
        "summary": item["summary"],
        "date_published": item["published"],
        "date_modified": item["updated"],
        "language": item["language"],
        "authors": [{"name": name, "url": url} for name, url in item["authors"]],
        "tags": [item["section"]] if item["section"] else [],
        **({"image": item["image"]["url"]} if item["image"] else {}),
        **({"content_html": item["html"]} if item["html"] else {"content_text": item["summary"]}),
    }
    if item["enclosures"]:
        shown["attachments"] = [
            {"url": one["url"], "mime_type": one["type"], "size_in_bytes": one["bytes"]}
            for one in item["enclosures"]
        ]
    return json.dumps(shown, ensure_ascii=False)


def _json(channel: dict[str, Any], entries: list[str]) -> str:
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel["title"],
        "description": channel["about"],
        "home_page_url": channel["home"],
        "feed_url": channel["self"],
        "language": channel["language"],
        **({"hubs": [{"type": "WebSub", "url": hub} for hub in channel["hubs"]]} if channel["hubs"] else {}),
    }
    head = {name: value for name, value in head.items() if value}
    return f'{json.dumps(head, ensure_ascii=False)[:-1]}, "items": [{", ".join(entries)}]}}\n'


_WRITERS = {"rss": (_rss_item, _rss), "atom": (_atom_item, _atom), "json": (_json_item, _json)}
