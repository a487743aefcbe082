"""Former addresses: where a reader who asks for one is sent, or that what was there is gone."""

from __future__ import annotations

import json
import os
import zlib
from collections import OrderedDict
from urllib.parse import quote

from masthead.kit.addresses import moved_file, moved_key, moved_shard, sealed_key
from masthead.reader.edition.beneath import open_beneath, read_whole
from masthead.reader.edition.files import DamagedSheetError
from masthead.reader.edition.streams import inflated

__all__ = ["Moved", "quoted_location"]

# At a million former addresses a shard takes about 100 KB in memory.
_KEPT_SHARDS = 32
_SHARD_BYTES = 64 * 1024 * 1024

_Shard = dict[str, list[object]]


def quoted_location(address: str) -> str:
    """Percent-encode a decoded path of this site for a ``Location`` header; a query in it stays one."""
    return quote(address, safe="/~:@!$&'()*+,;=-._")


class Moved:
    """The former addresses of one edition."""

    def __init__(self, folder: str) -> None:
        """Read the shards below ``folder``, the printed edition."""
        self._folder = folder
        self._kept: OrderedDict[str, tuple[tuple[int, int, int], _Shard]] = OrderedDict()

    def find(self, path: str, query: str = "") -> tuple[int, str] | None:
        """Return (301, new address) or (410, "") for a former address, or None if it never was one.

        The address of a locked page gives (302, its door).

        Args:
            path: The decoded path.
            query: The query as it came. Networks add parameters to what is shared, so the first one alone counts too.

        Raises:
            OSError: the shard is there and cannot be read.
        """
        keys = [_key(path, query)]
        if "&" in query:
            keys.append(_key(path, query.partition("&")[0]))
        for key in keys:
            found = self._answer(key)
            if found is not None:
                return found
        return None

    def _answer(self, key: str) -> tuple[int, str] | None:
        try:
            shard = moved_shard(key)
        except UnicodeEncodeError:
            return None
        entries = self._shard(shard)
        entry = entries.get(key) or entries.get(sealed_key(key))
        if entry is None:
            return None
        status, target = int(str(entry[0])), str(entry[1])
        if status == 410:
            return 410, ""
        # Only to this site: a shard is data, and an answer that leads elsewhere would lend the site's name.
        if not target.startswith("/") or target.startswith(("//", "/\\")):
            return None
        return 302 if status == 302 else 301, target

    def _shard(self, shard: str) -> _Shard:
        opened = open_beneath(self._folder, moved_file(shard))
        if opened is None:
            self._kept.pop(shard, None)
            return {}
        descriptor, state = opened
        try:
            is_state = (state.st_size, state.st_mtime_ns, state.st_ino)
            kept = self._kept.get(shard)
            if kept is not None and kept[0] == is_state:
                self._kept.move_to_end(shard)
                return kept[1]
            entries = self._parse(moved_file(shard), read_whole(descriptor, state.st_size))
        finally:
            os.close(descriptor)
        self._kept[shard] = (is_state, entries)
        if len(self._kept) > _KEPT_SHARDS:
            self._kept.popitem(last=False)
        return entries

    def _parse(self, name: str, packed: bytes) -> _Shard:
        try:
            entries = json.loads(inflated(packed, _SHARD_BYTES) or b"")
            if isinstance(entries, dict) and all(
                isinstance(e, list) and len(e) == 2 for e in entries.values()
            ):
                return entries
        except (zlib.error, ValueError):
            pass
        raise DamagedSheetError(
            f"{self._folder}/{name} is damaged. Print the edition again with `masthead print --all`."
        )


def _key(path: str, query: str) -> str:
    # moved_key() decodes, and the path that a server gives is decoded already: a literal % must survive.
    return moved_key(path.replace("%", "%25"), query)
