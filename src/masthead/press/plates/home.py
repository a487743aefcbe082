"""Composing the home page: which pieces lead by hand, and its blocks."""

from __future__ import annotations

from typing import Any

from masthead.newsroom.models import HomePage

from .composed import Composed
from .links import RichTextPrinter
from .pictures import Shelf
from .site import SiteTree
from .words import social_words

__all__ = ["compose_home"]


def compose_home(page: HomePage, tree: SiteTree, shelf: Shelf) -> Composed:
    """Compose the front from its page; without blocks it has those that every front begins with."""
    rich_text = RichTextPrinter(tree, shelf)
    card = {
        "id": page.pk,
        "address": "/",
        "leads": [story.article_id for story in page.lead_stories.all()],
        "sections": [one.id for one in tree.sections() if one.parent_id is None],
        "blocks": [_block(block.block_type, block.value, rich_text) for block in page.blocks],
    }
    social = social_words(page, shelf)
    things = {("page", one) for one in rich_text.pages}.union(*map(_things, card["blocks"]))
    return Composed(
        "home", page.pk, card, social, address="/",
        revision_id=page.live_revision_id, uses=shelf.uses | things,
    )  # fmt: skip


def _block(kind: str, value: Any, rich_text: RichTextPrinter) -> dict[str, Any]:
    """Return what an editor chose, as plain values: ids for things, sanitised HTML for text."""
    block: dict[str, Any] = {
        "kind": kind,
        "title": value.get("title") or "",
        "layout": value.get("layout") or "",
        "number": value.get("number") or 0,
    }
    if kind == "picked":
        block["articles"] = [page.pk for page in value["articles"] if page is not None]
    elif kind == "text":
        block["html"] = rich_text(str(value["text"].source))
    elif kind in {"section", "topic"}:
        block["thing"] = value[kind].pk if value[kind] is not None else 0
    return block


def _things(block: dict[str, Any]) -> set[tuple[str, int]]:
    """Return what a block names by its id: deleted, it is named no more."""
    things = {("page", one) for one in block.get("articles", ())}
    if block.get("thing"):
        things.add(("topic" if block["kind"] == "topic" else "page", block["thing"]))
    return things
