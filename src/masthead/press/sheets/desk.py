"""The desk: where sheets read plates and listings, and where that is written down."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from masthead.press.conf import PressConf, press_conf
from masthead.press.engine.recorder import Recorder
from masthead.press.engine.sheet import Spec
from masthead.press.look import dress
from masthead.press.plates.composed import Composed, as_json
from masthead.press.plates.listings import (
    NEWEST_SIZES,
    NEWS_SIZE,
    begins_key,
    beside_key,
    groups_key,
    newest_key,
    pages_key,
    range_key,
    ranking_counts_key,
    ranking_key,
)
from masthead.press.plates.reading import (
    Beside,
    beside_of,
    card_texts_of,
    cards_between,
    cards_of_chunk,
    cards_of_kind,
    clock,
    count_group,
    groups_of,
    newest_of,
    rankings,
    texts_of,
)
from masthead.press.plates.related import related_key, related_of
from masthead.press.plates.store import aspect_key
from masthead.press.theme import Theme, load_theme

__all__ = ["Card", "Desk", "Group", "Site"]

Card = dict[str, Any]


class Group(NamedTuple):
    """A group of a listing (a month, or all) and into how many chunks it is printed."""

    name: str
    pages: int


class Site(NamedTuple):
    """What every page shows around its own: as data, and the header and footer already rendered."""

    site: dict[str, Any]
    theme: dict[str, Any]
    frame: dict[str, str]


class _Shown(NamedTuple):
    """A piece as it was rendered among those like another, and all that it was rendered from."""

    text: str
    card: Card
    about: tuple[Any, ...]
    html: str


# A full print shows each piece eight times; so many are kept, some 20 MB.
_MOST_SHOWN = 20_000
_THING = re.compile(r"(section|contributor|topic|newsletter):(\d+)")


def _things_of(spec: Spec) -> list[tuple[str, int]]:
    if spec.args.isdigit():
        return [("article" if spec.kind in {"markdown", "article_card"} else spec.kind, int(spec.args))]
    return [(kind, int(number)) for kind, number in _THING.findall(spec.args)]


class Desk(Recorder):
    """Reads plates and listings for sheets and records each reading.

    Args:
        theme: the theme to print with; the site's own without one.
        is_dressed: whether the theme already looks as an editor chose.
    """

    def __init__(self, theme: Theme | None = None, *, is_dressed: bool = False) -> None:
        super().__init__()
        self._conf: PressConf = press_conf()
        self.theme: Theme = theme or load_theme(self._conf.theme_paths)
        self._is_dressed = is_dressed
        self._plates: dict[tuple[str, int], tuple[str, str] | None] = {}
        self._parsed: dict[tuple[str, int], Card] = {}
        self._cards: dict[tuple[str, int], Card | None] = {}
        self._newest: dict[str, tuple[int, list[Card]]] = {}
        self._shared: dict[str, tuple[Any, frozenset[str]]] = {}
        self._counts: dict[tuple[str, str], int] = {}
        self._beside: dict[tuple[str, int], Beside] = {}
        self._related: dict[int, list[int]] = {}
        self._card_texts: dict[tuple[str, int], str | None] = {}
        self._shown: dict[int, _Shown] = {}
        self._rankings: dict[str, list[tuple[int, int]]] | None = None
        self._site: Site | None = None

    def prefetch(self, specs: Sequence[Spec]) -> None:
        """Forget what was read before, and read the things that these sheets are of."""
        self._plates.clear()
        self._cards.clear()
        self._parsed.clear()
        self._newest.clear()
        self._shared.clear()
        self._counts.clear()
        self._beside.clear()
        self._related.clear()
        self._card_texts.clear()
        self._rankings = None
        self._site = None
        things = [("frame", 0), *(thing for spec in specs for thing in _things_of(spec))]
        self.read(things)
        self._read_named({thing_id for kind, thing_id in things if kind == "article"})

    def read(self, things: Iterable[tuple[str, int]]) -> None:
        """Read at once the plates of these things, by kind and id, and nothing that they name."""
        wanted: dict[str, set[int]] = {}
        for kind, thing_id in things:
            wanted.setdefault(kind, set()).add(thing_id)
        for kind, ids in wanted.items():
            self._read(kind, sorted(ids))

    def _read_named(self, article_ids: Iterable[int]) -> None:
        """Read what articles name: their sections, contributors and topics, and the pieces beside and like them."""
        named: dict[str, set[int]] = {"section": set(), "contributor": set(), "topic": set()}
        own: set[tuple[str, int]] = set()
        for article_id in article_ids:
            text = self._plates["article", article_id]
            if text is not None:
                plate = self._parsed["article", article_id] = json.loads(text[0]) | json.loads(text[1])
                named["section"] |= {plate["section"]} - {None}
                named["contributor"] |= {entry["contributor"] for entry in plate["byline"]}
                named["topic"].update(plate["topics"])
                own.add((f"section:{plate['section']}", article_id))
        if named["section"]:
            found = beside_of([one for _, one in own], sorted({listing for listing, _ in own}))
            self._beside = {place: pair for place, pair in found.items() if place in own}
        pieces = [one for _, one in own]
        self._related = {one: [] for one in pieces} | related_of(pieces)
        others = {one for pair in self._beside.values() for one in pair if one is not None}
        others.update(one for related in self._related.values() for one in related)
        self._read_cards(others)
        for kind, ids in named.items():
            self._read(kind, [one for one in ids if (kind, one) not in self._plates])

    def _read_cards(self, article_ids: Iterable[int]) -> None:
        """Read cards without their bodies."""
        wanted = [one for one in article_ids if ("article", one) not in self._plates]
        found = card_texts_of("article", wanted)
        self._card_texts.update({("article", one): found.get(one) for one in wanted})

    @property
    def conf(self) -> PressConf:
        """The settings; whoever reads one is printed anew when any of them changes, for the frame carries them all."""
        self.record(aspect_key("frame", 0, "card"))
        return self._conf

    def lay(self, composed: Composed) -> None:
        """Put a plate on the desk that is not kept: a preview."""
        self._plates[composed.kind, composed.thing_id] = (as_json(composed.card), as_json(composed.body))

    def _read(self, kind: str, ids: Sequence[int]) -> None:
        found = texts_of(kind, ids)
        self._plates.update({(kind, one): found.get(one) for one in ids})

    def _text(self, kind: str, thing_id: int) -> tuple[str, str] | None:
        if (kind, thing_id) not in self._plates:
            self._read(kind, [thing_id])
        return self._plates[kind, thing_id]

    def plate(self, kind: str, thing_id: int) -> dict[str, Any] | None:
        """Return all of a plate; None when the thing is not public."""
        self.record(aspect_key(kind, thing_id, "card"))
        self.record(aspect_key(kind, thing_id, "body"))
        known = self._parsed.get((kind, thing_id))
        if known is None:
            text = self._text(kind, thing_id)
            if text is None:
                return None
            known = json.loads(text[0]) | json.loads(text[1])
            # Bodies are large, and feeds read many of them once.
            if kind != "article":
                self._parsed[kind, thing_id] = known
        return known

    def card(self, kind: str, thing_id: int) -> Card | None:
        """Return what lists show of a thing; None when it is not public."""
        self.record(aspect_key(kind, thing_id, "card"))
        key = (kind, thing_id)
        if key not in self._cards:
            text = self._card_text(kind, thing_id)
            self._cards[key] = json.loads(text) if text else None
        return self._cards[key]

    def _card_text(self, kind: str, thing_id: int) -> str | None:
        if (kind, thing_id) in self._card_texts and (kind, thing_id) not in self._plates:
            return self._card_texts[kind, thing_id]
        text = self._text(kind, thing_id)
        return text[0] if text else None

    def related_pieces(self, article_id: int) -> list[str]:
        """Return the pieces like a piece, each as the theme shows it there; those that are not public are left out."""
        return [shown for one in self.related(article_id) if (shown := self._shown_piece(one))]

    def _shown_piece(self, article_id: int) -> str | None:
        """Render a piece as one of those like another: once, for as long as it says the same."""
        self.record(aspect_key("article", article_id, "card"))
        text = self._card_text("article", article_id)
        if text is None:
            return None
        known = self._shown.get(article_id)
        card = known.card if known is not None and known.text == text else json.loads(text)
        section = self.card("section", card["section"]) if card["section"] else None
        site = self.card("frame", 0) or {}
        about = (section and (section["title"], section["address"]), site.get("language"))
        if known is None or known.card is not card or known.about != about:
            shown = self.theme.render("related_piece.html", {"card": card, "section": section, "site": site})
            if len(self._shown) > _MOST_SHOWN:
                self._shown.clear()
            known = self._shown[article_id] = _Shown(text, card, about, shown)
        return known.html

    def things(self, kind: str) -> list[Card]:
        """Return the cards of all public things of a kind, by address; for sheets that list them all."""
        self.record(f"all:{kind}")
        return [json.loads(card) for card in cards_of_kind(kind)]

    def show(self, card: Card) -> Card:
        """Return a piece's card as templates get it: with names and addresses in place of ids."""
        section = self.card("section", card["section"]) if card["section"] else None
        byline = []
        for entry in card["byline"]:
            person = self.card("contributor", entry["contributor"])
            if person is not None:
                byline.append({"name": person["name"], "address": person["address"], "role": entry["role"]})
        place = {"title": section["title"], "address": section["address"]} if section else None
        return card | {"section": place, "byline": byline}

    def show_all(self, cards: list[Card]) -> list[Card]:
        """Return what :meth:`show` does for many cards, reading what they name at once."""
        for kind, ids in (
            ("section", {card["section"] for card in cards if card["section"]}),
            ("contributor", {entry["contributor"] for card in cards for entry in card["byline"]}),
        ):
            missing = [one for one in ids if (kind, one) not in self._plates]
            if missing:
                self._read(kind, missing)
        return [self.show(card) for card in cards]

    def newest(self, listing: str, size: int) -> list[Card]:
        """Return the newest of a listing; ``size`` is one of the sizes that have keys."""
        if size not in NEWEST_SIZES:
            raise ValueError(f"No key names the newest {size} of a listing; use one of {NEWEST_SIZES}.")
        self.record(newest_key(listing, size))
        limit, known = self._newest.get(listing, (0, []))
        if limit < size:
            # Several sheets of a run show the same newest: read them once, with their bodies for feeds.
            limit = max(size, 20)
            read = newest_of(listing, limit)
            self._plates.update({("article", one): (card, body) for one, card, body in read})
            known = [json.loads(card) for _, card, _ in read]
            self._newest[listing] = (limit, known)
        shown: list[Card] = self.once(f"newest {listing} {size}", lambda: self.show_all(known[:size]))
        return shown

    def news(self, hours: int) -> list[Card]:
        """Return the pieces of the last hours by the press's clock, 1,000 at most, with ids in place of names."""
        self.record(newest_key("all", NEWS_SIZE))
        hour = datetime.fromisoformat(self.hour())
        # The clock shows when this hour began; what was published in it is news too.
        since, until = hour - timedelta(hours=hours), hour + timedelta(hours=1)
        return [json.loads(card) for card in cards_between("all", since, until, NEWS_SIZE)]

    def chunk(self, listing: str, group: str, size: int, number: int) -> list[Card]:
        """Return chunk ``number`` of a group, counted from the oldest; the newest of it comes first."""
        return self.show_all(self.plain_chunk(listing, group, size, number))

    def plain_chunk(self, listing: str, group: str, size: int, number: int) -> list[Card]:
        """Return what :meth:`chunk` does, with ids in place of names: for sheets that print no names."""
        self.record(range_key(listing, group, size, number))
        cards = cards_of_chunk(listing, group, size, number)
        return [json.loads(card) for card in reversed(cards)]

    def pages(self, listing: str, group: str, size: int) -> int:
        """Return into how many chunks a group is printed."""
        self.record(pages_key(listing, group, size))
        return -(-self._count(listing, group) // size)

    def has_chunk(self, listing: str, group: str, size: int, number: int) -> bool:
        """Tell whether a group has a chunk ``number``: what a page needs to know that names the next one alone."""
        self.record(begins_key(listing, group, size, number))
        return self._count(listing, group) > (number - 1) * size

    def beside(self, listing: str, article_id: int) -> Beside:
        """Return the ids of the pieces right before and after one in a listing; None where there is none."""
        self.record(beside_key(listing, article_id))
        if (listing, article_id) not in self._beside:
            self._beside |= beside_of([article_id], [listing])
        return self._beside.get((listing, article_id), (None, None))

    def related(self, article_id: int) -> list[int]:
        """Return the ids of the pieces that were chosen as being like one."""
        self.record(related_key(article_id))
        if article_id not in self._related:
            self._related[article_id] = related_of([article_id]).get(article_id, [])
        return self._related[article_id]

    def _count(self, listing: str, group: str) -> int:
        if (listing, group) not in self._counts:
            self._counts[listing, group] = count_group(listing, group)
        return self._counts[listing, group]

    def groups(self, listing: str, size: int) -> list[Group]:
        """Return a listing's groups, the newest first."""
        self.record(groups_key(listing, size))
        return [Group(group, -(-count // size)) for group, count in groups_of(listing)]

    def ranking(self, name: str) -> list[Card]:
        """Return the public pieces of a ranking, the first one first."""
        self.record(ranking_key(name))
        ids = [one for one, _ in self._ranked(name)]
        self._read("article", [one for one in ids if ("article", one) not in self._plates])
        return self.show_all([card for card in (self.card("article", one) for one in ids) if card])

    def ranking_counts(self, name: str) -> dict[int, int]:
        """Return the counts of a ranking, by the id of the piece."""
        self.record(ranking_counts_key(name))
        return dict(self._ranked(name))

    def _ranked(self, name: str) -> list[tuple[int, int]]:
        if self._rankings is None:
            self._rankings = rankings()
        return self._rankings.get(name, [])

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """Make something for the first sheet of a run that asks; others share it, and what it was read from."""
        if name not in self._shared:
            before = self.take()
            value = make()
            self._shared[name] = (value, self.take())
            self.record_all(before)
        value, keys = self._shared[name]
        self.record_all(keys)
        return value

    def words(self, language: str = "") -> dict[str, Any]:
        """Return what the theme says, in a language or in the site's own."""
        return self.theme.words(language or (self.card("frame", 0) or {}).get("language", ""))

    def hour(self) -> str:
        """Return the hour that the press's clock shows, as ISO text."""
        self.record("clock:hour")
        return clock("hour")

    def month(self) -> str:
        """Return the month that the press's clock shows, as ``2026-11``."""
        self.record("clock:month")
        return clock("hour")[:7]

    def dressed(self) -> Theme:
        """Return the theme as an editor chose its accent and fonts."""
        look = (self.card("frame", 0) or {}).get("look") or {}
        return self.theme if self._is_dressed else dress(self.theme, look)

    def site(self) -> Site:
        """Return what stands around every page."""
        card = self.card("frame", 0) or {}
        if self._site is None:
            assets = self.dressed().assets
            names = {"css": assets["style.css"], "js": assets["script.js"], "assets": assets}
            frame = {
                part: self.theme.render(f"frame_{part}.html", {"site": card}) for part in ("header", "footer")
            }
            self._site = Site(card, names, frame)
        return self._site

    def render(self, template: str, page: dict[str, Any], **context: Any) -> bytes:
        """Render one of the theme's templates with what all pages have."""
        site, theme, frame = self.site()
        return self.theme.render(
            template, {"site": site, "theme": theme, "frame": frame, "page": page, **context}
        ).encode()
