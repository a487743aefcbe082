"""Composing the frame: what stands around every page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from masthead.newsroom.models import Counting, Identity, Menus, NewsletterPage
from masthead.press.conf import press_conf
from masthead.press.models import Clock

from .composed import Composed
from .pictures import Shelf
from .site import SectionNode, SiteTree
from .words import direction_of

__all__ = ["compose_frame", "look_of"]


def compose_frame(tree: SiteTree, shelf: Shelf, theme: str) -> Composed:
    """Compose identity, menus and sections.

    Args:
        tree: the public part of the page tree.
        shelf: prints the logo.
        theme: the digest of the theme's files, so that a new theme is a new frame.
    """
    identity, menus = Identity.load(), Menus.load()
    pages: set[int] = set()
    sections = _section_tree(tree.sections())
    default = [_section_entry(section) for section in sections]
    header = _menu(menus.header, tree, pages) or default
    card = {
        "name": identity.name,
        "tagline": identity.tagline,
        "about": identity.about,
        "contact_email": identity.contact_email,
        "copyright": identity.copyright,
        "year": Clock.objects.filter(unit="year").values_list("value", flat=True).first() or "",
        "language": identity.language,
        "direction": direction_of(identity.language),
        "url": press_conf().site_url,
        "logo": shelf.picture(identity.logo),
        "social": [{"label": block.value["label"], "url": block.value["url"]} for block in identity.social],
        "menus": {
            "header": header,
            "small": _menu(menus.small, tree, pages) or header,
            "footer": _menu(menus.footer, tree, pages) or default,
            "utility": _menu(menus.utility, tree, pages),
        },
        "sections": sections,
        "counts_are_shown": Counting.load().counts_are_shown,
        "look": look_of(identity),
        "signup": {
            "footer": _signup(identity.footer_newsletter, tree, pages),
            "article": _signup(identity.article_newsletter, tree, pages),
        },
        # Pages of a site that somebody works on show what is printed anew by themselves.
        "is_development": not press_conf().is_production,
        "theme": theme,
        "settings": press_conf().printed_by,
    }
    uses = set(shelf.uses) | {("page", page) for page in pages}
    return Composed("frame", 0, card, {}, language=identity.language, uses=uses)


def _signup(newsletter: NewsletterPage | None, tree: SiteTree, pages: set[int]) -> dict[str, Any] | None:
    """Return the newsletter of a form to subscribe; None where no editor chose one or readers cannot see it."""
    if newsletter is None:
        return None
    pages.add(newsletter.pk)
    if not tree.is_public(newsletter):
        return None
    language = newsletter.language or press_conf().language
    return {
        "id": newsletter.pk,
        "title": newsletter.title,
        "description": newsletter.description,
        "address": tree.address(newsletter),
        "language": language,
        "direction": direction_of(language),
    }


def look_of(identity: Identity) -> dict[str, Any]:
    """Return the accent and the fonts that an editor chose."""
    return {
        "accent": identity.accent,
        "fonts": {"text": identity.text_font, "headlines": identity.headline_font},
    }


def _section_tree(nodes: Iterable[SectionNode]) -> list[dict[str, Any]]:
    nodes = list(nodes)
    return [
        {
            "title": top.title,
            "address": top.address,
            "children": [
                {"title": node.title, "address": node.address} for node in nodes if node.parent_id == top.id
            ],
        }
        for top in nodes
        if top.parent_id is None
    ]


def _section_entry(section: dict[str, Any]) -> dict[str, Any]:
    children = [{"label": one["title"], "url": one["address"]} for one in section["children"]]
    return {"label": section["title"], "url": section["address"], "children": children}


def _menu(stream: Any, tree: SiteTree, pages: set[int]) -> list[dict[str, Any]]:
    entries = []
    for block in stream:
        entry = _entry(block.value, tree, pages)
        if entry is not None:
            children = (_entry(child, tree, pages) for child in block.value["children"])
            entries.append(entry | {"children": [child for child in children if child is not None]})
    return entries


def _entry(value: Any, tree: SiteTree, pages: set[int]) -> dict[str, Any] | None:
    page = value["page"]
    if page is None:
        return {"label": value["label"], "url": value["url"]} if value["url"] else None
    pages.add(page.pk)
    if not tree.is_public(page):
        return None
    return {"label": value["label"] or page.title, "url": tree.address(page)}
