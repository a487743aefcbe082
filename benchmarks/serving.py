"""Measure reading: the built-in edition server beside nginx, on the same printed pages, in the same run.

    python -m benchmarks.serving [--rounds 5] [--seconds 5] [--workers 1] [--json]

Then the built-in server is told of readings, each by another reader, as pages tell it.
Both servers run as they ship: the built-in one as ``masthead up`` starts it, nginx with deploy/nginx/masthead.conf and
two workers. They are asked in turn, by wrk, for 200 different addresses, so that what else the machine does meets both.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from .figures import Figure
from .ground import PROJECT, environment_of

__all__ = ["MissingToolError", "Round", "measure_serving"]

PAGES = 200
PAGE_BYTES = 25_000
CONNECTIONS = 32
WANTED_RATIO = 0.4
WANTED_P99_MS = 20.0
READERS = 20_000
WANTED_BEACONS = 2_000.0

_START_S = 30
# The requests are made before the round begins: while it lasts, wrk's own work is as small as it can be.
_SCRIPT = """
local requests, number = {{}}, 0
init = function()
  for page = 0, {pages} - 1 do
    requests[page] = wrk.format("GET", "/news/economy/article-" .. page .. "/", {{["Accept-Encoding"] = "gzip"}})
  end
end
request = function()
  number = (number + 1) % {pages}
  return requests[number]
end
"""
_BEACONS = """
local requests, number = {{}}, 0
init = function()
  for reader = 0, {readers} - 1 do
    local address = string.format("10.%d.%d.%d", reader % 64, math.floor(reader / 64) % 256, math.floor(reader / 16384))
    requests[reader] = wrk.format("POST", "/doors/read", {{["X-Forwarded-For"] = address, ["User-Agent"] = "Mozilla/5.0",
      ["Sec-Fetch-Site"] = "same-origin", ["Content-Type"] = "text/plain"}}, tostring(reader % {pages} + 1))
  end
end
request = function()
  number = (number + 1) % {readers}
  return requests[number]
