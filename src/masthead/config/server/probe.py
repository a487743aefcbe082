"""Asking, from outside, whether a port is free and whether a server answers."""

from __future__ import annotations

import errno
import socket
from pathlib import Path

from .errors import PortTakenError

__all__ = ["answer_of", "refuse_taken_port"]


def refuse_taken_port(host: str, port: int) -> None:
    """Make sure that nobody listens on the port yet.

    Raises:
        PortTakenError: somebody does, or this user may not.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise PortTakenError(host, port, f"the host name is not known ({error.strerror})") from error
    with socket.socket(family, kind, protocol) as probe:
        # As servers do: connections that are just closing are no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen(1)
        except OSError as error:
            raise PortTakenError(host, port, _REASONS.get(error.errno or 0, str(error.strerror))) from error


_REASONS = {
    errno.EADDRINUSE: "another program listens there",
    errno.EACCES: "this user may not listen on ports below 1024",
    errno.EADDRNOTAVAIL: "this machine has no such address",
}


def answer_of(where: tuple[str, int] | Path, path: str, timeout_s: float = 2.0) -> int:
    """Return the HTTP status of a path on a port or a Unix socket, 0 where nobody answers."""
    request = f"HEAD {path} HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    try:
        with _connect(where, timeout_s) as connection:
            connection.sendall(request.encode("ascii"))
            head = connection.recv(64).split()
    except OSError:
        return 0
    return int(head[1]) if len(head) > 1 and head[0].startswith(b"HTTP/") and head[1].isdigit() else 0


def _connect(where: tuple[str, int] | Path, timeout_s: float) -> socket.socket:
    if isinstance(where, Path):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(timeout_s)
        try:
            connection.connect(str(where))
        except OSError:
            connection.close()
            raise
        return connection
    host, port = where
    # A server that listens on every address answers on this machine's own.
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return socket.create_connection((target, port), timeout=timeout_s)
