"""How a site is: what its checks find, and the state of its processes, database, press, search and scheduler."""

from __future__ import annotations

import os
import shutil
from dataclasses import asdict, dataclass
from typing import Any

from .failures import explain
from .options import Options
from .server.lock import read_state
from .server.notes import read_notes

__all__ = ["Finding", "database_status", "find_everything", "site_status"]

_SHOWN = 5
_LITTLE_ROOM_BYTES = 200 * 1024 * 1024
_COLOURS = {"error": "red", "warning": "yellow", "note": "blue"}


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be."""

    level: str
    id: str
    message: str
    hint: str = ""

    @property
    def colour(self) -> str:
        """The colour of its level on a terminal."""
        return _COLOURS[self.level]

    def as_json(self) -> dict[str, str]:
        """Return it as plain data."""
        return asdict(self)


def find_everything(options: Options) -> list[Finding]:
    """Return what Django's and Masthead's checks find, and what is wrong with the site on this machine."""
    from django.core import checks

    found = [
        _from_check(message) for message in checks.run_checks(include_deployment_checks=options.production)
    ]
    database = database_status()
    if not database["is_reachable"]:
        found.append(Finding("error", "masthead.H001", database["error"]))
    elif database["steps_missing"]:
        found.append(
            Finding(
                "error",
                "masthead.H002",
                f"The database lacks {database['steps_missing']} steps of this version's tables.",
                "Run: masthead manage migrate",
            )
        )
    found += _folders(options)
    return sorted(found, key=lambda finding: (finding.level, finding.id))


def _from_check(message: Any) -> Finding:
    from django.core.checks import ERROR, WARNING

    level = "error" if message.level >= ERROR else "warning" if message.level >= WARNING else "note"
    return Finding(level, message.id or "", str(message.msg), message.hint or "")


def _folders(options: Options) -> list[Finding]:
    found = [
        Finding(
            "error",
            "masthead.H003",
            f"This user may not write in {folder}.",
            "Change its owner or permissions.",
        )
        for folder in (options.data_path, options.edition_path, options.media_path)
        if folder.exists() and not os.access(folder, os.W_OK | os.X_OK)
    ]
    free = shutil.disk_usage(
        next(p for p in (options.data_path, *options.data_path.parents) if p.exists())
    ).free
    if free < _LITTLE_ROOM_BYTES:
        found.append(
            Finding(
                "warning",
                "masthead.H004",
                f"Only {free // 2**20} MB are left on the disk that holds {options.data_path}.",
                "Make room before printing stops.",
            )
        )
    return found


def database_status() -> dict[str, Any]:
    """Return whether the database answers and has the tables that this version needs."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    kind = connection.vendor
    try:
        executor = MigrationExecutor(connection)
        steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except Exception as error:  # noqa: BLE001 - whatever the driver raises, the answer is: not reachable
        return {"kind": kind, "is_reachable": False, "steps_missing": None, "error": str(explain(error))}
    return {"kind": kind, "is_reachable": True, "steps_missing": steps, "error": ""}


def site_status(options: Options) -> dict[str, Any]:
    """Return the state of a site as plain data; ``problems`` holds a sentence for each thing to look after."""
    database = database_status()
    is_usable = database["is_reachable"] and not database["steps_missing"]
    up = read_state(options.run_path)
    status: dict[str, Any] = {
        "site_url": options.site_url,
        "folder": str(options.folder),
        "production": options.production,
        "up": up,
        "database": database,
        "press": _press() if is_usable else None,
        "search": _search() if is_usable else None,
        "schedule": _schedule() if is_usable else None,
        "background": read_notes() if up["is_running"] else {},
    }
    status["problems"] = _problems(status)
    return status


def _press() -> dict[str, Any]:
    from masthead.press.actions import press_status

    values: dict[str, Any] = press_status().as_json()
    return values


def _search() -> dict[str, Any]:
    from masthead.press.search.status import search_status

    values: dict[str, Any] = search_status().as_json()
    return values


def _schedule() -> dict[str, Any] | None:
    from masthead.newsroom.models import ScheduleRun

    run = ScheduleRun.objects.filter(job="publish_scheduled").first()
    if run is None:
        return None
    return {
        "ran_at": run.ran_at.isoformat(timespec="seconds"),
        "interval_s": run.interval_s,
        "is_late": run.is_late,
        "error": run.error,
    }


def _problems(status: dict[str, Any]) -> list[str]:
    problems = []
    database, press, schedule, up = (status[name] for name in ("database", "press", "schedule", "up"))
    if not database["is_reachable"]:
        problems.append(database["error"])
    elif database["steps_missing"]:
        problems.append("The database is older than this version. Run: masthead manage migrate")
    if press:
        problems += [f"The press stands still: {press['problem']}"] if press["problem"] else []
        problems += [_failure(one["error"], one["sheets"]) for one in press["failures"]]
        problems += [_uncomposed(one) for one in press["uncomposed"]]
    if schedule and schedule["error"]:
        problems.append(f"Scheduled publishing failed: {schedule['error']}")
    if up["is_running"] and schedule and schedule["is_late"]:
        problems.append(f"Scheduled publishing is late: it last ran {schedule['ran_at']}.")
    problems += [
        f"The {name} failed: {note['error']}" for name, note in status["background"].items() if _failed(note)
    ]
    problems += [f"The {one['name']} do not run." for one in up.get("services", []) if _is_down(up, one)]
    return problems


def _failure(error: str, sheets: list[str]) -> str:
    """Say once what keeps many sheets from being printed: a mistake in a theme does as a rule."""
    shown = ", ".join(sheets[:_SHOWN]) + (" …" if len(sheets) > _SHOWN else "")
    what = f"The sheet {shown}" if len(sheets) == 1 else f"{len(sheets)} sheets or more ({shown})"
    return f"{what} could not be printed: {error.strip()}"


def _uncomposed(one: dict[str, Any]) -> str:
    return (
        f"The {one['thing']} could not be composed: {one['error'].strip()} Readers see its last form. "
        "Open it in the newsroom, correct what the message names and publish it again."
    )


def _failed(note: dict[str, Any]) -> bool:
    return bool(note.get("error")) and not note.get("is_running")


def _is_down(up: dict[str, Any], service: dict[str, Any]) -> bool:
    return bool(up["is_running"]) and service["stage"] == "waiting"
