"""The keys by which push services know this site (VAPID, RFC 8292), and the keys that devices give."""

from __future__ import annotations

import base64
import binascii

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from masthead.kit.private_files import kept_secret

from .conf import delivery_conf
from .errors import RefusedError

__all__ = ["check_device_keys", "public_key", "site_key"]

_NAME = "push_private_key.pem"
_AUTH_BYTES = 16
_POINT_BYTES = 65


def site_key() -> ec.EllipticCurvePrivateKey:
    """Return the site's private key, making and keeping one (mode 0600) on the first start.

    Subscriptions hang on it: with another key every device has to subscribe again.
    """
    text = kept_secret(delivery_conf().data_path / _NAME, _make)
    key = serialization.load_pem_private_key(text.encode(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise TypeError(f"{delivery_conf().data_path / _NAME} is no key on the curve P-256.")
    return key


def _make() -> str:
    return (
        ec.generate_private_key(ec.SECP256R1())
        .private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        .decode()
    )


def public_key() -> str:
    """Return the site's public key as browsers take it: an uncompressed point, base64url without padding."""
    point = (
        site_key()
        .public_key()
        .public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    )
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def check_device_keys(p256dh: str, auth: str) -> None:
    """Make sure that a device's keys are such that a notice can be encrypted for it.

    Raises:
        RefusedError: they are not.
    """
    point, secret = _decoded(p256dh), _decoded(auth)
    if len(point) != _POINT_BYTES or len(secret) != _AUTH_BYTES:
        raise RefusedError("keys", "The device's keys do not have the right length.")
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError as error:
        raise RefusedError("keys", "The device's public key is no point on the curve P-256.") from error


def _decoded(text: str) -> bytes:
    try:
        plain = text.rstrip("=").encode("ascii")
        return base64.b64decode(plain + b"=" * (-len(plain) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise RefusedError("keys", "The device's keys are no base64url.") from error
