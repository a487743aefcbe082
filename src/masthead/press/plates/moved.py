"""Former addresses: every address that ever worked, kept when a plate takes another or goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.db import connection
from django.db.models import Q
from wagtail.contrib.redirects.models import Redirect

from masthead.kit.addresses import moved_key, moved_shard, sealed_key
from masthead.newsroom.models import Event
from masthead.newsroom.signals import subject_of
from masthead.press.models import Moved, Plate, PrintedMedia

from .pictures import printed_storage
from .writing import HISTORY, keep_history

__all__ = [
    "DOOR",
    "HISTORY",
    "door_address",
    "merge_history",
    "merge_of",
    "moved_entries",
    "note_address",
    "note_sheet",
    "shard_key",
    "shards_of_thing",
    "sync_redirects",
]

# The origin of a row that leads from the address of a locked page to its door.
DOOR = "door"
_DOORS = "/doors/locked"
_TARGET_KINDS = ("picture", "document")
# The target of such a row is a sheet's kind and argument: where that stands is asked when the row is printed.
_SHEET = "sheet"


def door_address(page_id: int) -> str:
    """Return where the door of a locked page is: the number tells nothing of the page."""
    return f"{_DOORS}/{page_id}/"


def shard_key(shard: str) -> str:
    """Name one shard of the former addresses."""
    return f"moved:{shard}"


def note_address(kind: str, thing_id: int, address: str) -> bool:
    """Keep an address at which a thing is printed; whoever has it last answers for it.

    Returns:
        Whether the address was known before.
    """
    key = moved_key(address)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM press_moved WHERE key = %s LIMIT 1", [key])
        is_known = cursor.fetchone() is not None
    keep_history([(key, kind, thing_id)])
    return is_known


def note_sheet(address: str, kind: str, args: str) -> str:
    """Keep an address at which a sheet behind a thing is printed; returns the key of its shard."""
    key = moved_key(address)
    shard = moved_shard(key)
    target = f"{kind}|{args}"
    Moved.objects.update_or_create(
        key=key, origin=HISTORY, defaults={"shard": shard, "kind": _SHEET, "thing_id": None, "target": target}
    )
    return shard_key(shard)


def shards_of_thing(kind: str, thing_id: int) -> set[str]:
    """Return the shards that name a thing."""
    return set(Moved.objects.filter(kind=kind, thing_id=thing_id).values_list("shard", flat=True))


def merge_history(kind: str, old_id: int, new_id: int) -> set[str]:
    """Let another thing answer for all former addresses of a thing; returns the shards that changed."""
    shards = shards_of_thing(kind, old_id)
    Moved.objects.filter(kind=kind, thing_id=old_id).update(thing_id=new_id)
    return shards


def sync_redirects(redirect_ids: Sequence[int]) -> set[str]:
    """Bring the newsroom's redirects to the press, many at once; returns the shards that changed."""
    origins = {f"redirect:{number}" for number in redirect_ids}
    held = list(Moved.objects.filter(origin__in=origins))
    redirects = Redirect.objects.select_related("redirect_page").filter(pk__in=redirect_ids)
    wanted = {row.origin: row for row in map(_row_of, redirects)}
    left = [row.pk for row in held if row.origin not in wanted or wanted[row.origin].key != row.key]
    Moved.objects.filter(pk__in=left).delete()
    Moved.objects.bulk_create(
        wanted.values(),
        update_conflicts=True,
        unique_fields=["key", "origin"],
        update_fields=["shard", "kind", "thing_id", "target"],
    )
    return {row.shard for row in (*held, *wanted.values())}


def _row_of(redirect: Redirect) -> Moved:
    path, _, query = redirect.old_path.partition("?")
    key = moved_key(path, query)
    kind, thing_id, target = "", None, ""
    if redirect.redirect_page_id:
        kind, thing_id = str(subject_of(redirect.redirect_page) or ""), redirect.redirect_page_id
    else:
        target = redirect.redirect_link
        head, _, number = target.partition(":")
        if head in _TARGET_KINDS and number.isdigit():
            kind, thing_id, target = head, int(number), ""
    return Moved(
        key=key,
        shard=moved_shard(key),
        origin=f"redirect:{redirect.pk}",
        kind=kind,
        thing_id=thing_id,
        target=target,
    )


