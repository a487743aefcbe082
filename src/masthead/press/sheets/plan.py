"""Which sheets there are: all of an edition, and those that a change can bring into being."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from django.db.models import Count, Exists, OuterRef, Q, Value
from django.db.models.functions import Concat

from masthead.press.engine.ledger import lines_of
from masthead.press.engine.printer import Works
from masthead.press.engine.sheet import Phase, Sheet, Spec, Turn
from masthead.press.models import Entry, Moved, Plate, PrintedSheet
from masthead.press.plain import ERROR_STATUSES
from masthead.press.plates.listings import CORRECTIONS, MONTH_CHUNK, PEOPLE_CHUNK, SITEMAP_CHUNK, groups_key
from masthead.press.plates.moved import HISTORY
from masthead.press.plates.store import Change, aspect_key

from .archives import ArchiveIndexSheet, ArchiveSheet, PeoplePageSheet
from .article import ArticleSheet, StandingSheet
from .corrections import CorrectionsSheet, CorrectionsYearSheet
from .desk import Desk
from .device import ICONS, IconSheet, ManifestSheet, WorkerSheet
from .feeds import FEED_FORMATS, FeedSheet
from .fixed import AssetSheet, ErrorSheet, MovedSheet, RobotsSheet
from .fronts import ContributorSheet, LatestPart, SectionSheet, TopicSheet
from .home import HomeSheet
from .letters import LetterSheet, LettersPageSheet, NewsletterSheet
from .machines import IndexNowKeySheet, LlmsSheet, MarkdownSheet, OpenSearchSheet, SecuritySheet
from .most_read import MostReadPart, MostReadSheet
from .notices import NoticesSheet
from .places import specs_behind
from .share_card import ArticleCardSheet, ShareCardSheet
from .sitemaps import NewsSitemap, PagesSitemap, SitemapIndex, SitemapSheet

__all__ = ["all_specs", "keys_of", "make_works", "specs_of"]

# What readers look at first comes first: of what many pages show, these are printed at once.
_SHEETS: tuple[type[Sheet], ...] = (
    MovedSheet, AssetSheet, HomeSheet, LatestPart, SectionSheet, NewsSitemap, ContributorSheet, TopicSheet, MostReadSheet,
    MostReadPart, CorrectionsSheet, FeedSheet, ArchiveSheet, PeoplePageSheet, ArchiveIndexSheet, CorrectionsYearSheet,
    SitemapSheet, SitemapIndex, PagesSitemap, StandingSheet, NoticesSheet, NewsletterSheet, LettersPageSheet, LetterSheet,
    RobotsSheet, ErrorSheet, ShareCardSheet, IconSheet, ManifestSheet, WorkerSheet, LlmsSheet, SecuritySheet, OpenSearchSheet,
    IndexNowKeySheet, ArticleSheet, MarkdownSheet, ArticleCardSheet,
)  # fmt: skip
_PAGES = ("article", "standing", "section", "contributor", "topic", "letter", "newsletter")
# Those that are there or not as the settings say.
_SINGLE = ("share_card", "security", "opensearch", "indexnow_key")
_LISTED = ("section", "contributor", "topic")
_TREE = ("home", "section", "standing", "contributor", "topic", "letter", "newsletter")
# A letter names pieces, which are printed before it.
_FRESH = {"letter": Phase.LIST}
# What has numbered pages behind it, and which sheets they are.
_NUMBERED = {"contributor": "people_page", "topic": "people_page", "newsletter": "letters_page"}


def make_works() -> Works:
    """Return all kinds of sheets and how to make a desk for them."""
    return Works({sheet.kind: sheet() for sheet in _SHEETS}, Desk)


def _fixed() -> Iterator[Spec]:
    yield from _assets()
    yield from _parts()
    yield from _device()
    yield from (Spec("error", str(status)) for status in ERROR_STATUSES)
    yield Spec("archive_index", "all")
    for kind in (
        "robots",
        "sitemap_pages",
        "sitemap_news",
        "sitemap_index",
        "home",
        "most_read",
        "notices",
        "share_card",
        "llms",
        "opensearch",
        "security",
        "indexnow_key",
    ):
        yield Spec(kind)


def _parts() -> Iterator[Spec]:
    """Yield the parts, in the language in which pages name them: the site's own."""
    for language in Plate.objects.filter(kind="frame").values_list("language", flat=True):
        yield Spec("part_latest", language)
        yield Spec("part_most_read", language)


def _device() -> Iterator[Spec]:
    yield from (Spec("icon", address) for address in ICONS)
    yield from (Spec("manifest"), Spec("worker"))


def _assets() -> Iterator[Spec]:
    yield from (Spec("asset", address) for address in sorted(Desk().dressed().assets.values()))


