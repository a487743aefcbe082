"""Describes the machine that was measured on: without it no figure means anything."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
from importlib.metadata import version
from pathlib import Path

__all__ = ["describe_machine"]

_PACKAGES = ("Django", "wagtail", "minijinja", "deflate", "granian")


def describe_machine(folder: Path) -> dict[str, str]:
    """Return what matters of this machine, by name.

    Args:
        folder: where the measured sites stand, for the kind of its disk.
    """
    cores = len(os.sched_getaffinity(0))
    processor = _first(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo")) or platform.processor()
    return {
        "Processor": f"{processor}, {cores} cores",
        "Memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB",
        "Disk": _disk(folder),
        "System": f"{_system()}, Linux {platform.release()}",
        "Python": f"{platform.python_implementation()} {platform.python_version()}, SQLite {sqlite3.sqlite_version}",
        "Packages": ", ".join(f"{name} {version(name)}" for name in _PACKAGES),
    }


def _first(pattern: str, file: Path) -> str:
    try:
        found = re.search(pattern, file.read_text())
    except OSError:
        return ""
    return found[1].strip() if found else ""


def _system() -> str:
    return _first(r'PRETTY_NAME="?([^"\n]+)', Path("/etc/os-release")) or platform.system()


def _disk(folder: Path) -> str:
    """Return file system and kind of device, as far as the system tells."""
    number = os.stat(folder).st_dev
    device = Path(f"/sys/dev/block/{os.major(number)}:{os.minor(number)}").resolve()
    disk = device if (device / "queue").is_dir() else device.parent
    mounts = [line.split() for line in Path("/proc/mounts").read_text().splitlines()]
    at = [mount for mount in mounts if folder.resolve().is_relative_to(mount[1])]
    system = max(at, key=lambda mount: len(mount[1]))[2] if at else "unknown file system"
    if not (disk / "queue").is_dir():
        return system
    if disk.name.startswith(("vd", "xvd")):
        return f"{system} on a virtual disk"
    is_turning = _first(r"(\d)", disk / "queue" / "rotational") == "1"
    return f"{system} on a {'turning disk' if is_turning else 'solid-state disk'}"
