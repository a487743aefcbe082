"""Real servers for tests: started as processes of their own, waited for, and ended by their own id."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from printed import PrintedSite

from masthead.config.options import read_options
from nginx_front import front_command, write_front

ROOT = Path(__file__).parents[2]
_DEADLINE_S = 30


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Served:
    """A server on a port of this machine."""

    port: int
    process: subprocess.Popen[bytes]

    def ask(
        self, method: str, target: str, headers: dict[str, str] | None = None, body: bytes | None = None
    ) -> Reply:
        """Ask once; the target goes out byte for byte, and no header is added but ``Host``."""
        length = {"Content-Length": str(len(body))} if body is not None else {}
        return self.send(method, target, (headers or {}) | length, body or b"")

    def send(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Reply:
        """Ask once with a body for whose length the headers speak; no header is added but ``Host``."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_DEADLINE_S)
        try:
            raw = "".join(
                f"{name}: {value}\r\n" for name, value in {"Host": "news.example", **headers}.items()
            )
            connection.connect()
            request = f"{method} {target} HTTP/1.1\r\n{raw}Connection: close\r\n\r\n".encode()
            connection.sock.sendall(request + body)
            response = http.client.HTTPResponse(connection.sock, method=method)
            response.begin()
            return Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: Sequence[str], *, environment: dict[str, str], log: Path, is_up: Callable[[], bool]
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server while the block runs."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, env={**os.environ, **environment}, stdout=output, stderr=output, cwd=ROOT
        )
    try:
        deadline = time.monotonic() + _DEADLINE_S
        while not is_up():
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.02)
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"{command[0]} did not start: {log.read_text()}")
        yield process
    finally:
        process.terminate()
        try:
            process.wait(_DEADLINE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(family: socket.AddressFamily, address: str | tuple[str, int]) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(0.2)
        try:
            probe.connect(address)
        except OSError:
            return False
        return True


def site_environment(site: PrintedSite, port: int) -> dict[str, str]:
    return {
        "MASTHEAD_SITE": str(site.root),
        "MASTHEAD_DATA_DIR": ".",
        "MASTHEAD_PORT": str(port),
        "MASTHEAD_HOST": "127.0.0.1",
    }


@contextmanager
def serving_readers(site: PrintedSite, **settings: str) -> Iterator[Served]:
    """Run what ``masthead up`` runs for readers, and nothing else of it."""
    port = free_port()
    code = "from masthead.config.server.serving import serve_readers; raise SystemExit(serve_readers())"
    with running(
        [sys.executable, "-c", code],
        environment={**site_environment(site, port), **settings},
        log=site.root / "readers.log",
        is_up=lambda: _answers(socket.AF_INET, ("127.0.0.1", port)),
    ) as process:
        yield Served(port, process)


@contextmanager
def serving_newsroom(site: PrintedSite) -> Iterator[None]:
    """Run a small WSGI application where Django would listen."""
    path = read_options(site.root, site_environment(site, 1)).newsroom_socket
    path.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--uds", str(path)]
    with running(
        [*command, "stand_in:application"],
        environment={"PYTHONPATH": str(Path(__file__).parent)},
        log=site.root / "newsroom.log",
        is_up=lambda: _answers(socket.AF_UNIX, str(path)),
    ):
        yield


@contextmanager
def serving_with_nginx(site: PrintedSite, built_in_port: int) -> Iterator[Served]:
    """Run nginx with the configuration that ships, for this site."""
    port, folder = free_port(), site.root / "nginx"
    write_front(folder, data=site.root, built_in_port=built_in_port, listen=f"listen 127.0.0.1:{port};")
    with running(
        front_command(folder),
        environment={},
        log=folder / "output.log",
        is_up=lambda: _answers(socket.AF_INET, ("127.0.0.1", port)),
    ) as process:
        yield Served(port, process)
