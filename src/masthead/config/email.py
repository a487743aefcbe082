"""The mail server's address as Django's settings."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from .options import OptionError

__all__ = ["email_settings"]

_CONSOLE = "django.core.mail.backends.console.EmailBackend"
_SMTP = "django.core.mail.backends.smtp.EmailBackend"


def email_settings(url: str) -> dict[str, Any]:
    """Return Django's settings for a mail server given as ``smtp://user:password@host:port?tls=true``.

    Raises:
        OptionError: the address is no such address.
    """
    if not url:
        return {"EMAIL_BACKEND": _CONSOLE}
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or port == -1:
        raise OptionError(
            "email_url cannot be used: it takes smtp://user:password@host:port or smtps://user:password@host:port. "
            "Write special characters in the password as %-escapes."
        )
    has_tls = parse_qs(parts.query).get("tls", ["false"])[0].lower() in {"1", "true", "yes", "on"}
    is_secure = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": _SMTP,
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if is_secure else 587 if has_tls else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": is_secure,
        "EMAIL_USE_TLS": has_tls and not is_secure,
        "EMAIL_TIMEOUT": 20,
    }
