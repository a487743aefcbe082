"""The mail server's address."""

from __future__ import annotations

import pytest

from masthead.config.email import email_settings
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