end
"""
_SERVE = "from masthead.config.server.serving import serve_readers; raise SystemExit(serve_readers())"


class MissingToolError(RuntimeError):
    """A program that the measurement needs is not installed."""


@dataclass(frozen=True)
class Round:
    """What wrk saw of one server in one round."""

    server: str
    requests_per_s: float
    p99_ms: float


def measure_serving(*, rounds: int = 5, seconds: int = 5, workers: int = 1) -> list[Round]:
    """Ask both servers in turn and return every round, and one of beacons at the end.

    Args:
        rounds: How often each server is asked.
        seconds: How long one round lasts.
        workers: Processes of the built-in server, the setting ``reader_workers``.

    Raises:
        MissingToolError: wrk or nginx is not installed.
    """
    tools = {name: _find_tool(name) for name in ("wrk", "nginx")}
    with tempfile.TemporaryDirectory(prefix="masthead-serving-") as folder, ExitStack() as running:
        site = Path(folder)
        # nginx's workers may be another user's.
        site.chmod(0o755)
        _print_pages(site / "edition")
        script = site / "addresses.lua"
        script.write_text(_SCRIPT.format(pages=PAGES))
        ports = {"built-in": _free_port(), "nginx": _free_port()}
        running.enter_context(_serving_built_in(site, ports["built-in"], workers))
        running.enter_context(_serving_nginx(tools["nginx"], site, ports))
        for server in ports:
            _ask(tools["wrk"], script, ports[server], server, seconds=1)
        found = [
            _ask(tools["wrk"], script, ports[server], server, seconds=seconds)
            for _ in range(rounds)
            for server in ports
        ]
        script.write_text(_BEACONS.format(pages=PAGES, readers=READERS))
        return [*found, _ask(tools["wrk"], script, ports["built-in"], "beacons", seconds=seconds)]


def figures_of(rounds: Sequence[Round]) -> list[Figure]:
    """Return the medians over the rounds, and the ratio of the two servers."""
    rate = {
        name: statistics.median(r.requests_per_s for r in rounds if r.server == name)
        for name in _servers(rounds)
    }
    p99 = {name: statistics.median(r.p99_ms for r in rounds if r.server == name) for name in _servers(rounds)}
    return [
        Figure("reading from the built-in server", rate["built-in"], "requests/s"),
        Figure("reading from nginx", rate["nginx"], "requests/s"),
        Figure(
            "built-in server beside nginx",
            rate["built-in"] / rate["nginx"],
            "of 1",
            target=WANTED_RATIO,
            is_floor=True,
        ),
        Figure("reading from the built-in server, p99", p99["built-in"], "ms", target=WANTED_P99_MS),
        Figure("reading from nginx, p99", p99["nginx"], "ms"),
        Figure("beacons of readings", rate["beacons"], "requests/s", target=WANTED_BEACONS, is_floor=True),
        Figure("beacons of readings, p99", p99["beacons"], "ms"),
    ]


def _servers(rounds: Sequence[Round]) -> list[str]:
    return list(dict.fromkeys(r.server for r in rounds))


def _find_tool(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        raise MissingToolError(
            f"{name} is not installed, and reading is measured with it: apt install {name}."
        )
    return found


def _print_pages(edition: Path) -> None:
    """Write pages of 25 KB that gzip as prose does, to about a third."""
    chance = random.Random(20261120)
    words = ["".join(chance.choices("etaoinshrdlucmfw", k=chance.randint(2, 10))) for _ in range(3000)]
    weights = [1 / (rank + 1) for rank in range(len(words))]
    for number in range(PAGES):
        text = f"<!doctype html><html lang=en><title>Article {number}</title><p>"
        while len(text) < PAGE_BYTES:
            text += " ".join(chance.choices(words, weights, k=40)) + ".</p>\n<p>"
        file = edition / f"generation-1/news/economy/article-{number}/index.html.gz"
        file.parent.mkdir(parents=True)
        file.write_bytes(gzip.compress(text[:PAGE_BYTES].encode(), 6, mtime=0))
    (edition / "current").symlink_to("generation-1")


@contextmanager
def _running(command: Sequence[str], environment: dict[str, str], port: int, log: Path) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output, cwd=PROJECT)
    try:
        deadline = time.monotonic() + _START_S
        while not _listens(port):
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.05)
            if process.returncode is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{command[0]} did not start: {log.read_text(errors='replace')}")
        yield
    finally:
        process.terminate()
        process.wait()


@contextmanager
def _serving_built_in(site: Path, port: int, workers: int) -> Iterator[None]:
    settings = {
        "MASTHEAD_DATA_DIR": ".",
        "MASTHEAD_HOST": "127.0.0.1",
        "MASTHEAD_PORT": str(port),
        "MASTHEAD_READER_WORKERS": str(workers),
    }
    environment = environment_of(site) | settings
    with _running([sys.executable, "-c", _SERVE], environment, port, site / "built-in.log"):
        yield


@contextmanager
def _serving_nginx(nginx: str, site: Path, ports: dict[str, int]) -> Iterator[None]:
    shipped = (PROJECT / "deploy/nginx/masthead.conf").read_text(encoding="utf-8")
    changes = {
        "/srv/masthead/data": str(site),
        "127.0.0.1:8000": f"127.0.0.1:{ports['built-in']}",
        "listen 80;": f"listen 127.0.0.1:{ports['nginx']};",
    }
    for written, wanted in changes.items():
        shipped = shipped.replace(written, wanted)
    (site / "masthead.conf").write_text(shipped, encoding="utf-8")
    (site / "nginx.conf").write_text(
        f"daemon off; worker_processes 2; pid {site}/nginx.pid; error_log {site}/error.log;\n"
        f"events {{ }}\nhttp {{ include {site}/masthead.conf; }}\n"
    )
    command = [nginx, "-c", str(site / "nginx.conf"), "-e", str(site / "error.log")]
    with _running(command, dict(os.environ), ports["nginx"], site / "nginx.log"):
        yield


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _ask(wrk: str, script: Path, port: int, server: str, *, seconds: int) -> Round:
    told = subprocess.run(
        [wrk, "-t2", f"-c{CONNECTIONS}", f"-d{seconds}", "--latency", "-s", str(script), f"http://127.0.0.1:{port}/"],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", told)
    if rate is None or p99 is None or "Non-2xx" in told or "Socket errors" in told:
        raise RuntimeError(f"wrk did not get every page from {server}:\n{told}")
    in_ms = {"us": 0.001, "ms": 1.0, "s": 1000.0}[p99[2]]
    return Round(server, float(rate[1]), float(p99[1]) * in_ms)


def main() -> int:
    """Measure and print the figures as a Markdown table, or as JSON."""
    parser = argparse.ArgumentParser(description="Measure reading: the built-in server beside nginx.")
    parser.add_argument("--rounds", type=int, default=5, help="how often each server is asked")
    parser.add_argument("--seconds", type=int, default=5, help="how long one round lasts")
    parser.add_argument("--workers", type=int, default=1, help="processes of the built-in server")
    parser.add_argument("--json", action="store_true", help="print JSON")
    chosen = parser.parse_args()
    try:
        rounds = measure_serving(rounds=chosen.rounds, seconds=chosen.seconds, workers=chosen.workers)
    except MissingToolError as error:
        print(error, file=sys.stderr)
        return 2
    figures = figures_of(rounds)
    if chosen.json:
        told = {"figures": [figure.as_json() for figure in figures], "rounds": [vars(r) for r in rounds]}
        print(json.dumps(told, indent=2))
        return 0
    print("| figure | value | unit | target |\n|---|---:|---|---|")
    for figure in figures:
        target = "" if figure.target is None else f"{'≥' if figure.is_floor else '≤'} {figure.target:g}"
        print(f"| {figure.name} | {figure.value:,.2f} | {figure.unit} | {target} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
