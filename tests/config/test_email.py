"""The mail server's address."""

from __future__ import annotations

import pytest
from django.core.mail import get_connection

from masthead.config.email import email_settings, mail_line
from masthead.config.options import OptionError


def test_without_an_address_letters_go_to_the_log() -> None:
    assert email_settings("")["EMAIL_BACKEND"].endswith("console.EmailBackend")


@pytest.mark.parametrize(
    ("url", "port", "has_ssl", "has_tls"),
    [
        ("smtp://mail.example.org", 25, False, False),
        ("smtp://mail.example.org:2525", 2525, False, False),
        ("smtp://mail.example.org?tls=true", 587, False, True),
        ("smtps://mail.example.org", 465, True, False),
    ],
)
def test_an_address_becomes_settings(url: str, port: int, has_ssl: bool, has_tls: bool) -> None:
    found = email_settings(url)
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example.org", port)
    assert (found["EMAIL_USE_SSL"], found["EMAIL_USE_TLS"]) == (has_ssl, has_tls)


def test_special_characters_in_a_password_are_escaped() -> None:
    found = email_settings("smtp://desk%40example.org:p%2Fw@mail.example.org")
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("desk@example.org", "p/w")


@pytest.mark.parametrize(
    "url", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://host:port"]
)
def test_what_is_no_address_of_a_mail_server_is_refused(url: str) -> None:
    with pytest.raises(OptionError, match="smtp://"):
        email_settings(url)


@pytest.mark.parametrize(
    ("url", "options"),
    [
        ("postmark://ToKen-1", {"server_token": "ToKen-1"}),
        ("mailgun://Ke%2Fy@letters.example.org", {"api_key": "Ke/y", "sender_domain": "letters.example.org"}),
        ("mailjet://Key:Secret@", {"api_key": "Key", "secret_key": "Secret"}),
        ("ses://AKIA:Se%2Bcret@eu-west-1", {"client_params": {"region_name": "eu-west-1", "aws_access_key_id": "AKIA", "aws_secret_access_key": "Se+cret"}}),
        ("ses://eu-west-1", {"client_params": {"region_name": "eu-west-1"}}),
        ("ses://@eu-west-1", {"client_params": {"region_name": "eu-west-1"}}),
        ("postal://KEY@postal.example.org", {"api_key": "KEY", "api_url": "https://postal.example.org"}),
    ],
)  # fmt: skip
def test_a_provider_s_address_becomes_its_settings(url: str, options: dict[str, object]) -> None:
    line = mail_line(url)
    assert line.options == options
    assert line.provider
    get_connection(line.backend, **line.options) if "ses" not in url else None


def test_the_key_of_a_webhook_is_none_of_the_backend_s() -> None:
    line = mail_line("resend://re_KEY?signing_secret=whsec_x")
    assert line.options == {"api_key": "re_KEY"}
    assert line.anymail["RESEND_SIGNING_SECRET"] == "whsec_x"


@pytest.mark.parametrize(
    "url", ["mailgun://KEY", "postmark://", "mailjet://KEY", "sendgrid://", "pigeon://home", "ses://"]
)
def test_what_is_no_address_of_a_provider_is_refused(url: str) -> None:
    with pytest.raises(OptionError, match="mail_url cannot be used"):
        mail_line(url)
