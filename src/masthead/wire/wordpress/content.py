"""Title, text and dates of a post or page, whatever it becomes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from masthead.wire.conf import time_zone
from masthead.wire.models import ImportRecord
from masthead.wire.texts import cut, has_markup, plain_text, slug_of, without_controls

from .bodies import NEXT_PAGE, BodyReader
from .dates import read_date
from .exported import Item

__all__ = ["Content", "ContentReader"]

UNTITLED = "Untitled"
_STATES = {
    "private": "its privacy: it is a draft, which only the newsroom sees",
    "pending": "",
    "draft": "",
}


@dataclass
class Content:
    """What an item says, in the newsroom's terms."""

    title: str
    slug: str
    standfirst: str = ""
    seo_title: str = ""
    search_description: str = ""
    moment: datetime | None = None
    pages: int = 1
    blocks: list[dict[str, Any]] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    has_open_links: bool = False

    def lose(self, what: str) -> None:
        """Note that something could not be kept."""
        if what not in self.losses:
            self.losses.append(what)

    def miss(self, address: str) -> None:
        """Note that a file was not found."""
        if address not in self.missing:
            self.missing.append(address)

    def note_on(self, record: ImportRecord, item: Item) -> None:
        """Put on a record what the import took and what it lost."""
        record.title = cut(self.title, 255)
        record.content_hash = item.content_hash
        record.missing = self.missing
        record.losses = [
            *self.losses,
            *(f"the file {address}, which was not found" for address in self.missing),
        ]
        record.has_open_links = self.has_open_links


class ContentReader:
    """Reads the content of items."""

    def __init__(self, bodies: BodyReader, source: str) -> None:
        self._bodies = bodies
        self._source = source

    def read(self, item: Item) -> Content:
        """Return what an item says, with everything that gets lost on the way."""
        content = Content(title="", slug="")
        self._read_title(item, content)
        content.standfirst = plain_text(item.excerpt)
        if has_markup(item.excerpt) and "<a " in item.excerpt:
            content.lose("links in the excerpt")
        content.seo_title = cut(_seo(item, "_yoast_wpseo_title", "rank_math_title"), 255)
        content.search_description = _seo(item, "_yoast_wpseo_metadesc", "rank_math_description")
        content.moment = read_date(item.date_gmt, item.date, time_zone())
        content.pages = len(NEXT_PAGE.findall(item.content)) + 1
        body = self._bodies.read(
            item.content,
            item_id=item.id,
            seed=f"{self._source}/{item.type}/{item.id}",
            footnotes=item.meta.get("footnotes", ""),
        )
        content.blocks, content.missing = body.blocks, body.missing
        content.losses += body.losses
        if _STATES.get(item.status):
            content.lose(_STATES[item.status])
        return content

    def _read_title(self, item: Item, content: Content) -> None:
        title = plain_text(item.title)
        if not title:
            content.lose(f"a title: it had none, so it is called “{UNTITLED}”")
        elif len(title) > 255:
            content.lose(f"the end of its title, which has {len(title)} characters")
        elif has_markup(item.title):
            content.lose(f"the markup of its title: {cut(without_controls(item.title), 200)}")
        content.title = cut(title, 255) or UNTITLED
        content.slug = slug_of(
            unquote(item.slug), content.title if title else "", f"{item.type}-{item.id}", "untitled"
        )


def _seo(item: Item, *keys: str) -> str:
    text = next((item.meta[key] for key in keys if item.meta.get(key)), "")
    # Patterns such as %%title%% %%sep%% %%sitename%% are the plugin's own.
    return "" if "%" in text else plain_text(text)