def _named_before(fresh: Collection[Spec]) -> Iterator[Spec]:
    """Yield files of the theme and parts as they were: pages name them until they are printed anew."""
    lines = PrintedSheet.objects.filter(kind__in={"asset", "part_latest", "part_most_read"})
    before = (Spec(kind, args) for kind, args in lines.values_list("kind", "args"))
    yield from (spec for spec in before if spec not in fresh)


def _feeds(listing: str) -> Iterator[Spec]:
    yield from (Spec("feed", f"{form}|{listing}") for form in FEED_FORMATS)


def _groups(listing: str = "") -> Iterator[tuple[str, str, int]]:
    entries = Entry.objects.filter(listing=listing) if listing else Entry.objects.all()
    rows = entries.order_by().values_list("listing", "group").annotate(count=Count("id"))
    yield from rows.order_by("listing", "-group").iterator(2000)


def _chunks(listing: str, group: str, count: int) -> Iterator[Spec]:
    kind = listing.partition(":")[0]
    if kind == CORRECTIONS:
        yield from (
            Spec("corrections_year", f"{group}|{one}") for one in range(1, -(-count // PEOPLE_CHUNK) + 1)
        )
        return
    if kind in _NUMBERED:
        yield from (
            Spec(_NUMBERED[kind], f"{listing}|{one}") for one in range(1, -(-count // PEOPLE_CHUNK) + 1)
        )
        return
    yield from (Spec("archive", f"{listing}|{group}|{one}") for one in range(1, -(-count // MONTH_CHUNK) + 1))
    if kind == "all":
        yield from (Spec("sitemap", f"{group}|{one}") for one in range(1, -(-count // SITEMAP_CHUNK) + 1))


def all_specs() -> Iterator[Spec]:
    """Yield every sheet of the edition, by what plates and listings there are: pages first, then lists."""
    drawn = set(Plate.objects.without_picture().values_list("thing_id", flat=True))
    for kind in _PAGES:
        ids = (
            Plate.objects.filter(kind=kind)
            .order_by("-shown_at", "-thing_id")
            .values_list("thing_id", flat=True)
        )
        for thing_id in ids.iterator(5000):
            if kind == "article":
                yield Spec("markdown", str(thing_id))
                if thing_id in drawn:
                    yield Spec("article_card", str(thing_id))
            yield Spec(kind, str(thing_id))
            if kind in _LISTED:
                yield from _feeds(f"{kind}:{thing_id}")
            if kind == "section":
                yield Spec("share_card", f"section:{thing_id}")
    listings = {"all"}
    for listing, group, count in _groups():
        listings.add(listing)
        yield from _chunks(listing, group, count)
    yield from (Spec("archive_index", one) for one in sorted(listings) if one.startswith("section:"))
    yield from _feeds("all")
    if CORRECTIONS in listings:
        yield from _corrections()
    yield from _moved_shards()
    yield from _fixed()


def _corrections() -> Iterator[Spec]:
    yield Spec("corrections")
    yield from _feeds(CORRECTIONS)


def _moved_shards() -> Iterator[Spec]:
    here = Plate.objects.annotate(key=Concat("address", Value(""))).filter(
        kind=OuterRef("kind"), thing_id=OuterRef("thing_id"), address=Concat(OuterRef("key"), Value("/"))
    )
    moved = Moved.objects.filter(~Q(origin=HISTORY) | ~Exists(here))
    for shard in moved.order_by("shard").values_list("shard", flat=True).distinct():
        yield Spec("moved", shard)


def keys_of(change: Change) -> set[str]:
    """Return all keys that a change touches."""
    keys = set(change.keys)
    if change.kind in _TREE and aspect_key(change.kind, change.thing_id, "card") in keys:
        keys.add(f"all:{change.kind}")
    return keys


def specs_of(
    change: Change, keys: Iterable[str], *, is_first: bool = True
) -> Iterator[tuple[Spec, Phase, Turn]]:
    """Yield the sheets of a change that no ledger need name: its own, and those that it may bring into being or end.

    Args:
        change: what changed.
        keys: all keys that it touches.
        is_first: whether its own page is printed before the others that the ledger names.
    """
    yield from _own_specs(change, is_first=is_first)
    if change.kind == "standing" and (change.is_new or change.is_gone or change.is_moved):
        # One at the address of the corrections, or of the notices, stands in for their own page, which then waits for no key.
        yield Spec("corrections"), Phase.LIST, Turn.AT_ONCE
        yield Spec("notices"), Phase.INDEX, Turn.AT_ONCE
    if change.kind == "frame" and change.keys:
        # Another theme may have other files, another language has a part of its own; those that stand the ledger knows.
        wanted = [*_assets(), *_parts(), *_device(), *(Spec(kind) for kind in _SINGLE)]
        known = lines_of(wanted)
        yield from ((spec, Phase.LEAF, Turn.AT_ONCE) for spec in wanted if spec not in known)
        yield from ((spec, Phase.WITHDRAWN, Turn.LATER) for spec in _named_before(wanted))
        yield Spec("most_read"), Phase.INDEX, Turn.AT_ONCE
        yield Spec("notices"), Phase.INDEX, Turn.AT_ONCE
    named = {spec: phase for key in keys for spec, phase in _specs_of_key(key)}
    # Those that stand are found by the key.
    known = lines_of(spec for spec, phase in named.items() if phase != Phase.FORMER)
    for spec, phase in named.items():
        if spec not in known:
            is_later = phase == Phase.FORMER and change.is_gone
            yield spec, phase, _turn_of_gone(change) if is_later else Turn.AT_ONCE


def _turn_of_gone(change: Change) -> Turn:
    # Those that lead to a piece are printed first, but many pages of a topic need not wait for each other.
    return Turn.LATER if change.kind in _LISTED else Turn.NEXT


def _own_specs(change: Change, *, is_first: bool) -> Iterator[tuple[Spec, Phase, Turn]]:
    """Yield the page of what changed; where it comes, goes or has another address, all sheets behind it too."""
    if change.kind not in _PAGES:
        return
    fresh = _FRESH.get(change.kind, Phase.LEAF)
    is_changed = bool(
        change.keys & {aspect_key(change.kind, change.thing_id, one) for one in ("card", "body")}
    )
    if change.is_gone:
        yield from ((spec, Phase.WITHDRAWN, _turn_of_gone(change)) for spec in _page_specs(change))
    elif change.is_new or change.is_moved:
        # Nothing that leads there is printed before.
        yield from ((spec, fresh, Turn.AT_ONCE) for spec in _page_specs(change))
    elif is_first and is_changed:
        yield from ((spec, fresh, Turn.AT_ONCE) for spec in _pages_of(change))
    if change.kind == "article" and not change.is_gone and (change.is_new or change.is_moved or is_changed):
        # Whoever changes many at once shares none of them yet.
        card = Spec("article_card", str(change.thing_id))
        yield card, Phase.LEAF, Turn.AT_ONCE if is_first else Turn.LAST


def _specs_of_key(key: str) -> Iterator[tuple[Spec, Phase]]:
    head, _, rest = key.partition(":")
    if head == "moved":
        yield Spec("moved", rest), Phase.FORMER
    elif head == "range":
        listing, group, size, number = rest.rsplit(":", 3)
        yield from _chunk_spec(listing, group, int(size), number)
    elif key == groups_key(CORRECTIONS, PEOPLE_CHUNK):
        yield from ((spec, Phase.LIST) for spec in _corrections())
    elif head == "groups" and rest.endswith(f":{MONTH_CHUNK}"):
        yield Spec("archive_index", rest.rsplit(":", 1)[0]), Phase.INDEX


def _pages_of(change: Change) -> Iterator[Spec]:
    if change.kind == "article":
        # The page names its twin.
        yield Spec("markdown", str(change.thing_id))
    yield Spec(change.kind, str(change.thing_id))


def _page_specs(change: Change) -> Iterator[Spec]:
    """Yield a page that comes, goes or moves, and the sheets behind it that it links to."""
    yield from _pages_of(change)
    if change.kind == "article" and change.is_gone:
        yield Spec("article_card", str(change.thing_id))
    if change.kind not in _LISTED and change.kind not in _NUMBERED:
        return
    listing = f"{change.kind}:{change.thing_id}"
    if change.kind in _LISTED:
        yield from _feeds(listing)
    if change.is_gone:
        yield from specs_behind(listing)
        return
    for _, group, count in _groups(listing):
        yield from _chunks(listing, group, count)
    if change.kind == "section":
        yield Spec("archive_index", listing)
        yield Spec("share_card", listing)


def _chunk_spec(listing: str, group: str, size: int, number: str) -> Iterator[tuple[Spec, Phase]]:
    if size == SITEMAP_CHUNK:
        yield Spec("sitemap", f"{group}|{number}"), Phase.LIST
    elif size == MONTH_CHUNK:
        yield Spec("archive", f"{listing}|{group}|{number}"), Phase.LIST
    elif listing == CORRECTIONS:
        yield Spec("corrections_year", f"{group}|{number}"), Phase.LIST
    else:
        yield Spec(_NUMBERED[listing.partition(":")[0]], f"{listing}|{number}"), Phase.LIST
