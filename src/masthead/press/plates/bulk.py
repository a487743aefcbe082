"""Composing many articles at once: the same rows as one by one, for a fraction of the queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from masthead.kit.addresses import moved_key, moved_shard
from masthead.newsroom.models import ArticlePage, kin_of
from masthead.press.models import Entry, Moved, Plate

from .composed import Composed
from .listings import add_entries
from .moved import shard_key
from .pages import compose_article
from .pictures import PrintedSizes, Shelf
from .site import SiteTree
from .store import Change, aspect_key, is_kept, keep_plate, plate_values
from .uncomposed import COMPOSING_ERRORS
from .writing import add_uses, keep_history

__all__ = ["compose_articles", "keep_articles"]


def compose_articles(
    article_ids: Sequence[int], tree: SiteTree
) -> tuple[list[Composed], list[int], dict[int, Exception]]:
    """Compose articles from their pages.

    Returns:
        The composed, the ids of those that readers may not see, and why some could not be composed.
    """
    pages = (
        ArticlePage.objects.filter(pk__in=article_ids)
        .select_related("lead_image", "social_image")
        .prefetch_related("byline", "topics", "reader_comments", "corrections")
    )
    printed: PrintedSizes = {}
    kin = kin_of({page.pk: page.translation_of_id for page in pages if page.live})
    composed: list[Composed] = []
    failed: dict[int, Exception] = {}
    for page in pages:
        if tree.is_public(page):
            try:
                composed.append(compose_article(page, tree, Shelf(tree, printed), kin=kin.get(page.pk, [])))
            except COMPOSING_ERRORS as error:
                failed[page.pk] = error
    public = {one.thing_id for one in composed} | set(failed)
    return composed, [one for one in article_ids if one not in public], failed


def keep_articles(composed: Sequence[Composed], *, are_keys_wanted: bool) -> list[Change]:
    """Save composed articles and say what that changed.

    Args:
        composed: the articles, each once.
        are_keys_wanted: whether to find out which parts of listings changed. It is what takes longest,
            and for nothing where all sheets are printed next.
    """
    plates = Plate.objects.filter(kind="article", thing_id__in=[one.thing_id for one in composed])
    held = {plate.thing_id: plate for plate in plates.prefetch_related("uses", "entries")}
    changes = [
        keep_plate(one) for one in composed if one.thing_id in held and not is_kept(held[one.thing_id], one)
    ]
    fresh = [one for one in composed if one.thing_id not in held]
    return changes + (_keep_new(fresh, are_keys_wanted=are_keys_wanted) if fresh else [])


def _keep_new(composed: Sequence[Composed], *, are_keys_wanted: bool) -> list[Change]:
    plates = Plate.objects.bulk_create(
        [Plate(kind=one.kind, thing_id=one.thing_id, **plate_values(one)) for one in composed]
    )
    pairs = list(zip(plates, composed, strict=True))
    add_uses((plate.pk, kind, number) for plate, one in pairs for kind, number in one.uses)
    entries = [entry for plate, one in pairs for entry in _entries(plate, one)]
    lists = Change("listings", 0, keys=add_entries(entries, are_keys_wanted=are_keys_wanted), is_new=True)
    lists.listings = {entry.listing for entry in entries}
    shards = _note_addresses(composed)
    changes = [_change_of(one, shards[one.thing_id]) for one in composed]
    return [*changes, lists]


def _entries(plate: Plate, composed: Composed) -> Iterator[Entry]:
    for listing, place in composed.places().items():
        yield Entry(listing=listing, **place._asdict(), article_id=composed.thing_id, plate=plate)


def _change_of(composed: Composed, shards: Iterable[str]) -> Change:
    keys = {aspect_key(composed.kind, composed.thing_id, aspect) for aspect in ("card", "body")}
    keys |= {shard_key(shard) for shard in shards}
    return Change(composed.kind, composed.thing_id, keys=keys, is_new=True)


def _note_addresses(composed: Sequence[Composed]) -> dict[int, set[str]]:
    """Keep the addresses of new plates; returns for each thing the shards that told of it or its address."""
    ids = [one.thing_id for one in composed]
    shards: dict[int, set[str]] = {number: set() for number in ids}
    former = Moved.objects.filter(kind="article", thing_id__in=ids).values_list("thing_id", "shard")
    for thing_id, shard in former:
        if thing_id is not None:
            shards[thing_id].add(shard)
    addresses = {moved_key(one.address): one for one in composed if one.address}
    known = set(Moved.objects.filter(key__in=list(addresses)).values_list("key", flat=True))
    for key in known:
        shards[addresses[key].thing_id].add(moved_shard(key))
    keep_history((key, one.kind, one.thing_id) for key, one in addresses.items())
    return shards
