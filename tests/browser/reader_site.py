"""A printed site as readers meet it: the built-in server in a process of its own, the doors answered by the test."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from masthead.config.options import read_options

_CODE = "from masthead.config.server.serving import serve_readers; raise SystemExit(serve_readers())"
_DEADLINE_S = 30


@contextmanager
def reader_site(data_path: Path, newsroom_url: str) -> Iterator[str]:
    """Serve the edition in a data folder, and pass its doors on to Django's test server; return the site's address."""
    port = _free_port()
    environment = {
        "MASTHEAD_SITE": str(data_path.parent),
        "MASTHEAD_DATA_DIR": str(data_path),
        "MASTHEAD_HOST": "127.0.0.1",
        "MASTHEAD_PORT": str(port),
    }
    path = read_options(data_path.parent, environment).newsroom_socket
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    parts = urlsplit(newsroom_url)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen(16)
        threading.Thread(target=_relay, args=(listener, (parts.hostname, parts.port)), daemon=True).start()
        process = subprocess.Popen([sys.executable, "-c", _CODE], env={**os.environ, **environment})
        try:
            _wait_for(port, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(_DEADLINE_S)
            # Wakes the thread that waits for connections.
            listener.shutdown(socket.SHUT_RDWR)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _DEADLINE_S
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
            return
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
    raise AssertionError("The built-in server did not start.")


def _relay(listener: socket.socket, target: tuple[str, int]) -> None:
    with suppress(OSError):
        while True:
            inner, _ = listener.accept()
            outer = socket.create_connection(target)
            for one, other in ((inner, outer), (outer, inner)):
                threading.Thread(target=_pump, args=(one, other), daemon=True).start()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(65536):
            sink.sendall(piece)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)
