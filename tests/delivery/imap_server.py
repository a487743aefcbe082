"""A small IMAP server behind TLS, with a certificate of its own: what reading a mailbox needs and no more."""

from __future__ import annotations

import re
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


class ImapServer(socketserver.ThreadingTCPServer):
    """Mails by number, each with its flags; names and passwords that were given."""

    daemon_threads = True

    def __init__(self, certificate: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.mails: dict[int, tuple[set[str], bytes]] = {}
        self.logins: list[str] = []
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def get_request(self) -> tuple[Any, Any]:
        line, client = super().get_request()
        return self._context.wrap_socket(line, server_side=True), client

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that hang up."""


class _Session(socketserver.StreamRequestHandler):
    server: ImapServer

    def say(self, line: str | bytes) -> None:
        self.wfile.write((line if isinstance(line, bytes) else line.encode()) + b"\r\n")

    def handle(self) -> None:
        self.say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            tag, _, command = line.partition(" ")
            upper = command.upper()
            if upper.startswith("CAPABILITY"):
                self.say("* CAPABILITY IMAP4rev1")
            elif upper.startswith("LOGIN"):
                self.server.logins.append(command.partition(" ")[2])
            elif upper.startswith("SELECT"):
                self.say(f"* {len(self.server.mails)} EXISTS")
            elif upper.startswith("UID SEARCH"):
                unseen = [str(uid) for uid, (flags, _) in self.server.mails.items() if "\\Seen" not in flags]
                self.say(f"* SEARCH {' '.join(unseen)}".rstrip())
            elif upper.startswith("UID FETCH"):
                self.fetch(command)
            elif upper.startswith("UID STORE"):
                _, _, uids, _, flags = command.split(" ", 4)
                for uid in uids.split(","):
                    self.server.mails[int(uid)][0].update(flags.strip("()").split())
            elif upper.startswith("EXPUNGE"):
                gone = [uid for uid, (flags, _) in self.server.mails.items() if "\\Deleted" in flags]
                for uid in gone:
                    del self.server.mails[uid]
            elif upper.startswith("LOGOUT"):
                self.say("* BYE")
            self.say(f"{tag} OK done")

    def fetch(self, command: str) -> None:
        found = re.match(r"UID FETCH ([\d,]+)", command, re.IGNORECASE)
        assert found, command
        for uid in map(int, found[1].split(",")):
            flags, content = self.server.mails[uid]
            head = f"* {uid} FETCH (UID {uid} FLAGS ({' '.join(flags)}) RFC822.SIZE {len(content)} BODY[] {{{len(content)}}}"
            self.say(head)
            self.wfile.write(content)
            self.say(")")


def make_certificate(path: Path) -> Path:
    """Make a certificate for 127.0.0.1, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.test")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    return path


@contextmanager
def running_imap(certificate: Path) -> Iterator[ImapServer]:
    """Serve a mailbox for as long as the context lasts."""
    with ImapServer(certificate) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
