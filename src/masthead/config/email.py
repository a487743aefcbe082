"""The address of a mail server or of a provider as Django's settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from .options import OptionError

__all__ = ["SCHEMES", "MailLine", "email_settings", "mail_line"]

_CONSOLE = "django.core.mail.backends.console.EmailBackend"
_SMTP = "django.core.mail.backends.smtp.EmailBackend"
_READERS_SMTP = "masthead.delivery.mail.smtp.SmtpBackend"
_TRUE = {"1", "true", "yes", "on"}
_TIMEOUT_S = 20


@dataclass(frozen=True)
class _Provider:
    """What an address of a provider means to ``django-anymail``.

    Attributes:
        module: the name of its backend.
        prefix: how its settings begin.
        user: what stands before the ``@``; second: behind a colon there; host: behind the ``@``.
    """

    module: str
    prefix: str
    user: str = "api_key"
    second: str = ""
    host: str = ""


_PROVIDERS = {
    "brevo": _Provider("brevo", "BREVO"),
    "mailersend": _Provider("mailersend", "MAILERSEND", user="api_token"),
    "mailgun": _Provider("mailgun", "MAILGUN", host="sender_domain"),
    "mailjet": _Provider("mailjet", "MAILJET", second="secret_key"),
    "mailtrap": _Provider("mailtrap", "MAILTRAP", user="api_token"),
    "mandrill": _Provider("mandrill", "MANDRILL"),
    "postal": _Provider("postal", "POSTAL", host="api_url"),
    "postmark": _Provider("postmark", "POSTMARK", user="server_token"),
    "resend": _Provider("resend", "RESEND"),
    "scaleway": _Provider("scaleway", "SCALEWAY", user="secret_key", host="project_id"),
    "sendgrid": _Provider("sendgrid", "SENDGRID"),
    "ses": _Provider("amazon_ses", "AMAZON_SES"),
    "sparkpost": _Provider("sparkpost", "SPARKPOST"),
    "unisender": _Provider("unisender_go", "UNISENDER_GO", host="api_url"),
}
SCHEMES = ("smtp", "smtps", *_PROVIDERS)
_FORMS = (
    "it takes smtp://user:password@host:port, smtps://user:password@host:port or a provider's form such as "
    "mailgun://KEY@DOMAIN. Write special characters in a password as %-escapes."
)


@dataclass(frozen=True)
class MailLine:
    """How letters leave.

    Attributes:
        backend: the dotted name of Django's mail backend.
        options: what it is made with.
        anymail: the settings of ``django-anymail`` for it; they hold for its webhooks too.
        provider: the name of the provider, as anymail's webhooks have it; empty for a mail server.
    """

    backend: str
    options: dict[str, Any] = field(default_factory=dict)
    anymail: dict[str, Any] = field(default_factory=dict)
    provider: str = ""


def mail_line(url: str, *, setting: str = "mail_url") -> MailLine:
    """Return how letters leave by the address of a server or provider; an empty one writes them to the log.

    Raises:
        OptionError: the address is no such address.
    """
    if not url:
        return MailLine(_CONSOLE)
    scheme = url.partition("://")[0].lower()
    try:
        if scheme in _PROVIDERS:
            return _provider_line(url, _PROVIDERS[scheme], scheme)
        parts = urlsplit(url)
        if scheme not in SCHEMES or not parts.hostname:
            raise ValueError
        return MailLine(_READERS_SMTP, _server(url))
    except ValueError:
        raise OptionError(f"{setting} cannot be used: {_FORMS}") from None


def _server(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    is_secure = parts.scheme == "smtps"
    has_tls = _first(parts.query, "tls").lower() in _TRUE and not is_secure
    return {
        "host": parts.hostname,
        "port": parts.port or (465 if is_secure else 587 if has_tls else 25),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": is_secure,
        "use_tls": has_tls,
        "timeout": _TIMEOUT_S,
    }


def _provider_line(url: str, provider: _Provider, scheme: str) -> MailLine:
    parts = urlsplit(url)
    # Keys hold capitals, so that the host of urlsplit is of no use.
    before, has_at, host = parts.netloc.rpartition("@")
    if not has_at:
        before, host = parts.netloc, ""
    if scheme == "ses" and not has_at:
        before, host = "", before
    user, _, password = before.partition(":")
    if scheme == "ses":
        options: dict[str, Any] = {"client_params": _ses(user, password, host)}
    else:
        if not user or bool(provider.host) != bool(host) or bool(provider.second) != bool(password):
            raise ValueError
        options = {provider.user: unquote(user)}
        if provider.second:
            options[provider.second] = unquote(password)
        if provider.host:
            options[provider.host] = f"https://{host}" if provider.host == "api_url" else host
    given = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if scheme == "mailgun" and given.pop("region", "") == "eu":
        options["api_url"] = "https://api.eu.mailgun.net/v3"
    options |= {name: value for name, value in given.items() if name != "tls"}
    anymail = {f"{provider.prefix}_{name.upper()}": value for name, value in options.items()}
    # Settings of webhooks stand in the same address; backends do not know them.
    sending = {name: value for name, value in options.items() if not _is_for_hooks(name)}
    return MailLine(f"anymail.backends.{provider.module}.EmailBackend", sending, anymail, provider.module)


def _ses(user: str, password: str, region: str) -> dict[str, str]:
    if not region or bool(user) != bool(password):
        raise ValueError
    keys = {"aws_access_key_id": unquote(user), "aws_secret_access_key": unquote(password)}
    return {"region_name": region} | (keys if user else {})


def _is_for_hooks(name: str) -> bool:
    return "webhook" in name or name == "signing_secret"


def _first(query: str, name: str) -> str:
    return parse_qs(query).get(name, [""])[0]


def email_settings(url: str) -> dict[str, Any]:
    """Return Django's settings for the newsroom's own letters: ``smtp://user:password@host:port?tls=true`` or a provider.

    Raises:
        OptionError: the address is no such address.
    """
    line = mail_line(url, setting="email_url")
    if line.backend != _READERS_SMTP:
        return {"EMAIL_BACKEND": line.backend}
    server = line.options
    return {
        "EMAIL_BACKEND": _SMTP,
        "EMAIL_HOST": server["host"],
        "EMAIL_PORT": server["port"],
        "EMAIL_HOST_USER": server["username"],
        "EMAIL_HOST_PASSWORD": server["password"],
        "EMAIL_USE_SSL": server["use_ssl"],
        "EMAIL_USE_TLS": server["use_tls"],
        "EMAIL_TIMEOUT": _TIMEOUT_S,
    }
