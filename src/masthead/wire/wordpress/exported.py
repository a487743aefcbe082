"""The things of a WordPress export, as they stand in the file."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from urllib.parse import urlsplit

__all__ = ["Author", "Comment", "Item", "ItemTerm", "Site", "Term"]


# What an import takes from the fields that plugins add; others change with every visit.
_TAKEN_META = frozenset(
    {
        "_thumbnail_id", "_wp_attachment_image_alt", "_wp_attached_file", "_wp_old_slug", "_yoast_wpseo_title",
        "_yoast_wpseo_metadesc", "_yoast_wpseo_primary_category", "rank_math_title", "rank_math_description",
        "rank_math_primary_category", "_seopress_robots_primary_cat", "footnotes",
    }
)  # fmt: skip


@dataclass
class Site:
    """The site as a whole."""

    title: str = ""
    description: str = ""
    language: str = ""
    url: str = ""
    version: str = ""

    def take(self, name: str, text: str) -> bool:
        """Take one element of the head; return whether it told something of the site."""
        if name == "wxr_version":
            self.version = text
        elif name == "base_blog_url" or (name == "link" and not self.url):
            self.url = text.rstrip("/")
        elif name in {"title", "description", "language"}:
            setattr(self, name, text)
        else:
            return False
        return True

    @property
    def is_export(self) -> bool:
        """Tell whether the file says that it is an export, as every version of the format does."""
        return bool(self.version)

    @property
    def host(self) -> str:
        """The old site's host, in lower case and without ``www.``."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")

    @property
    def path(self) -> str:
        """The folder that the old site lived in: "" or ``/blog``."""
        return urlsplit(self.url).path.rstrip("/")

    @property
    def source(self) -> str:
        """The name under which this site's things are remembered."""
        return f"wordpress:{self.host}{self.path}"[:300]


@dataclass(frozen=True)
class Author:
    """Someone with an account on the old site."""

    login: str
    email: str
    name: str
    first_name: str = ""
    last_name: str = ""
    id: str = ""


@dataclass(frozen=True)
class Term:
    """A category, a tag, a menu or a term of another taxonomy; ``parent`` is a slug."""

    taxonomy: str
    id: str
    slug: str
    name: str
    parent: str = ""
    description: str = ""


@dataclass(frozen=True)
class ItemTerm:
    """A term that an item carries."""

    taxonomy: str
    slug: str
    name: str


@dataclass(frozen=True)
class Comment:
    """A reader's comment, pingback or trackback."""

    id: str
    author: str
    email: str
    url: str
    date: str
    date_gmt: str
    content: str
    approved: str
    type: str
    parent: str


@dataclass
class Item:
    """A post, page, attachment, menu entry or anything else that WordPress keeps as a post."""

    id: str = ""
    type: str = ""
    status: str = ""
    title: str = ""
    slug: str = ""
    link: str = ""
    guid: str = ""
    creator: str = ""
    date: str = ""
    date_gmt: str = ""
    parent: str = ""
    password: str = ""
    content: str = ""
    excerpt: str = ""
    attachment_url: str = ""
    menu_order: int = 0
    is_sticky: bool = False
    terms: list[ItemTerm] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    comments: list[Comment] = field(default_factory=list)

    @property
    def content_hash(self) -> str:
        """A hash of all that an import takes from the item, its comments aside."""
        taken = [
            self.type, self.status, self.title, self.slug, self.link, self.creator, self.date, self.date_gmt,
            self.parent, self.password, self.content, self.excerpt, self.attachment_url, self.is_sticky,
            [(term.taxonomy, term.slug, term.name) for term in self.terms],
            sorted((key, value) for key, value in self.meta.items() if key in _TAKEN_META),
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(taken).encode("utf-8", "surrogatepass")).hexdigest()
