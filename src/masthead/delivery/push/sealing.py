"""Making what a push service takes of a notice: encrypted for the device (RFC 8291), signed as this site's (RFC 8292)."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02, VapidException

from masthead.delivery.conf import delivery_conf
from masthead.delivery.errors import RefusedError
from masthead.delivery.models import Subscription

from .keys import decoded, key_named
from .messages import small_form

__all__ = ["Parcel", "Sealer", "SealingError", "encrypt"]

_TTL_S = 24 * 3600
_BREAKING_TTL_S = 4 * 3600
_SIGNED_FOR_S = 12 * 3600
# A signature in use is good for some time still.
_RENEWED_BEFORE_S = 3600
_MOST_SIGNATURES = 512


@dataclass(frozen=True)
class Parcel:
    """A notice on its way.

    Attributes:
        number: which notice.
        service: the origin of the push service. path: the rest of the endpoint.
        plain: what it says; kept for a smaller form.
        is_small: whether it has that form already.
    """

    number: int
    service: str
    path: str
    headers: dict[str, str]
    content: bytes = field(repr=False)
    plain: bytes = field(repr=False)
    is_small: bool = False


class SealingError(Exception):
    """A message cannot be made into a parcel; the message says why."""


class Sealer:
    """Encrypts and signs; keeps the signature for each service, for making one takes longer than using it."""

    def __init__(self) -> None:
        self._signatures: dict[tuple[str, str], tuple[float, str]] = {}

    def seal(
        self, number: int, device: Subscription, service: str, plain: bytes, *, topic: str, is_breaking: bool
    ) -> Parcel:
        """Make a parcel of a message.

        Args:
            number: of the notice. device: whom it is for. service: the origin of the device's endpoint.
            plain: the message. topic: the same for what replaces it, 32 letters of base64url at most.
            is_breaking: whether a device that saves power is to be woken.

        Raises:
            SealingError: the device's keys are no keys, or its service has an address that cannot be signed for.
        """
        try:
            return Parcel(
                number, service, _path(device.endpoint),
                self._headers(service, device, topic, is_breaking=is_breaking), encrypt(plain, device), plain,
            )  # fmt: skip
        except (ValueError, RefusedError, VapidException) as error:
            raise SealingError(f"Nothing can be encrypted for this device: {error}") from error

    def seal_smaller(self, parcel: Parcel, device: Subscription) -> Parcel:
        """Make a parcel with less in it."""
        plain = small_form(parcel.plain)
        return replace(parcel, plain=plain, content=encrypt(plain, device), is_small=True)

    def _headers(
        self, service: str, device: Subscription, topic: str, *, is_breaking: bool
    ) -> dict[str, str]:
        return {
            "TTL": str(_BREAKING_TTL_S if is_breaking else _TTL_S),
            "Urgency": "high" if is_breaking else "normal",
            "Topic": topic,
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "Authorization": self._signature(service, device.site_key),
        }

    def _signature(self, service: str, key_name: str) -> str:
        known = self._signatures.get((service, key_name))
        now = time.time()
        if known is not None and known[0] - _RENEWED_BEFORE_S > now:
            return known[1]
        ends_at = now + _SIGNED_FOR_S
        claims = {"aud": service, "exp": int(ends_at), "sub": f"mailto:{delivery_conf().contact}"}
        # The address of the contact is the site's own choice, and may be of a form that the library does not foresee.
        signer = Vapid02(key_named(key_name), conf={"no-strict": True})
        header: str = signer.sign(claims)["Authorization"]
        if len(self._signatures) >= _MOST_SIGNATURES:
            self._signatures.clear()
        self._signatures[service, key_name] = (ends_at, header)
        return header


def _path(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    path = parts.path or "/"
    return f"{path}?{parts.query}" if parts.query else path


def encrypt(plain: bytes, device: Subscription) -> bytes:
    """Encrypt a message so that the device alone can read it.

    Raises:
        ValueError: the device's keys are no keys.
    """
    return bytes(
        http_ece.encrypt(
            plain,
            private_key=ec.generate_private_key(ec.SECP256R1()),
            dh=decoded(device.p256dh),
            auth_secret=decoded(device.auth),
            version="aes128gcm",
        )
    )
