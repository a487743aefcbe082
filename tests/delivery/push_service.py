"""A push service on this machine: it answers as it is told to, and decrypts what it took."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from devices import encoded

AUTH = b"sixteen letters!"


@dataclass
class Post:
    """A notice as it arrived."""

    path: str
    headers: dict[str, str]
    body: bytes

    def told(self, key: ec.EllipticCurvePrivateKey) -> dict[str, Any]:
        plain = http_ece.decrypt(self.body, private_key=key, auth_secret=AUTH, version="aes128gcm")
        return dict(json.loads(plain))


# Takes a path and how often it was asked before; returns status and headers.
Rule = Callable[[str, int], tuple[int, dict[str, str]]]


@dataclass
class PushService:
    """The service.

    Attributes:
        rule: how it answers; it takes everything at first.
    """

    host: str = ""
    posts: list[Post] = field(default_factory=list)
    rule: Rule = lambda path, before: (201, {})
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    release: threading.Event = field(default_factory=threading.Event)
    asked: list[str] = field(default_factory=list)

    def device(self, path: str) -> dict[str, Any]:
        """Return a device of this service, as browsers describe one."""
        point = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        keys = {"p256dh": encoded(point), "auth": encoded(AUTH)}
        return {"endpoint": f"http://{self.host}/{path}", "expirationTime": None, "keys": keys}

    def told(self, path: str = "") -> list[dict[str, Any]]:
        """Return what the devices at a path were told."""
        return [one.told(self.key) for one in self.posts if one.path.startswith(f"/{path}")]


@contextmanager
def push_service() -> Iterator[PushService]:
    """Run a service for a while."""
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = self.rfile.read(length)
            if len(body) < length:
                # Whoever sent it was killed.
                self.close_connection = True
                return
            before = service.asked.count(self.path)
            service.asked.append(self.path)
            status, headers = service.rule(self.path, before)
            if status == 0:
                # Not even HTTP.
                self.wfile.write(b"no such thing\r\n\r\n")
                self.close_connection = True
                return
            if 200 <= status < 300:
                service.posts.append(Post(self.path, dict(self.headers), body))
            said = f"status {status}".encode()
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(said))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *arguments: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def handle_error(self, *arguments: object) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    service.host = f"127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.release.set()
        server.shutdown()
        server.server_close()
