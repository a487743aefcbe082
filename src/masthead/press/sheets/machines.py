"""What machines read of the site and its pieces beside pages: Markdown twins, llms.txt, security.txt, how to search."""

from __future__ import annotations

import json
from datetime import datetime
from html import escape
from typing import Any
from xml.sax.saxutils import escape as escape_xml
from xml.sax.saxutils import quoteattr

from html_to_markdown import convert

from masthead.kit.addresses import absolute_url
from masthead.kit.xml_text import xml_text
from masthead.press.engine.sheet import Phase, Printed, Sheet
from masthead.press.indexnow import indexnow_key, key_address

from .desk import Desk
from .feeds import with_whole_addresses

__all__ = ["IndexNowKeySheet", "LlmsSheet", "MarkdownSheet", "OpenSearchSheet", "SecuritySheet", "twin_of"]

_write = json.JSONEncoder(ensure_ascii=False).encode
# How long the press may stand still before security.txt is out of date; RFC 9116 asks for less than a year.
_VALID_MONTHS = 6
# The longest names that OpenSearch allows.
_SHORT_NAME, _LONG_NAME, _DESCRIPTION = 16, 48, 1024


def twin_of(address: str) -> str:
    """Return where the Markdown of the page at an address stands."""
    return f"{address}index.md"


class MarkdownSheet(Sheet):
    """A piece as Markdown; its argument is the piece's id."""

    kind = "markdown"
    phase = Phase.LEAF

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print what the piece says: its data first, as YAML, then its text."""
        plate = desk.plate("article", int(args))
        if plate is None:
            return None
        site_url = desk.conf.site_url
        html = f"<h1>{escape(plate['title'])}</h1>"
        if plate["standfirst"]:
            html += f"<p><em>{escape(plate['standfirst'])}</em></p>"
        html += with_whole_addresses(plate["html"], site_url)
        text = convert(html).content or ""
        return Printed(twin_of(plate["address"]), f"{_front_matter(desk, plate)}\n{text.strip()}\n".encode())


def _front_matter(desk: Desk, plate: dict[str, Any]) -> str:
    """Return the piece's data as YAML; JSON's strings and lists are YAML's too."""
    people = [(entry, desk.card("contributor", entry["contributor"])) for entry in plate["byline"]]
    section = desk.card("section", plate["section"]) if plate["section"] else None
    topics = [desk.card("topic", one) for one in plate["topics"]]
    source = plate["source"] or {}
    data = {
        "title": plate["title"],
        "address": absolute_url(desk.conf.site_url, plate["address"]),
        "language": plate["language"],
        "published": plate["published_at"],
        "updated": plate["updated_at"],
        "by": [
            person["name"] if entry["role"] == "author" else f"{person['name']} ({entry['role']})"
            for entry, person in people
            if person is not None
        ],
        "section": section["title"] if section else None,
        "topics": [topic["title"] for topic in topics if topic is not None],
        "source": source.get("address") or source.get("outlet"),
    }
    lines = [f"{name}: {_write(value)}" for name, value in data.items() if value]
    return "\n".join(["---", *lines, "---", ""])


class LlmsSheet(Sheet):
    """What the site is and where to read it, for language models (llmstxt.org).

    It names no pieces, so that publishing does not touch it: the feeds do that.
    """

    kind = "llms"
    phase = Phase.INDEX

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print the publication's words, its sections and its standing pages."""
        site = desk.site().site
        about = " ".join((site["about"] or site["tagline"]).split())
        parts = [f"# {_line(site['name'])}\n"]
        if about:
            parts.append(f"> {about}\n")
        parts.append(
            "Each article is also there as Markdown: add `index.md` to its address. "
            "Articles are signed; quote them with their writer, their title and a link.\n"
        )
        sections = [desk.plate("section", card["id"]) for card in desk.things("section")]
        parts.append(_links(desk, "Sections", [one for one in sections if one is not None]))
        parts.append(_links(desk, "About", desk.things("standing")))
        newest = {"title": "The newest articles, whole, as JSON Feed", "address": "/feed.json"}
        others = [
            {"title": "All addresses", "address": "/sitemap.xml"},
            {"title": "Archive", "address": "/archive/"},
        ]
        parts.append(_links(desk, "Articles", [newest, *others]))
        return Printed("/llms.txt", "\n".join(part for part in parts if part).encode())


