"""Which sheets there are: all of an edition, and those that a change can bring into being."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Count, Exists, OuterRef, Q, Value
from django.db.models.functions import Concat

from masthead.press.engine.printer import Works
from masthead.press.engine.sheet import Phase, Sheet, Spec
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
from .machines import IndexNowKeySheet, LlmsSheet, MarkdownSheet, SecuritySheet
from .most_read import MostReadPart, MostReadSheet
from .places import specs_behind
from .share_card import ShareCardSheet
from .sitemaps import NewsSitemap, PagesSitemap, SitemapIndex, SitemapSheet

__all__ = ["all_specs", "keys_of", "make_works", "specs_of"]

_SHEETS: tuple[type[Sheet], ...] = (
    HomeSheet, SectionSheet, ArticleSheet, StandingSheet, ContributorSheet, TopicSheet, ArchiveIndexSheet,
    ArchiveSheet, PeoplePageSheet, LatestPart, FeedSheet, SitemapIndex, SitemapSheet, PagesSitemap, NewsSitemap,
    RobotsSheet, ErrorSheet, AssetSheet, MovedSheet, CorrectionsSheet, CorrectionsYearSheet,
    MostReadSheet, MostReadPart, ShareCardSheet, IconSheet, ManifestSheet, WorkerSheet,
    MarkdownSheet, LlmsSheet, SecuritySheet, IndexNowKeySheet,
)  # fmt: skip
_PAGES = ("article", "standing", "section", "contributor", "topic")
_LISTED = ("section", "contributor", "topic")
_TREE = ("home", "section", "standing", "contributor", "topic")


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
        "share_card",
        "llms",
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


def _assets_before(assets: Iterable[Spec]) -> Iterator[Spec]:
    """Yield the files of the theme as it was: pages name them until they are printed anew."""
    addresses = [spec.args for spec in assets]
    lines = PrintedSheet.objects.filter(kind="asset").exclude(args__in=addresses)
    yield from (Spec("asset", args) for args in lines.values_list("args", flat=True))


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
    if kind in {"contributor", "topic"}:
        yield from (
            Spec("people_page", f"{listing}|{one}") for one in range(1, -(-count // PEOPLE_CHUNK) + 1)
        )
        return
    yield from (Spec("archive", f"{listing}|{group}|{one}") for one in range(1, -(-count // MONTH_CHUNK) + 1))
    if kind == "all":
        yield from (Spec("sitemap", f"{group}|{one}") for one in range(1, -(-count // SITEMAP_CHUNK) + 1))


def all_specs() -> Iterator[Spec]:
    """Yield every sheet of the edition, by what plates and listings there are: pages first, then lists."""
    for kind in _PAGES:
        ids = (
            Plate.objects.filter(kind=kind)
            .order_by("-shown_at", "-thing_id")
            .values_list("thing_id", flat=True)
        )
        for thing_id in ids.iterator(5000):
            if kind == "article":
                yield Spec("markdown", str(thing_id))
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


def specs_of(change: Change, keys: Iterable[str]) -> Iterator[tuple[Spec, Phase]]:
    """Yield the sheets that a change may bring into being or end, which no ledger can name yet."""
    if change.kind in _PAGES and (change.is_new or change.is_gone):
        phase = Phase.WITHDRAWN if change.is_gone else Phase.LEAF
        yield from ((spec, phase) for spec in _page_specs(change))
    if change.kind == "standing" and (change.is_new or change.is_gone or change.is_moved):
        # One at the address of the corrections stands in for their own page, which then waits for no key.
        yield Spec("corrections"), Phase.LIST
    if change.kind == "frame" and change.keys:
        # Another theme may have other files, another language has a part of its own.
        assets = list(_assets())
        fresh = (*assets, *_parts(), *_device(), Spec("share_card"), Spec("security"), Spec("indexnow_key"))
        yield from ((spec, Phase.LEAF) for spec in fresh)
        yield from ((spec, Phase.WITHDRAWN) for spec in _assets_before(assets))
        yield Spec("most_read"), Phase.INDEX
    for key in keys:
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


def _page_specs(change: Change) -> Iterator[Spec]:
    """Yield a page that comes or goes, and the sheets behind it that it links to."""
    if change.kind == "article":
        # The page names its twin.
        yield Spec("markdown", str(change.thing_id))
    yield Spec(change.kind, str(change.thing_id))
    if change.kind not in _LISTED:
        return
    listing = f"{change.kind}:{change.thing_id}"
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
        yield Spec("people_page", f"{listing}|{number}"), Phase.LIST
