"""Measures the memory of a running site: all processes of ``masthead up``, while nobody asks for anything."""

from __future__ import annotations

import argparse
import http.client
import re
import sys
import time
from pathlib import Path

from .figures import Figure
from .ground import free_port, report, serving_process

__all__ = ["measure", "tree_of"]

_IDLE_S = 20
_TARGET_MB = 400


def measure(site: Path) -> list[Figure]:
    """Start a printed site, ask for one page of each side, let it be idle, and count."""
    port = free_port()
    with serving_process(site, [str(Path(sys.executable).with_name("masthead")), "up"], port) as process:
        for address in ("/", "/newsroom/login/"):
            _ask(port, address)
        time.sleep(_IDLE_S)
        processes = tree_of(process.pid)
        resident = sum(_kilobytes(one, "Rss") for one in processes) / 1024
        proportional = sum(_kilobytes(one, "Pss") for one in processes) / 1024
    return [
        Figure("Idle memory of all processes (PSS)", proportional, "MB", target=_TARGET_MB),
        Figure("Idle memory of all processes, shared pages counted in each (RSS)", resident, "MB"),
        Figure("Processes", len(processes), "processes"),
    ]


def _ask(port: int, address: str) -> None:
    """Ask until the answer is a page: the newsroom's process starts after the readers' listens."""
    deadline = time.monotonic() + 60
    status = 0
    while status != 200:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{address} was not answered with a page within a minute, but with {status}.")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", address)
        status = connection.getresponse().status
        connection.close()
        time.sleep(1)


def tree_of(root: int) -> list[int]:
    """Return a process and all below it."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                # The name of a process may hold anything, a parenthesis too.
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    tree = [root]
    for process in tree:
        tree += [child for child, parent in parents.items() if parent == process]
    return tree


def _kilobytes(process: int, name: str) -> int:
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    found = re.search(rf"^{name}:\s+(\d+) kB", rollup, re.MULTILINE)
    return int(found[1]) if found else 0


def main() -> None:
    """Measure one printed site from the command line."""
    parser = argparse.ArgumentParser(description="Measure the idle memory of a site.")
    parser.add_argument("--site", type=Path, required=True)
    report(measure(parser.parse_args().site))


if __name__ == "__main__":
    main()
