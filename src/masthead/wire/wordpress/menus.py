"""Sticky posts as lead stories, and menus."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from masthead.newsroom.models import ArticlePage, HomePage, LeadStory, Menus
from masthead.wire.report import Kind
from masthead.wire.texts import cut, plain_text

from .catalogue import Noted
from .exported import Term
from .run import Run
from .sections import Desks

__all__ = ["import_leads", "import_menus"]

# An export says nothing of where a menu stood; its name usually does.
_PLACES = (
    ("footer", re.compile(r"foot|fuß|pied|pie\b|bottom|rodap", re.I)),
    ("small", re.compile(r"mobile|mobil|small|phone|handheld|offcanvas|drawer", re.I)),
    ("utility", re.compile(r"utility|top.?bar|secondary|sekund|meta|legal", re.I)),
    ("header", re.compile(r"main|primary|header|haupt|principal|head|top|nav|menu 1\b", re.I)),
)
_SOCIAL = re.compile(r"social|soziale", re.I)


def import_leads(run: Run, item_ids: Iterable[str]) -> None:
    """Put sticky posts at the top of the home page, once; editors arrange them from then on."""
    known = run.records.of("lead", item_ids)
    fresh = [item_id for item_id in item_ids if item_id not in known]
    pages = {item_id: run.object_id("article", item_id) for item_id in fresh}
    live = set(
        ArticlePage.objects.filter(pk__in=[n for n in pages.values() if n], live=True)
        .public()
        .values_list("pk", flat=True)
    )
    leads = {item_id: number for item_id, number in pages.items() if number in live}
    if not leads:
        return
    with transaction.atomic():
        home = HomePage.objects.get(pk=run.home.pk)
        placed = set(home.lead_stories.values_list("article_id", flat=True))
        for number in leads.values():
            if number not in placed:
                home.lead_stories.add(LeadStory(article_id=number))
        home.save_revision(log_action="masthead.import").publish()
        run.records.save(
            run.records.new("lead", one, object_kind="lead", object_id=number)
            for one, number in leads.items()
        )


def import_menus(run: Run, desks: Desks) -> None:
    """Fill the newsroom's empty menus with those of the export that are named like them."""
    entries: dict[str, list[Noted]] = {}
    for item in run.catalogue.items("nav_menu_item"):
        for slug in run.catalogue.terms_of(item.id, "nav_menu"):
            entries.setdefault(slug, []).append(item)
    terms = [term for (taxonomy, _), term in run.survey.terms.items() if taxonomy == "nav_menu"]
    tally = run.report.tallies[Kind.MENU]
    tally.found += len(terms)
    known = run.records.of("menu", [term.slug for term in terms])
    tally.skipped += len(known)
    fresh = [term for term in terms if term.slug not in known]
    if not fresh:
        return
    with transaction.atomic():
        menus = Menus.load()
        places = _places(menus, [term for term in fresh if entries.get(term.slug)])
        for term in fresh:
            place = places.get(term.slug, "")
            items = entries.get(term.slug, [])
            if not place:
                run.skip(Kind.MENU, term.slug, plain_text(term.name), "", _why_not(term, items))
                continue
            builder = _MenuBuilder(run, desks, items)
            setattr(menus, place, json.dumps(builder.build()))
            record = run.records.new(
                "menu", term.slug, object_kind="menu", object_id=menus.pk, title=plain_text(term.name)
            )
            record.losses = builder.losses
            run.records.save([record])
            tally.imported += 1
        if places:
            menus.save()


def _places(menus: Menus, terms: list[Term]) -> dict[str, str]:
    """Return which menu goes where: by its name, and the first that is left becomes the main menu."""
    free = [place for place, _ in _PLACES if not getattr(menus, place)]
    places: dict[str, str] = {}
    for term in terms:
        named = next((place for place, words in _PLACES if words.search(plain_text(term.name))), "")
        if named in free and not _SOCIAL.search(term.name):
            places[term.slug] = named
            free.remove(named)
    rest = [term for term in terms if term.slug not in places and not _SOCIAL.search(term.name)]
    if "header" in free and rest and not any(place == "header" for place in places.values()):
        places[rest[0].slug] = "header"
    return places


