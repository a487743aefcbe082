"""A small WSGI application that listens where Django would: it tells what reached it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    path = environ["PATH_INFO"]
    if path.endswith("/stream/"):
        start_response("200 OK", [("Content-Type", "application/octet-stream")])
        return _long()
    if path.endswith("/away/"):
        start_response("302 Found", [("Location", "/newsroom/login/"), ("Content-Length", "0")])
        return [b""]
    digest, length = hashlib.sha256(), 0
    while chunk := environ["wsgi.input"].read(65536):
        digest.update(chunk)
        length += len(chunk)
    told = {name: value for name, value in environ.items() if isinstance(value, str)}
    body = json.dumps({**told, "body_length": length, "body_digest": digest.hexdigest()}).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def _long() -> Iterator[bytes]:
    for _ in range(320):
        yield b"x" * 65536
