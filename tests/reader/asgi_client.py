"""A client that asks an ASGI application in the same process."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote


@dataclass
class Answer:
    status: int
    header_list: list[tuple[bytes, bytes]]
    body: bytes
    file: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        return {name.decode(): value.decode() for name, value in self.header_list}

    @property
    def text(self) -> str:
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed and self.body else self.body).decode()


class Client:
    def __init__(self, app: Any, *, has_pathsend: bool = False, peer: str = "203.0.113.7") -> None:
        self.app = app
        self.peer = peer
        self.extensions = {"http.response.pathsend": {}} if has_pathsend else {}

    def get(self, path: str, **options: Any) -> Answer:
        return asyncio.run(self.ask("GET", path, **options))

    def head(self, path: str, **options: Any) -> Answer:
        return asyncio.run(self.ask("HEAD", path, **options))

    def send(self, method: str, path: str, **options: Any) -> Answer:
        return asyncio.run(self.ask(method, path, **options))

    async def ask(
        self,
        method: str,
        path: str,
        *,
        query: str = "",
        headers: dict[str, str] | None = None,
        body: bytes = b"",
        gone: asyncio.Event | None = None,
    ) -> Answer:
        """Ask once. ``path`` is decoded; ``gone`` is set when the client leaves, else it stays to the end."""
        given = {"host": "news.example", **(headers or {})}
        if body:
            given.setdefault("content-length", str(len(body)))
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "raw_path": quote(path, safe="/", errors="surrogatepass").encode(),
            "query_string": query.encode(),
            "scheme": "http",
            "client": (self.peer, 4711),
            "headers": [(name.lower().encode(), value.encode()) for name, value in given.items()],
            "extensions": self.extensions,
        }
        parts = [body[i : i + 65536] for i in range(0, len(body), 65536)] or [b""]
        is_cut = len(body) < int(given.get("content-length", 0))
        messages = [
            {"type": "http.request", "body": part, "more_body": is_cut or i + 1 < len(parts)}
            for i, part in enumerate(parts)
        ]
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            if messages:
                return messages.pop(0)
            await (gone or asyncio.Event()).wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        assert [m["type"] for m in sent].count("http.response.start") <= 1, "two answers to one request"
        if not sent:
            return Answer(0, [], b"")
        file = next((m["path"] for m in sent if m["type"] == "http.response.pathsend"), None)
        return Answer(
            sent[0]["status"], sent[0]["headers"], b"".join(m.get("body", b"") for m in sent[1:]), file
        )


MakeClient = Callable[..., Client]
