"""nginx before the printed demo, by HTTPS and HTTP/2, as the documentation sets it up: with an authority made here."""

from __future__ import annotations

import base64
import datetime
import hashlib
import ipaddress
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from nginx_front import front_command, write_front

_DEADLINE_S = 30
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Papers:
    """What a server shows and what a client must know to believe it."""

    authority: Path
    certificate: Path
    key: Path
    key_digest: str


def make_papers(folder: Path) -> Papers:
    """Make an authority and a certificate for this machine, which it signed."""
    folder.mkdir(parents=True, exist_ok=True)
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Masthead's proofs")])
    root = _signed(root_key, root_name, root_key.public_key(), root_name, is_authority=True)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    leaf = _signed(root_key, root_name, key.public_key(), name, is_authority=False)
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    papers = Papers(
        folder / "authority.pem", folder / "certificate.pem", folder / "key.pem",
        base64.b64encode(hashlib.sha256(public).digest()).decode(),
    )  # fmt: skip
    papers.authority.write_bytes(root.public_bytes(Encoding.PEM))
    papers.certificate.write_bytes(leaf.public_bytes(Encoding.PEM))
    papers.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return papers


def _signed(
    signer: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey,
    subject: x509.Name,
    *,
    is_authority: bool,
) -> x509.Certificate:
    now = datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateBuilder()
        .issuer_name(issuer)
        .subject_name(subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _DAY)
        .not_valid_after(now + 30 * _DAY)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    if not is_authority:
        names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False).add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
        )
    return builder.sign(signer, hashes.SHA256())


@contextmanager
def secure_front(
    folder: Path, papers: Papers, *, data: Path, built_in_port: int, port: int
) -> Iterator[None]:
    """Run nginx with the configuration that ships; who comes without TLS is led to it, on the same port."""
    listen = (
        f"listen 127.0.0.1:{port} ssl http2; ssl_certificate {papers.certificate}; ssl_certificate_key {papers.key};"
        " error_page 497 =301 https://$http_host$request_uri;"
    )
    write_front(folder, data=data, built_in_port=built_in_port, listen=listen)
    log = folder / "output.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            front_command(folder), stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=os.environ
        )
        try:
            deadline = time.monotonic() + _DEADLINE_S
            while not _listens(port):
                with suppress(subprocess.TimeoutExpired):
                    process.wait(0.05)
                assert process.poll() is None, log.read_text() + (folder / "error.log").read_text()
                assert time.monotonic() < deadline, log.read_text()
            yield
        finally:
            process.terminate()
            process.wait(_DEADLINE_S)


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
        return True
    return False
