"""``masthead status``: how a site is doing."""

from __future__ import annotations

from typing import Any

import click

from masthead.config.failures import ExitCode

from .screen import print_json
from .site import prepare_django, require_site, site_option

__all__ = ["command"]


@click.command("status")
@site_option
@click.option("--json", "is_json", is_flag=True, help="Write the status as JSON.")
def command(is_json: bool) -> int:
    """Show how a site is doing: processes, database, press, search, scheduler.

    Ends with 1 where something needs attention.
    """
    options = require_site()
    prepare_django()
    from masthead.config.health import site_status

    status = site_status(options)
    if is_json:
        print_json(status)
    else:
        for name, value in _lines(status):
            click.echo(f"{name:<12}{value}")
        for problem in status["problems"]:
            click.echo(click.style("! ", fg="yellow", bold=True) + problem)
    return ExitCode.FAILED if status["problems"] else ExitCode.DONE


def _lines(status: dict[str, Any]) -> list[tuple[str, str]]:
    lines = [("site", status["site_url"]), ("folder", status["folder"]), ("running", _running(status["up"]))]
    lines += [("database", ", ".join(_named(status["database"])))]
    if status["press"] is not None:
        lines.append(("press", ", ".join(_named(status["press"]))))
    if status["search"] is not None:
        lines.append(("search", _search(status["search"])))
    schedule = status["schedule"]
    if schedule is not None:
        lines.append(
            ("scheduler", f"last ran {schedule['ran_at']}" + (" (late)" if schedule["is_late"] else ""))
        )
    lines += [
        (f"  {name}", "working" if note.get("is_running") else "failed")
        for name, note in status["background"].items()
    ]
    return lines


def _search(search: dict[str, Any]) -> str:
    held = f"{search['documents']} documents" if search["is_open"] else "no index yet"
    parts = [held, f"{search['waiting']} waiting"]
    parts += [f"last fed {search['fed_at']}"] if search["fed_at"] else []
    parts += ["being made anew"] if search["is_rebuilt"] else []
    return ", ".join(parts)


def _running(up: dict[str, Any]) -> str:
    if not up["is_running"]:
        return "no"
    services = [f"{one['name']} {one['stage']}, {one['restarts']} restarts" for one in up.get("services", [])]
    return "; ".join([f"yes, process {up.get('pid', '?')}", *services])


def _named(values: dict[str, Any]) -> list[str]:
    return [
        f"{name.replace('_', ' ')} {_plain(value)}"
        for name, value in values.items()
        if value not in ("", None, [])
    ]


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(len(value)) if isinstance(value, (list, dict)) else str(value)
