"""A name server on a free port of this machine, which knows what a test tells it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import dns.message
import dns.rcode
import dns.resolver
import dns.rrset


@dataclass
class NameServer:
    """Records as ``(name, kind) → values``; everything else is not there."""

    records: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    port: int = 0

    def add(self, name: str, kind: str, *values: str) -> None:
        self.records[name.lower().rstrip("."), kind] = list(values)

    def answer(self, query: bytes) -> bytes:
        asked = dns.message.from_wire(query)
        response = dns.message.make_response(asked)
        question = asked.question[0]
        name = question.name.to_text().lower().rstrip(".")
        kind = dns.rdatatype.to_text(question.rdtype)
        values = self.records.get((name, kind), [])
        if values:
            texts = [f'"{one}"' if kind == "TXT" else one for one in values]
            response.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *texts))
        elif not any(known == name for known, _ in self.records):
            response.set_rcode(dns.rcode.NXDOMAIN)
        return response.to_wire()

    def resolver(self) -> dns.resolver.Resolver:
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], self.port
        return resolver


@contextmanager
def running_names() -> Iterator[NameServer]:
    """Answer questions for as long as the context lasts."""
    server = NameServer()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))
        server.port = line.getsockname()[1]

        def serve() -> None:
            while True:
                query, client = line.recvfrom(4096)
                if not query:
                    return
                line.sendto(server.answer(query), client)

        thread = threading.Thread(target=serve, name="names", daemon=True)
        thread.start()
        try:
            yield server
        finally:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
                last.sendto(b"", ("127.0.0.1", server.port))
            thread.join(5)