def _why_not(term: Term, items: list[Noted]) -> str:
    if not items:
        return "the menu has no entries"
    if _SOCIAL.search(term.name):
        return "links to networks belong to the identity of the site (Settings › Identity): add them there"
    return f"no free menu is named like it; its {len(items)} entries were not taken (Settings › Menus)"


class _MenuBuilder:
    """Builds the stream data of one menu."""

    def __init__(self, run: Run, desks: Desks, items: list[Noted]) -> None:
        self._run = run
        self._desks = desks
        self._items = sorted(items, key=lambda item: item.menu_order)
        self._ids = {item.id for item in items}
        self.losses: list[str] = []

    def build(self) -> list[dict[str, Any]]:
        """Return the entries, with those below the second level in the second."""
        blocks = []
        for item in self._items:
            if self._parent(item) in self._ids:
                continue
            entry = self._entry(item)
            children = [
                one for below in self._below(item.id, set()) if (one := self._entry(below)) is not None
            ]
            if entry is None:
                blocks += [{"type": "item", "value": {**child, "children": []}} for child in children]
            else:
                blocks.append({"type": "item", "value": {**entry, "children": children}})
        return blocks

    def _parent(self, item: Noted) -> str:
        parent = str(item.extra.get("_menu_item_menu_item_parent", "0"))
        return "" if parent == item.id else parent

    def _below(self, item_id: str, seen: set[str], depth: int = 1) -> list[Noted]:
        below: list[Noted] = []
        for item in self._items:
            if self._parent(item) != item_id or item.id in seen:
                continue
            seen.add(item.id)
            below.append(item)
            if depth > 1:
                self.losses.append(f"the level of the entry “{self._label(item) or item.id}”: menus have two")
            below += self._below(item.id, seen, depth + 1)
        return below

    def _label(self, item: Noted) -> str:
        return cut(plain_text(item.title), 80)

    def _entry(self, item: Noted) -> dict[str, Any] | None:
        kind = item.extra.get("_menu_item_type", "")
        thing, number = (
            item.extra.get("_menu_item_object", ""),
            str(item.extra.get("_menu_item_object_id", "")),
        )
        label, page, url = self._label(item), None, ""
        if kind == "post_type":
            page = self._run.object_id("article" if thing == "post" else "page", number)
            noted = self._run.catalogue.item(number)
            label = label or (cut(plain_text(noted.title), 80) if noted else "")
        elif kind == "taxonomy":
            page, url, name = self._term(thing, number)
            label = label or name
        else:
            page, url = self._address(str(item.extra.get("_menu_item_url", "")))
        if page is None and not url:
            self.losses.append(f"the entry “{label or item.id}”, which leads to nothing that was imported")
            return None
        return {"label": label or ("" if page else url), "page": page, "url": "" if page else url}

    def _term(self, taxonomy: str, number: str) -> tuple[int | None, str, str]:
        for (kind, slug), term in self._run.survey.terms.items():
            if kind == taxonomy and term.id == number:
                name = cut(plain_text(term.name), 80)
                if kind == "category" and slug in self._desks.sections:
                    return self._desks.sections[slug].pk, "", name
                topic = self._desks.topics.get(slug)
                return None, f"/topics/{topic.slug}/" if topic else "", name
        return None, "", ""

    def _address(self, url: str) -> tuple[int | None, str]:
        own = self._run.old_site
        key = own.key(url) if url not in {"", "#"} else ""
        if key and key in {"/", own.root_key("/")}:
            return self._run.home.pk, ""
        thing = self._run.catalogue.thing_at(key) if key else None
        if thing is not None:
            number = self._run.object_id({"post": "article"}.get(thing[0], thing[0]), thing[1])
            if number is not None:
                return number, ""
        if url.startswith(("https://", "http://", "/", "mailto:", "tel:")):
            return None, url
        return None, ""