def _line(text: str) -> str:
    """Return a text as one line in which no bracket makes a link."""
    return " ".join(text.split()).replace("[", "(").replace("]", ")")


def _links(desk: Desk, heading: str, things: list[dict[str, Any]]) -> str:
    lines = [
        f"- [{_line(one['title'])}]({absolute_url(desk.conf.site_url, one['address'])})"
        + (f": {_line(one['description'])}" if one.get("description") else "")
        for one in things
    ]
    return f"## {heading}\n\n" + "\n".join(lines) + "\n" if lines else ""


class OpenSearchSheet(Sheet):
    """How browsers search the site from their address bar (OpenSearch 1.1)."""

    kind = "opensearch"
    phase = Phase.INDEX

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print the publication's name and the address of its search."""
        site, site_url = desk.site().site, desk.conf.site_url
        name = " ".join(xml_text(site["name"]).split())
        about = " ".join(xml_text(site["tagline"] or site["about"]).split()) or name
        text = (
            '<?xml version="1.0" encoding="utf-8"?>\n'
            '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
            f"<ShortName>{escape_xml(name[:_SHORT_NAME].strip())}</ShortName>\n"
            f"<LongName>{escape_xml(name[:_LONG_NAME].strip())}</LongName>\n"
            f"<Description>{escape_xml(about[:_DESCRIPTION].strip())}</Description>\n"
            f"<Language>{escape_xml(site['language'])}</Language>\n"
            "<InputEncoding>UTF-8</InputEncoding>\n"
            f'<Image width="192" height="192" type="image/png">{escape_xml(site_url)}/icons/icon-192.png</Image>\n'
            f'<Url type="text/html" template="{escape_xml(site_url)}/search/?q={{searchTerms}}"/>\n'
            f'<Query role="example" searchTerms={quoteattr(name)}/>\n'
            "</OpenSearchDescription>\n"
        )
        return Printed("/opensearch.xml", text.encode())


class SecuritySheet(Sheet):
    """Whom to tell of a weakness (RFC 9116); a site without a contact address has none."""

    kind = "security"
    phase = Phase.INDEX

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print the contact; the date until which it holds moves on with each month."""
        site = desk.site().site
        if not site["contact_email"]:
            return None
        lines = [
            f"Contact: mailto:{site['contact_email']}",
            f"Expires: {_months_after(desk.month(), _VALID_MONTHS)}",
            f"Preferred-Languages: {', '.join(dict.fromkeys((site['language'].partition('-')[0], 'en')))}",
            f"Canonical: {desk.conf.site_url}/.well-known/security.txt",
        ]
        return Printed("/.well-known/security.txt", ("\n".join(lines) + "\n").encode())


class IndexNowKeySheet(Sheet):
    """The key that shows search engines that this site's pings of IndexNow are its own."""

    kind = "indexnow_key"
    phase = Phase.INDEX

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print the key at its own name; nothing where no service is told."""
        desk.site()
        if not desk.conf.indexnow_urls:
            return None
        return Printed(key_address(), f"{indexnow_key()}\n".encode())


def _months_after(month: str, count: int) -> str:
    """Return the first moment of the month that is ``count`` months after one such as ``2026-11``."""
    first = datetime.fromisoformat(f"{month}-01")
    months = first.year * 12 + first.month - 1 + count
    return f"{months // 12:04}-{months % 12 + 1:02}-01T00:00:00Z"
