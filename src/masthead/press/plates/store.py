"""Keeping plates: what is new is compared with what is kept, by aspect."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from masthead.kit.addresses import moved_key, moved_shard
from masthead.press.models import Plate, Use

from .composed import Composed, as_json, hash_of
from .listings import sync_listings
from .moved import note_address, shard_key, shards_of_thing
from .writing import add_uses

__all__ = ["Change", "aspect_key", "drop_plate", "is_kept", "keep_plate", "plate_values"]

_COLLECTED = {"picture", "document"}
_LISTED = {"article", "letter"}


def aspect_key(kind: str, thing_id: int, aspect: str) -> str:
    """Name one aspect of one thing's plate: ``card`` is what lists show, ``body`` the rest."""
    return f"{kind}:{thing_id}:{aspect}"


@dataclass
class Change:
    """What keeping or dropping a plate changed.

    Attributes:
        keys: the names of all that changed, as sheets recorded them.
        listings: listings that gained or lost the plate.
        is_new, is_gone, is_moved: whether the plate appeared, went, or has another address.
        released: pictures and files that the plate may no longer show, or not in all sizes as before.
        into: the id of the thing with which this one was merged.
    """

    kind: str
    thing_id: int
    keys: set[str] = field(default_factory=set)
    listings: set[str] = field(default_factory=set)
    is_new: bool = False
    is_gone: bool = False
    is_moved: bool = False
    released: set[tuple[str, int]] = field(default_factory=set)
    into: int | None = None


def plate_values(composed: Composed) -> dict[str, Any]:
    """Return the values of a plate's row."""
    card, body = as_json(composed.card), as_json(composed.body)
    return {
        "language": composed.language,
        "address": composed.address,
        "shown_at": composed.shown_at,
        "card": card,
        "body": body,
        "card_hash": hash_of(card),
        "body_hash": hash_of(body),
        "revision_id": composed.revision_id,
    }


def is_kept(plate: Plate, composed: Composed) -> bool:
    """Tell whether a plate, its uses and its entries are what composing gave."""
    uses = {(use.used_kind, use.used_id) for use in plate.uses.all()}
    entries = {(entry.listing, entry.group, entry.shown_at) for entry in plate.entries.all()}
    wanted = {(listing, *place) for listing, place in composed.places().items()}
    values = plate_values(composed)
    is_same = all(getattr(plate, name) == value for name, value in values.items())
    return is_same and uses == composed.uses and entries == wanted


def keep_plate(composed: Composed) -> Change:
    """Save a composed thing and say what that changed; the same plate again changes nothing."""
    change = Change(composed.kind, composed.thing_id)
    fresh = plate_values(composed)
    plate = Plate.objects.filter(kind=composed.kind, thing_id=composed.thing_id).first()
    before = (plate.card_hash, plate.body_hash, plate.address) if plate else ("", "", "")
    change.is_new = plate is None
    change.is_moved = plate is not None and before[2] != composed.address
    if plate is None:
        plate = Plate.objects.create(kind=composed.kind, thing_id=composed.thing_id, **fresh)
    elif any(getattr(plate, name) != value for name, value in fresh.items()):
        for name, value in fresh.items():
            setattr(plate, name, value)
        plate.save()
    for aspect, old in (("card", before[0]), ("body", before[1])):
        if fresh[f"{aspect}_hash"] != old:
            change.keys.add(aspect_key(composed.kind, composed.thing_id, aspect))
    _sync_uses(plate, composed.uses, change)
    if change.keys and not change.is_new:
        # A picture that stays may be shown in fewer sizes, or is another under its old number.
        change.released |= composed.uses
    change.released = {thing for thing in change.released if thing[0] in _COLLECTED}
    if composed.kind in _LISTED:
        keys, change.listings = sync_listings(
            plate,
            composed.places(),
            is_card_changed=before[0] != fresh["card_hash"],
            is_new=change.is_new,
        )
        change.keys |= keys
    if composed.address and (change.is_new or change.is_moved):
        _note_addresses(change, before[2], composed.address)
    return change


def drop_plate(kind: str, thing_id: int) -> Change:
    """Forget a thing that is no longer public; its addresses are remembered."""
    change = Change(kind, thing_id)
    plate = Plate.objects.filter(kind=kind, thing_id=thing_id).first()
    if plate is None:
        return change
    change.is_gone = True
    change.keys = {aspect_key(kind, thing_id, aspect) for aspect in ("card", "body")}
    if kind in _LISTED:
        keys, change.listings = sync_listings(plate, {}, is_card_changed=False)
        change.keys |= keys
    uses = plate.uses.filter(used_kind__in=_COLLECTED)
    change.released = set(uses.values_list("used_kind", "used_id"))
    address = plate.address
    plate.delete()
    _note_addresses(change, address, "")
    return change


def _sync_uses(plate: Plate, wanted: set[tuple[str, int]], change: Change) -> None:
    held = {} if change.is_new else {(use.used_kind, use.used_id): use for use in plate.uses.all()}
    change.released = set(held) - wanted
    if change.released:
        Use.objects.filter(pk__in=[held[one].pk for one in change.released]).delete()
    add_uses((plate.pk, kind, used_id) for kind, used_id in wanted - set(held))


def _note_addresses(change: Change, before: str, after: str) -> None:
    shards = shards_of_thing(change.kind, change.thing_id)
    if before:
        shards.add(moved_shard(moved_key(before)))
    # An address that nobody had before is in no shard as long as something stands there.
    if after and note_address(change.kind, change.thing_id, after):
        shards.add(moved_shard(moved_key(after)))
    change.keys |= {shard_key(shard) for shard in shards}
