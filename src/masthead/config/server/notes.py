"""How the background threads do, in a file that can be read while the database is down."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from typing import Any

from masthead.config.options import load_options

__all__ = ["forget_notes", "note_failure", "note_running", "read_notes"]

_NAME = "background.json"
_guard = threading.Lock()


def forget_notes() -> None:
    """Begin with nothing noted: the threads are new."""
    (load_options().run_path / _NAME).unlink(missing_ok=True)


def note_running(name: str) -> None:
    """Note that a thread began to work; what it last failed on stays known."""
    _note(name, {"is_running": True, "started_at": _now()})


def note_failure(name: str, error: BaseException) -> None:
    """Note what a thread failed on."""
    with _guard:
        failures = int(read_notes().get(name, {}).get("failures", 0)) + 1
    _note(
        name,
        {
            "is_running": False,
            "failures": failures,
            "failed_at": _now(),
            "error": f"{type(error).__name__}: {error}",
        },
    )


def read_notes() -> dict[str, dict[str, Any]]:
    """Return the notes by the thread's name."""
    try:
        notes: dict[str, dict[str, Any]] = json.loads(
            (load_options().run_path / _NAME).read_text(encoding="utf-8")
        )
    except (OSError, ValueError):
        return {}
    return notes


def _note(name: str, changes: dict[str, Any]) -> None:
    path = load_options().run_path / _NAME
    with _guard:
        notes = read_notes()
        notes[name] = {**notes.get(name, {}), **changes}
        fresh = path.with_name(f".{_NAME}.tmp")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps(notes), encoding="utf-8")
            fresh.replace(path)
        except OSError:
            # A note is not worth stopping the work for; the log has it too.
            fresh.unlink(missing_ok=True)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
