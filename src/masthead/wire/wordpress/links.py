"""Links from one imported thing to another: addresses of the old site turned into what they lead to here."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Revision

from masthead.newsroom.events import record_events
from masthead.newsroom.models import ArticlePage, Event, StandingPage
from masthead.wire.models import ImportRecord

from .run import BATCH, Run

__all__ = ["LinkResolver", "close_links"]

_LINK = re.compile(r'<a href="([^"]*)"')
_ANY_LINK = re.compile(r'(<a\b[^>]*?\bhref=")([^"]*)(")')
_KINDS = {"post": "article", "page": "page"}
_LOSS = "a link to "
_MODELS: dict[str, tuple[type[Page], Event.Subject]] = {
    "article": (ArticlePage, Event.Subject.ARTICLE),
    "standing": (StandingPage, Event.Subject.STANDING),
}


@dataclass(frozen=True)
class _Target:
    """What an old address leads to here: a page or document by number, or an address."""

    kind: str
    number: int = 0
    address: str = ""


class LinkResolver:
    """Replaces addresses of the old site in the blocks of a body."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._open: list[str] = []

    def resolve(self, blocks: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[str]]:
        """Return blocks with links to what is here, and the addresses of what is not, or not yet."""
        self._open = []
        resolved = [self._resolve_block(block) for block in blocks]
        return resolved, list(dict.fromkeys(self._open))

    def _resolve_block(self, block: dict[str, Any]) -> dict[str, Any]:
        kind, value = block["type"], block["value"]
        if kind == "paragraph" and "<a " in value:
            return {**block, "value": _LINK.sub(self._rich, value)}
        if kind == "quote" and "<a " in value["text"]:
            return {**block, "value": {**value, "text": _LINK.sub(self._rich, value["text"])}}
        if kind == "html" and "<a " in value:
            return {**block, "value": _ANY_LINK.sub(self._raw, value)}
        return block

    def _rich(self, match: re.Match[str]) -> str:
        target = self._target(html.unescape(match.group(1)))
        if target is None:
            return match.group()
        if target.kind == "address":
            return f'<a href="{html.escape(target.address)}"'
        return f'<a id="{target.number}" linktype="{target.kind}"'

    def _raw(self, match: re.Match[str]) -> str:
        target = self._target(html.unescape(match.group(2)))
        address = target.address if target else ""
        if target is not None and target.kind == "page":
            path = Page.objects.filter(pk=target.number).values_list("url_path", flat=True).first()
            address = str(path or "").removeprefix(self._run.home.url_path.rstrip("/"))
        return f"{match.group(1)}{html.escape(address)}{match.group(3)}" if address else match.group()

    def _target(self, url: str) -> _Target | None:
        own = self._run.old_site
        if url.startswith(("#", "mailto:", "tel:")) or not own.is_own(url):
            return None
        if path := own.upload_path(url):
            return self._file(url, path)
        key = own.key(url)
        if key in {"/", own.root_key("/")}:
            return _Target("page", self._run.home.pk)
        thing = self._run.catalogue.thing_at(key) or self._guessed(url)
        if thing is not None and (kind := _KINDS.get(thing[0])):
            number = self._run.object_id(kind, thing[1])
            if number is not None:
                return _Target("page", number)
            self._open.append(url)
            return None
        # The redirects also know sections, people and what earlier exports of the site brought.
        redirect = Redirect.objects.filter(old_path=key, site=None).first() if key else None
        if redirect is not None and redirect.redirect_page_id:
            return _Target("page", redirect.redirect_page_id)
        if redirect is not None and redirect.redirect_link.startswith("/"):
            return _Target("address", address=redirect.redirect_link)
        self._open.append(url)
        return None

    def _guessed(self, url: str) -> tuple[str, str] | None:
        """Return the post or page of the same name, as WordPress does for an address that it does not know."""
        slug = urlsplit(url).path.rstrip("/").rpartition("/")[2].lower()
        named = self._run.catalogue.named(slug) if slug else None
        return (named.type, named.id) if named else None

    def _file(self, url: str, path: str) -> _Target | None:
        for name in self._run.old_site.without_size(path):
            file = self._run.catalogue.attachment_at(name)
            placed = self._run.catalogue.placed("media", file.id if file else f"path:{name}")
            if placed is not None and placed.object_kind == "document" and placed.object_id:
                return _Target("document", placed.object_id)
        self._open.append(url)
        return None


def close_links(run: Run, links: LinkResolver) -> None:
    """Resolve links that led to things which had not been imported when their page was."""
    records = ImportRecord.objects.filter(source=run.records.source).open_links().order_by("pk")
    numbers = list(records.values_list("pk", flat=True))
    for start in range(0, len(numbers), BATCH):
        with transaction.atomic():
            batch = list(ImportRecord.objects.filter(pk__in=numbers[start : start + BATCH]))
            for kind, (model, subject) in _MODELS.items():
                _close([record for record in batch if record.object_kind == kind], model, subject, links)
        run.progress("links", start, len(numbers))


def _close(
    records: list[ImportRecord], model: type[Page], subject: Event.Subject, links: LinkResolver
) -> None:
    pages = model.objects.in_bulk([record.object_id for record in records])
    revisions = Revision.objects.in_bulk([record.revision_id for record in records])
    changed: list[Page] = []
    for record in records:
        page, revision = pages.get(record.object_id), revisions.get(record.revision_id)
        if page is None or revision is None or page.latest_revision_id != record.revision_id:
            # Gone, or an editor's own by now: the old addresses answer with redirects all the same.
            record.has_open_links = False
            continue
        before = list(page.body.raw_data)
        blocks, still_open = links.resolve(before)
        if blocks != before:
            # The revision is the import's own and nobody has seen it: its links need no second one.
            page.body = revision.content["body"] = json.dumps(blocks)
            changed.append(page)
        losses = [loss for loss in record.losses if not loss.startswith(_LOSS)]
        record.losses = losses + [f"{_LOSS}{url}, which the export does not hold" for url in still_open]
        record.has_open_links = bool(still_open)
    model.objects.bulk_update(changed, ["body"])
    Revision.objects.bulk_update([revisions[page.latest_revision_id] for page in changed], ["content"])
    ImportRecord.objects.bulk_update(records, ["has_open_links", "losses"])
    record_events(Event.Kind.CHANGED, subject, [page.pk for page in changed if page.live])
