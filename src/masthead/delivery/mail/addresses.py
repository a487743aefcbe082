"""Mail addresses: one form for each, and what is kept of one that must get no letters."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata

from email_validator import EmailNotValidError, validate_email

from masthead.delivery.conf import mail_conf
from masthead.delivery.errors import RefusedError

__all__ = ["clean_text", "digest_of", "normal_address"]

_LONGEST = 254


def normal_address(text: str) -> str:
    """Return the one form of an address: small letters, its host as ASCII.

    No mail server in use tells ``Ada@`` from ``ada@``, and whoever gives both wants one letter.

    Raises:
        RefusedError: it is no address that letters can go to.
    """
    # The first check is quick, for a text of any length.
    if not text or len(text) > _LONGEST or "@" not in text:
        raise RefusedError("address", "This is no e-mail address.")
    try:
        found = validate_email(text.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise RefusedError("address", "This is no e-mail address.") from error
    return (found.ascii_email or found.normalized).lower()


def digest_of(address: str) -> str:
    """Return the keyed hash by which a suppressed address is recognised."""
    return hmac.new(mail_conf().secret.encode(), f"suppressed {address}".encode(), hashlib.sha256).hexdigest()


def clean_text(text: str, longest: int) -> str:
    """Return a text that can stand in a header: one line, without control characters or marks of direction."""
    kept = "".join(" " if unicodedata.category(one) in {"Cc", "Zl", "Zp"} else one for one in text)
    kept = "".join(one for one in kept if unicodedata.category(one) not in {"Cf", "Cs"} or one == "\u200d")
    return " ".join(kept.split())[:longest].strip()
