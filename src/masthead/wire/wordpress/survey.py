"""The first pass over an export: note everything, import nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from masthead.wire.errors import ExportNotReadableError
from masthead.wire.texts import plain_text

from .addresses import OldSite
from .catalogue import Attachment, Catalogue
from .exported import Author, Item, Site, Term
from .wxr import Export

__all__ = ["Survey", "survey_export"]

_SERIALISED_FILE = re.compile(r's:4:"file";s:\d+:"([^"]+)"')
_MENU_META = {
    "_menu_item_type",
    "_menu_item_menu_item_parent",
    "_menu_item_object_id",
    "_menu_item_object",
    "_menu_item_url",
}
_PRIMARY = ("_yoast_wpseo_primary_category", "rank_math_primary_category", "_seopress_robots_primary_cat")
_WITH_ADDRESS = {"post", "page", "attachment"}


@dataclass
class Survey:
    """What the first pass found.

    Attributes:
        fault: why the file could not be read to its end, or None.
    """

    site: Site = field(default_factory=Site)
    authors: dict[str, Author] = field(default_factory=dict)
    terms: dict[tuple[str, str], Term] = field(default_factory=dict)
    guests: dict[str, dict[str, str]] = field(default_factory=dict)
    fault: ExportNotReadableError | None = None
    items: int = 0
    _categories: dict[str, Term] = field(default_factory=dict)

    def note_term(self, term: Term) -> None:
        """Note a term; the first of a name counts."""
        if term.slug and (term.taxonomy, term.slug) not in self.terms:
            self.terms[term.taxonomy, term.slug] = term
            if term.taxonomy == "category":
                self._categories[term.slug] = term

    def categories(self) -> dict[str, Term]:
        """Return the categories by slug."""
        return self._categories

    def ancestors(self, term: Term) -> list[Term]:
        """Return a category's ancestors, outermost first; a circle ends where it began."""
        categories, seen = self.categories(), {term.slug}
        line: list[Term] = []
        parent = categories.get(term.parent)
        while parent is not None and parent.slug not in seen:
            seen.add(parent.slug)
            line.insert(0, parent)
            parent = categories.get(parent.parent)
        return line

    def is_in_circle(self, term: Term) -> bool:
        """Tell whether a category is its own ancestor."""
        categories, slug, seen = self.categories(), term.parent, set[str]()
        while slug and slug not in seen and slug in categories:
            if slug == term.slug:
                return True
            seen.add(slug)
            slug = categories[slug].parent
        return False


def survey_export(export: Export, catalogue: Catalogue, progress: Callable[[int], None]) -> Survey:
    """Read the whole export once; a fault in the file ends the pass and is kept on the result."""
    survey = Survey()
    old_site: OldSite | None = None
    try:
        for part in export.parts():
            if isinstance(part, Site):
                survey.site = part
            elif isinstance(part, Author):
                survey.authors.setdefault(part.login, part)
            elif isinstance(part, Term):
                survey.note_term(part)
            else:
                old_site = old_site or OldSite(survey.site)
                _note(part, survey, old_site, catalogue)
                progress(export.position)
    except ExportNotReadableError as error:
        survey.fault = error
    return survey


def _note(item: Item, survey: Survey, old_site: OldSite, catalogue: Catalogue) -> None:
    survey.items += 1
    for term in item.terms:
        # Terms that only items name, as WordPress writes them into exports of a part of the site.
        survey.note_term(Term(term.taxonomy, "", term.slug, term.name))
    if not catalogue.note_item(item, _extra(item)):
        return
    if item.type == "attachment":
        catalogue.note_attachment(_attachment(item, old_site))
    elif item.type == "wp_block":
        catalogue.note_content(item.id, item.content)
    elif item.type == "guest-author":
        _note_guest(item, survey)
    if (
        item.type == "post"
        and item.status == "publish"
        and item.date[:4].isdigit()
        and item.date[:4] != "0000"
    ):
        catalogue.note_month(item.date[:7])
    if item.type in _WITH_ADDRESS:
        for key, rank in old_site.keys_of(item):
            catalogue.note_address(key, item.type, item.id, rank)


def _extra(item: Item) -> dict[str, Any]:
    extra: dict[str, Any] = {}
    if item.type == "nav_menu_item":
        extra = {key: value for key, value in item.meta.items() if key in _MENU_META}
    elif item.type == "post":
        extra["primary"] = next((item.meta[key] for key in _PRIMARY if item.meta.get(key)), "")
    return extra


def _attachment(item: Item, old_site: OldSite) -> Attachment:
    path = old_site.upload_path(item.attachment_url) or item.meta.get("_wp_attached_file", "").lstrip("/")
    folder = path.rpartition("/")[0]
    names = _SERIALISED_FILE.findall(item.meta.get("_wp_attachment_metadata", ""))
    sizes = tuple(f"{folder}/{name}".lstrip("/") for name in names if "/" not in name)
    return Attachment(
        id=item.id, path=path, url=item.attachment_url or item.guid, parent=item.parent, title=plain_text(item.title),
        alt=plain_text(item.meta.get("_wp_attachment_image_alt", "")), caption=plain_text(item.excerpt),
        description=plain_text(item.content), link=item.link, sizes=sizes,
    )  # fmt: skip


def _note_guest(item: Item, survey: Survey) -> None:
    login = item.meta.get("cap-user_login") or item.slug.removeprefix("cap-")
    survey.guests[login] = {
        "name": plain_text(item.meta.get("cap-display_name") or item.title),
        "note": plain_text(item.meta.get("cap-description", "")),
        "email": item.meta.get("cap-user_email", ""),
    }
