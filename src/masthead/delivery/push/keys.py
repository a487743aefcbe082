"""The keys by which push services know this site (VAPID, RFC 8292), and the keys that devices give."""

from __future__ import annotations

import base64
import binascii
import hashlib
import logging
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from masthead.delivery.conf import delivery_conf
from masthead.delivery.errors import RefusedError
from masthead.kit.private_files import kept_secret

__all__ = [
    "check_device_keys",
    "decoded",
    "forget_key",
    "key_named",
    "key_names",
    "name_of",
    "private_form",
    "public_form",
    "public_key",
    "rotate_key",
    "site_key",
]

logger = logging.getLogger(__name__)

_NAME = "push_private_key.pem"
_FORMER = "push_private_key."
_NAME_LENGTH = 16
_AUTH_BYTES = 16
_POINT_BYTES = 65


def site_key() -> ec.EllipticCurvePrivateKey:
    """Return the site's private key, making and keeping one (mode 0600) on the first start.

    Subscriptions hang on it: with another key every device has to subscribe again.
    """
    path = delivery_conf().data_path / _NAME
    return _loaded(path, kept_secret(path, _make))


def _loaded(path: Path, text: str) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(text.encode(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise TypeError(f"{path} is no key on the curve P-256.")
    return key


def private_form() -> str:
    """Return the present private key as PEM, to be kept safe elsewhere."""
    site_key()
    return (delivery_conf().data_path / _NAME).read_text(encoding="ascii")


def forget_key(name: str) -> None:
    """Delete a former key."""
    if name.isalnum():
        (delivery_conf().data_path / f"{_FORMER}{name}.pem").unlink(missing_ok=True)


def name_of(public: str) -> str:
    """Return the name of a key: some letters of the public one's digest."""
    return hashlib.sha256(public.encode()).hexdigest()[:_NAME_LENGTH]


def key_names() -> list[str]:
    """Return the names of all keys, that of the present one first."""
    folder = delivery_conf().data_path
    former = [one.name.removeprefix(_FORMER).removesuffix(".pem") for one in folder.glob(f"{_FORMER}*.pem")]
    return [name_of(public_key()), *sorted(former)]


def key_named(name: str) -> ec.EllipticCurvePrivateKey:
    """Return a key by its name; the present one where there is none of that name."""
    path = delivery_conf().data_path / f"{_FORMER}{name}.pem"
    if name and name.isalnum() and path.is_file():
        return _loaded(path, path.read_text(encoding="ascii"))
    return site_key()


def rotate_key() -> tuple[str, str]:
    """Make another key the present one, and keep the former for the devices that subscribed with it.

    Returns:
        The names of the former and of the present key.
    """
    folder = delivery_conf().data_path
    former = name_of(public_key())
    kept = folder / f"{_FORMER}{former}.pem"
    # The former has a second name before the first goes: whatever happens in between, no key is lost.
    kept.unlink(missing_ok=True)
    os.link(folder / _NAME, kept)
    fresh = folder / f"{_NAME}.{secrets.token_hex(8)}"
    kept_secret(fresh, _make)
    os.replace(fresh, folder / _NAME)
    return former, name_of(public_key())


def _make() -> str:
    logger.info(
        "Making a key by which push services know this site. Keep a copy: masthead push keys --secret"
    )
    return (
        ec.generate_private_key(ec.SECP256R1())
        .private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        .decode()
    )


def public_key() -> str:
    """Return the site's public key as browsers take it: an uncompressed point, base64url without padding."""
    return public_form(site_key())


def public_form(key: ec.EllipticCurvePrivateKey) -> str:
    """Return the public half of a key as browsers take it."""
    point = key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def check_device_keys(p256dh: str, auth: str) -> None:
    """Make sure that a device's keys are such that a notice can be encrypted for it.

    Raises:
        RefusedError: they are not.
    """
    point, secret = decoded(p256dh), decoded(auth)
    if len(point) != _POINT_BYTES or len(secret) != _AUTH_BYTES:
        raise RefusedError("keys", "The device's keys do not have the right length.")
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError as error:
        raise RefusedError("keys", "The device's public key is no point on the curve P-256.") from error


def decoded(text: str) -> bytes:
    """Return the bytes of a device's key.

    Raises:
        RefusedError: it is no base64url.
    """
    try:
        plain = text.rstrip("=").encode("ascii")
        return base64.b64decode(plain + b"=" * (-len(plain) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise RefusedError("keys", "The device's keys are no base64url.") from error
