"""The ground a measurement stands on: a site's folder of its own, and a fresh process for each."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .figures import Figure

__all__ = [
    "PROJECT",
    "copy_of",
    "default_work",
    "environment_of",
    "free_port",
    "measure_in_fresh_process",
    "report",
    "run_in_fresh_process",
    "serving_process",
    "set_aside",
    "start_django",
    "sweep_aside",
    "timed",
]

PROJECT = Path(__file__).resolve().parent.parent
_ASIDE = "aside"
_PRINTED_PORT = 8000


def default_work() -> Path:
    """Return the folder in which generated magazines are kept between runs."""
    return Path(tempfile.gettempdir()) / f"masthead-benchmarks-{os.getuid()}"


def environment_of(site: Path) -> dict[str, str]:
    """Return the environment of a process that works on a site, with none of the caller's own settings."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MASTHEAD_")}
    return clean | {"MASTHEAD_SITE": str(site), "DJANGO_SETTINGS_MODULE": "masthead.config.settings"}


def start_django(site: Path) -> None:
    """Set Django up for a site; rooms can be imported after that."""
    os.environ.update(environment_of(site))
    for name in [name for name in os.environ if name.startswith("MASTHEAD_") and name != "MASTHEAD_SITE"]:
        del os.environ[name]
    import django

    django.setup()
    import logging

    logging.getLogger("masthead").setLevel(logging.WARNING)


def set_aside(folder: Path) -> None:
    """Move a folder out of the way, to be removed when everything is measured.

    A file system without a journal keeps the inodes of removed files back for minutes, and every file that is made
    meanwhile looks through them: what removes a hundred thousand files slows whatever is measured next.
    """
    if folder.exists():
        place = folder.parent / _ASIDE
        place.mkdir(exist_ok=True)
        folder.rename(place / f"{folder.name}-{time.time_ns()}")


def sweep_aside(work: Path) -> None:
    """Remove what was set aside in a folder."""
    shutil.rmtree(work / _ASIDE, ignore_errors=True)


def copy_of(site: Path, target: Path) -> Path:
    """Copy a site's folder, so that a measurement may change it."""
    set_aside(target)
    # Sharing blocks, where the disk can, makes the copy of a large database quick.
    subprocess.run(["cp", "-a", "--reflink=auto", str(site), str(target)], check=True)
    return target


def run_in_fresh_process(module: str, site: Path, *arguments: str) -> str:
    """Run ``python -m benchmarks.<module> --site <site>`` and return what it prints.

    Raises:
        subprocess.CalledProcessError: it failed; what it said stands on standard error.
    """
    command = [sys.executable, "-m", f"benchmarks.{module}", "--site", str(site), *arguments]
    done = subprocess.run(
        command, cwd=PROJECT, env=environment_of(site), stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def measure_in_fresh_process(module: str, site: Path, *arguments: str) -> list[Figure]:
    """Run a measurement in a process of its own and return its figures.

    Raises:
        subprocess.CalledProcessError: it failed; what it said stands on standard error.
    """
    lines = run_in_fresh_process(module, site, *arguments).strip().splitlines()
    return [Figure(**values) for values in json.loads(lines[-1])]


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving_process(site: Path, command: Sequence[str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command of a site that listens on a port, from the moment it answers to the end of the block.

    What it says goes into ``server.log`` in the site's folder.

    Raises:
        TimeoutError: it does not listen within half a minute.
    """
    environment = environment_of(site) | {"MASTHEAD_PORT": str(port), "MASTHEAD_HOST": "127.0.0.1"}
    # The address that it was printed for: with another one everything is printed anew.
    environment["MASTHEAD_SITE_URL"] = f"http://127.0.0.1:{_PRINTED_PORT}"
    with (site / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 30
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise TimeoutError(f"Nobody listens on port {port}. See {site / 'server.log'}.")
            time.sleep(0.05)
        yield process
    finally:
        process.terminate()
        process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def report(figures: list[Figure]) -> None:
    """Print figures as the last line of a measuring process."""
    print(json.dumps([figure.as_json() for figure in figures]))


def timed(action: Callable[[], Any]) -> tuple[float, Any]:
    """Return how many seconds an action takes, and what it gives."""
    started = time.perf_counter()
    result = action()
    return time.perf_counter() - started, result
