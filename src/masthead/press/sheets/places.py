"""Where the sheets behind a thing stand: archives, numbered pages and feeds of a section, contributor or topic."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from masthead.press.engine.sheet import Spec
from masthead.press.models import Entry, PrintedSheet
from masthead.press.plates.listings import CORRECTIONS, MONTH_CHUNK, PEOPLE_CHUNK, SITEMAP_CHUNK
from masthead.press.plates.moved import note_sheet
from masthead.press.plates.store import Change

from .archives import archive_address, listing_address, people_page_address
from .corrections import CORRECTIONS_ADDRESS, has_corrections, year_address
from .desk import Desk
from .feeds import FEED_FORMATS
from .machines import twin_of
from .share_card import CARD_NAME, has_card, share_card

__all__ = ["address_behind", "note_left", "specs_behind"]

_LISTED = {"section", "contributor", "topic", "newsletter"}
_BEHIND = ("archive", "archive_index", "people_page", "letters_page", "feed", "share_card")


def address_behind(desk: Desk, kind: str, args: str) -> str | None:
    """Return where a sheet behind a thing stands now; None when there is nothing to print."""
    if kind == "feed":
        form, _, listing = args.partition("|")
        base = listing_address(desk, listing)
        return base and base + FEED_FORMATS[form]
    if kind == "markdown":
        card = desk.card("article", int(args))
        return twin_of(card["address"]) if card else None
    if kind == "article_card":
        plate = desk.plate("article", int(args))
        return share_card(plate["address"])["src"] if plate and has_card(plate) else None
    if kind == "corrections":
        return CORRECTIONS_ADDRESS if has_corrections(desk) else None
    if kind == "corrections_year":
        year, _, page = args.partition("|")
        has_page = int(page) <= desk.pages(CORRECTIONS, year, PEOPLE_CHUNK)
        return year_address(year, int(page)) if has_page else None
    listing, *place = args.split("|")
    base = listing_address(desk, listing)
    if base is None:
        return None
    if kind == "share_card":
        return f"{base}{CARD_NAME}"
    if kind == "archive_index":
        has_archive = listing == "all" or desk.groups(listing, MONTH_CHUNK)
        return archive_address(base) if has_archive else None
    group, size = (place[0], MONTH_CHUNK) if kind == "archive" else ("", PEOPLE_CHUNK)
    number = int(place[-1])
    if number > desk.pages(listing, group, size):
        return None
    return archive_address(base, group, number) if kind == "archive" else people_page_address(base, number)


def note_left(change: Change) -> None:
    """Keep the addresses of sheets behind a thing that a change moves or ends: readers may hold them.

    The shards that have to tell of them join the keys of the change.
    """
    lines: list[PrintedSheet] = []
    if change.kind in _LISTED and (change.is_gone or change.is_moved):
        lines += _behind(f"{change.kind}:{change.thing_id}")
    if change.kind == "article" and (change.is_gone or change.is_moved):
        lines += PrintedSheet.objects.filter(kind__in=("markdown", "article_card"), args=str(change.thing_id))
    for key in change.keys:
        head, _, rest = key.partition(":")
        if head == "pages":
            lines += _emptied(*rest.rsplit(":", 2))
    for line in lines:
        args = line.args
        if change.into is not None:
            args = args.replace(f"{change.kind}:{change.thing_id}", f"{change.kind}:{change.into}")
        change.keys.add(note_sheet(line.address, line.kind, args))


def specs_behind(listing: str) -> list[Spec]:
    """Return the sheets behind a thing that are in print."""
    return [Spec(line.kind, line.args) for line in _behind(listing)]


def _behind(listing: str) -> Iterator[PrintedSheet]:
    feeds = [f"{form}|{listing}" for form in FEED_FORMATS]
    yield from PrintedSheet.objects.filter(
        Q(args=listing) | Q(args__startswith=f"{listing}|") | Q(args__in=feeds), kind__in=_BEHIND
    )


def _emptied(listing: str, group: str, size: str) -> Iterator[PrintedSheet]:
    """Yield what is printed of a group beyond the chunks that it has now."""
    if int(size) == SITEMAP_CHUNK:
        return
    has = Entry.objects.filter(listing=listing, group=group).count()
    start, kinds = (
        f"{listing}|{group}|" if group else f"{listing}|",
        ["archive", "people_page", "letters_page"],
    )
    if listing == CORRECTIONS:
        start, kinds = f"{group}|", ["corrections_year"]
        if not has and not Entry.objects.filter(listing=listing).exists():
            feeds = [f"{form}|{listing}" for form in FEED_FORMATS]
            yield from PrintedSheet.objects.filter(Q(kind="corrections") | Q(kind="feed", args__in=feeds))
    for line in PrintedSheet.objects.filter(args__startswith=start, kind__in=kinds):
        if (int(line.args.rpartition("|")[2]) - 1) * int(size) >= has:
            yield line
    if not has and group:
        yield from PrintedSheet.objects.filter(kind="archive_index", args=listing)
