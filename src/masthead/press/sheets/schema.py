"""What pages say in schema.org's words: pieces, people, the publication and its site."""

from __future__ import annotations

from typing import Any

from masthead.kit.addresses import absolute_url

from .desk import Desk

__all__ = ["article_data", "is_opinion", "organization_data", "person_data", "profile_data", "website_data"]

Data = dict[str, Any]
_AUTHORS = {"author", "interview"}
_ROLES = {"translator": "translation", "editor": "editor"}


def is_opinion(desk: Desk, plate: Data) -> bool:
    """Tell whether a piece is opinion: by its own word, else by its section's or that of the section above."""
    if plate["is_opinion"] is not None:
        return bool(plate["is_opinion"])
    section_id = plate["section"]
    while section_id is not None:
        section = desk.card("section", section_id)
        if section is None:
            break
        if section["is_opinion"]:
            return True
        section_id = section["parent"]
    return False


def article_data(desk: Desk, article: Data, plate: Data, picture: Data) -> Data:
    """Return a piece, as search engines read it.

    Args:
        article: the piece as its template gets it.
        plate: the piece's plate.
        picture: what cards show of it, with ``src``, ``width`` and ``height``.
    """
    site_url = desk.conf.site_url
    url = absolute_url(site_url, plate["address"])
    authors = [one for one in article["byline"] if one["role"] in _AUTHORS] or article["byline"]
    by_role = {
        name: [one for one in article["byline"] if one["role"] == role] for name, role in _ROLES.items()
    }
    named = {one["address"] for one in (*authors, *(one for some in by_role.values() for one in some))}
    others = {one["address"]: one for one in article["byline"] if one["address"] not in named}.values()
    source = article["source"]
    publisher = desk.once("publisher", lambda: organization_data(desk))
    return {
        "@type": "OpinionNewsArticle" if is_opinion(desk, plate) else "NewsArticle",
        "@id": f"{url}#article",
        "mainEntityOfPage": url,
        "url": url,
        "headline": article["title"],
        "description": article["standfirst"],
        "inLanguage": article["language"],
        "datePublished": article["published_at"],
        "dateModified": article["updated_at"] or article["published_at"],
        "timeRequired": f"PT{article['reading_minutes']}M" if article["reading_minutes"] else None,
        "isAccessibleForFree": True,
        "articleSection": article["section"]["title"] if article["section"] else None,
        "keywords": [topic["title"] for topic in article["topics"]],
        "image": _image(site_url, picture, plate["picture"] or {}),
        # A piece without a byline is the publication's own.
        "author": [person_data(site_url, one) for one in authors] or [publisher],
        **{name: [person_data(site_url, one) for one in some] for name, some in by_role.items()},
        "contributor": [person_data(site_url, one) for one in others],
        "publisher": publisher,
        "correction": [
            {"@type": "CorrectionComment", "text": one["text"], "datePublished": one["corrected_at"]}
            for one in plate["corrections"]
        ],
        "isBasedOn": source["address"] if source else None,
    }


def person_data(site_url: str, person: Data) -> Data:
    """Return whoever stands in a byline."""
    portrait = person.get("portrait")
    return _filled(
        {
            "@type": "Person",
            "name": person["name"],
            "url": absolute_url(site_url, person["address"]),
            "description": person.get("note"),
            "image": absolute_url(site_url, portrait["src"]) if portrait else None,
            "sameAs": [one["url"] for one in person.get("links", ())],
        }
    )


def profile_data(site_url: str, person: Data) -> Data:
    """Return the page of a contributor."""
    url = absolute_url(site_url, person["address"])
    return {
        "@type": "ProfilePage",
        "@id": f"{url}#page",
        "url": url,
        "mainEntity": person_data(site_url, person) | {"@id": f"{url}#person"},
    }


def organization_data(desk: Desk) -> Data:
    """Return the publication."""
    site, site_url = desk.site().site, desk.conf.site_url
    logo = site["logo"]
    return _filled(
        {
            "@type": "NewsMediaOrganization",
            "@id": f"{site_url}/#publication",
            "name": site["name"],
            "url": f"{site_url}/",
            "description": site["about"],
            "slogan": site["tagline"],
            "email": site["contact_email"],
            "logo": _image(site_url, logo, logo) if logo else None,
            "sameAs": [one["url"] for one in site["social"]],
        }
    )


def website_data(desk: Desk) -> Data:
    """Return the site and how to search it."""
    site, site_url = desk.site().site, desk.conf.site_url
    return {
        "@type": "WebSite",
        "@id": f"{site_url}/#site",
        "name": site["name"],
        "url": f"{site_url}/",
        "inLanguage": site["language"],
        "publisher": {"@id": f"{site_url}/#publication"},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{site_url}/search/?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def _image(site_url: str, size: Data, words: Data) -> Data:
    return _filled(
        {
            "@type": "ImageObject",
            "url": absolute_url(site_url, size["src"]),
            "width": {"@type": "QuantitativeValue", "value": size["width"], "unitCode": "E37"},
            "height": {"@type": "QuantitativeValue", "value": size["height"], "unitCode": "E37"},
            "caption": words.get("caption"),
            "creditText": words.get("credit"),
        }
    )


def _filled(data: Data) -> Data:
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}
