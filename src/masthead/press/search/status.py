"""What can be said of the search index without opening it."""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from masthead.press.conf import press_conf
from masthead.press.models import SearchWaiting

from .names import CURRENT, LOCK

__all__ = ["SearchStatus", "search_status"]


@dataclass(frozen=True)
class SearchStatus:
    """The search index at one moment.

    Attributes:
        is_open: whether there is an index that readers can ask.
        documents: what it holds: pieces, pages, and what is named after pieces.
        waiting: changes that it does not know yet.
        fed_at: when something was last entered, ISO 8601; nothing before the first time.
        is_rebuilt: whether another one is being made anew now; readers ask the one before until it stands.
    """

    is_open: bool
    documents: int
    waiting: int
    fed_at: str
    is_rebuilt: bool

    def as_json(self) -> dict[str, Any]:
        """Return all as plain values."""
        return dict(vars(self))


def search_status() -> SearchStatus:
    """Return how the search index is doing."""
    path = press_conf().search_path
    documents, fed_at = _held(path)
    return SearchStatus(
        is_open=documents is not None,
        documents=documents or 0,
        waiting=SearchWaiting.objects.count(),
        fed_at=fed_at,
        is_rebuilt=_is_begun(path) and _is_held(path / LOCK),
    )


def _held(path: Path) -> tuple[int | None, str]:
    """Return how many documents the index has and when it was written, as its own list of segments says."""
    try:
        listed = path / CURRENT / "meta.json"
        written_at = datetime.fromtimestamp(listed.stat().st_mtime, UTC)
        segments = json.loads(listed.read_text(encoding="utf-8"))["segments"]
        documents = sum(
            int(one["max_doc"]) - int((one.get("deletes") or {}).get("num_deleted_docs", 0))
            for one in segments
        )
    except (OSError, ValueError, LookupError, TypeError):
        return None, ""
    return documents, written_at.isoformat(timespec="seconds")


def _is_begun(path: Path) -> bool:
    """Tell whether there is an index besides the one that is asked: one being made, or left by a process that was killed."""
    try:
        current = os.readlink(path / CURRENT)
    except OSError:
        current = ""
    return any(one.name != current for one in path.glob("index-*"))


def _is_held(path: Path) -> bool:
    """Tell whether a process holds a lock; whoever asks for it in this moment asks again."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