def moved_entries(shard: str, address_behind: Callable[[str, str], str | None]) -> dict[str, tuple[int, str]]:
    """Return what a shard says: former address, or that of a locked page → status and the address to go to.

    An address at which something stands now is left out. One whose thing is gone answers 410 if it
    ever worked here, and is left out if it was only announced by a redirect: that would tell of drafts.

    Args:
        shard: three hexadecimal digits.
        address_behind: tells where the sheet of a kind and argument stands now.
    """
    rows = sorted(
        Moved.objects.filter(shard=shard), key=lambda row: (row.key, row.origin != HISTORY, row.origin)
    )
    targets = _targets(rows)
    standing = _standing_keys(row.key for row in rows)
    entries: dict[str, tuple[int, str]] = {}
    for row in rows:
        if row.key in standing:
            continue
        target = row.target or targets.get((row.kind, row.thing_id or 0), "")
        if row.kind == _SHEET:
            target = address_behind(*row.target.split("|", 1)) or ""
            if moved_key(target) == row.key:
                continue
        if target and moved_key(target) != row.key:
            if row.key not in entries or entries[row.key][0] == 410:
                # A lock may be taken off again, so browsers are not to remember where the door was.
                entries[row.key] = (302 if target.startswith(f"{_DOORS}/") else 301, target)
        elif row.key not in entries and _ever_worked(row):
            entries[row.key] = (410, "")
    # The address of a locked page is told to nobody who does not know it.
    return {sealed_key(key) if entry[0] == 302 else key: entry for key, entry in entries.items()}


def _targets(rows: Iterable[Moved]) -> dict[tuple[str, int], str]:
    ids: dict[str, set[int]] = {}
    for row in rows:
        if row.kind and row.thing_id is not None:
            ids.setdefault(row.kind, set()).add(row.thing_id)
    targets: dict[tuple[str, int], str] = {}
    for kind, things in ids.items():
        if kind in _TARGET_KINDS:
            media = PrintedMedia.objects.filter(used_kind=kind, used_id__in=things).order_by("width")
            targets.update({(kind, one.used_id): printed_storage().url(one.name) for one in media})
        else:
            plates = Plate.objects.filter(kind=kind, thing_id__in=things).values_list("thing_id", "address")
            targets.update({(kind, thing_id): address for thing_id, address in plates})
    locked = {one for one in _things(ids) if one not in targets}
    if locked:
        doors = Moved.objects.filter(origin=DOOR, thing_id__in={thing_id for _, thing_id in locked})
        for kind, thing_id, target in doors.values_list("kind", "thing_id", "target"):
            if (kind, thing_id) in locked:
                targets[kind, thing_id or 0] = target
    return targets


def _things(ids: dict[str, set[int]]) -> set[tuple[str, int]]:
    return {(kind, one) for kind, things in ids.items() if kind not in _TARGET_KINDS for one in things}


def _standing_keys(keys: Iterable[str]) -> set[str]:
    addresses = {address for key in keys for address in (key, f"{key}/")}
    return {
        moved_key(one)
        for one in Plate.objects.filter(address__in=addresses).values_list("address", flat=True)
    }


def _ever_worked(row: Moved) -> bool:
    if row.origin == HISTORY:
        return True
    if not row.kind or row.kind in _TARGET_KINDS:
        return False
    return Moved.objects.filter(Q(kind=row.kind, thing_id=row.thing_id), origin=HISTORY).exists()


def merge_of(event: Event) -> int | None:
    """Return the id that answers for a merged thing."""
    into = event.detail.get("into") if event.kind == Event.Kind.MERGED else None
    return int(into) if into is not None else None
