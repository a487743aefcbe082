"""Sitemaps: an index, one or more for each month, one for news, one for all other pages."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from masthead.kit.addresses import absolute_url
from masthead.kit.xml_text import xml_text
from masthead.press.engine.sheet import Phase, Printed, Sheet
from masthead.press.plates.listings import SITEMAP_CHUNK

from .corrections import CORRECTIONS_ADDRESS, has_corrections
from .desk import Desk
from .most_read import MOST_READ_ADDRESS
from .translations import alternates

__all__ = ["NewsSitemap", "PagesSitemap", "SitemapIndex", "SitemapSheet"]

_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_XHTML = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
_NEWS_HOURS = 48
_PAGE_KINDS = ("section", "standing", "contributor", "topic", "newsletter", "letter")


def _url(desk: Desk, address: str, inner: str = "") -> str:
    return f"<url><loc>{escape(absolute_url(desk.conf.site_url, address))}</loc>{inner}</url>\n"


def _changed(card: dict[str, Any]) -> str:
    return f"<lastmod>{card['updated_at'] or card['published_at']}</lastmod>"


def _alternates(desk: Desk, card: dict[str, Any]) -> str:
    return "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(one["hreflang"])} href={quoteattr(one["url"])}/>'
        for one in alternates(desk, card)
    )


class SitemapSheet(Sheet):
    """The pieces of a month, 250 at most; its argument is ``month|number``."""

    kind = "sitemap"
    phase = Phase.LIST

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print the addresses of the pieces and when they last changed."""
        month, number = args.split("|")
        cards = desk.plain_chunk("all", month, SITEMAP_CHUNK, int(number))
        if not cards:
            return None
        urls = "".join(
            _url(desk, card["address"], _changed(card) + _alternates(desk, card)) for card in cards
        )
        names = f"{_NAMESPACE} {_XHTML}" if any(card["translations"] for card in cards) else _NAMESPACE
        text = f"{_HEAD}<urlset {names}>\n{urls}</urlset>\n"
        return Printed(f"/sitemaps/{month}-{number}.xml", text.encode())


class SitemapIndex(Sheet):
    """The list of all sitemaps; it names no times, so that it changes only when a sitemap is added."""

    kind = "sitemap_index"
    phase = Phase.INDEX

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print the addresses of the sitemaps."""
        groups = desk.groups("all", SITEMAP_CHUNK)
        names = ["pages", "news", *(f"{one.name}-{n}" for one in groups for n in range(1, one.pages + 1))]
        maps = "".join(
            f"<sitemap><loc>{escape(desk.conf.site_url)}/sitemaps/{name}.xml</loc></sitemap>\n"
            for name in names
        )
        return Printed(
            "/sitemap.xml", f"{_HEAD}<sitemapindex {_NAMESPACE}>\n{maps}</sitemapindex>\n".encode()
        )


class PagesSitemap(Sheet):
    """Everything that is no piece: home, sections, standing pages, contributors, topics."""

    kind = "sitemap_pages"
    phase = Phase.INDEX

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print their addresses."""
        urls = _url(desk, "/") + _url(desk, MOST_READ_ADDRESS)
        for kind in _PAGE_KINDS:
            urls += "".join(_url(desk, card["address"]) for card in desk.things(kind))
        if has_corrections(desk) and CORRECTIONS_ADDRESS not in {
            one["address"] for one in desk.things("standing")
        }:
            urls += _url(desk, CORRECTIONS_ADDRESS)
        return Printed("/sitemaps/pages.xml", f"{_HEAD}<urlset {_NAMESPACE}>\n{urls}</urlset>\n".encode())


class NewsSitemap(Sheet):
    """The pieces of the last 48 hours, as Google News reads them."""

    kind = "sitemap_news"
    phase = Phase.INDEX

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print the pieces that are not older than 48 hours by the press's clock."""
        site = desk.site().site
        urls = "".join(
            _url(
                desk,
                card["address"],
                f"<news:news><news:publication><news:name>{escape(xml_text(site['name']))}</news:name>"
                f"<news:language>{escape(card['language'])}</news:language></news:publication>"
                f"<news:publication_date>{card['published_at']}</news:publication_date>"
                f"<news:title>{escape(xml_text(card['title']))}</news:title></news:news>",
            )
            for card in desk.news(_NEWS_HOURS)
        )
        news = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
        return Printed(
            "/sitemaps/news.xml", f"{_HEAD}<urlset {_NAMESPACE} {news}>\n{urls}</urlset>\n".encode()
        )
