"""The sender is looked at as other mail servers do, and whoever reads the findings knows what to change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dns.resolver
import pytest
from name_server import NameServer, running_names

from masthead.config.email import mail_line
from masthead.delivery.mail.deliverability import Finding, look_at_sender


@pytest.fixture
def names(settings: Any) -> Iterator[NameServer]:
    settings.MAIL_LINE = mail_line("smtp://mx.example.org")
    settings.MASTHEAD = settings.MASTHEAD | {
        "MAIL_FROM": "letters@example.org", "SITE_URL": "https://example.org",
        "BOUNCE_ADDRESS": "bounces@example.org", "BOUNCE_MAILBOX": "imaps://a:b@example.org",
    }  # fmt: skip
    with running_names() as server:
        yield server


def look(names: NameServer) -> dict[str, Finding]:
    return {one.name: one for one in look_at_sender(names.resolver())}


def test_a_domain_that_is_as_it_should_be(names: NameServer) -> None:
    names.add("example.org", "MX", "10 mx.example.org.")
    names.add("example.org", "TXT", "v=spf1 mx include:spf.example.net ~all", "something else")
    names.add("spf.example.net", "TXT", "v=spf1 ip4:203.0.113.0/24 -all")
    names.add("default._domainkey.example.org", "TXT", "v=DKIM1; k=rsa; p=MIIBIjAN")
    names.add("_dmarc.example.org", "TXT", "v=DMARC1; p=quarantine")
    names.add("mx.example.org", "A", "203.0.113.5")
    names.add("5.113.0.203.in-addr.arpa", "PTR", "mx.example.org.")
    found = look(names)
    assert {name: one.is_well for name, one in found.items()} == dict.fromkeys(
        ("Sender", "Domain", "SPF", "DKIM", "DMARC", "Reverse DNS", "List headers", "Bounces"), True
    )
    assert not any(one.advice for one in found.values())


def test_a_bare_domain_is_told_what_to_add(names: NameServer) -> None:
    names.add("mx.example.org", "A", "203.0.113.5")
    found = look(names)
    assert found["Domain"].is_well is False
    assert "v=spf1 a mx ~all" in found["SPF"].advice
    assert "_dmarc.example.org" in found["DMARC"].advice
    assert "dkim=pass" in found["DKIM"].advice
    assert "203.0.113.5" in found["Reverse DNS"].sentence
    assert all(one.advice for one in found.values() if one.is_well is False)


@pytest.mark.parametrize(
    ("records", "said"),
    [
        (["v=spf1 +all"], "lets everybody send"),
        (["v=spf1 mx -all", "v=spf1 a -all"], "has 2 SPF records"),
        ([f"v=spf1 {' '.join(f'include:s{n}.net' for n in range(11))} -all"], "needs 11 look-ups"),
    ],
)
def test_what_is_wrong_with_an_spf_record_is_said(names: NameServer, records: list[str], said: str) -> None:
    names.add("example.org", "TXT", *records)
    finding = look(names)["SPF"]
    assert finding.is_well is False
    assert said in finding.sentence


def test_a_provider_has_to_be_in_the_spf_record_and_its_key_is_looked_for(
    names: NameServer, settings: Any
) -> None:
    settings.MAIL_LINE = mail_line("sendgrid://KEY")
    names.add("example.org", "TXT", "v=spf1 mx -all")
    names.add("s1._domainkey.example.org", "TXT", "k=rsa; p=MIIB")
    found = look(names)
    assert "include:sendgrid.net" in found["SPF"].advice
    assert found["DKIM"].is_well
    assert "Reverse DNS" not in found


def test_a_key_of_our_own_has_to_be_published(names: NameServer, settings: Any, tmp_path: Any) -> None:
    settings.MASTHEAD = settings.MASTHEAD | {"DKIM_KEY": tmp_path / "dkim.pem"}
    assert look(names)["DKIM"].is_well is False
    names.add("masthead._domainkey.example.org", "TXT", "v=DKIM1; p=")
    assert look(names)["DKIM"].is_well is False, "a key that was taken back"
    names.add("masthead._domainkey.example.org", "TXT", "v=DKIM1; p=MIIB")
    assert look(names)["DKIM"].is_well is True


def test_a_subdomain_may_lean_on_the_dmarc_record_above_it(names: NameServer, settings: Any) -> None:
    settings.MASTHEAD = settings.MASTHEAD | {"MAIL_FROM": "hello@letters.example.org"}
    names.add("_dmarc.example.org", "TXT", "v=DMARC1; p=none; rua=mailto:a@example.org")
    finding = look(names)["DMARC"]
    assert finding.is_well
    assert "quarantine" in finding.advice


def test_a_silent_name_server_is_no_verdict(names: NameServer) -> None:
    deaf = dns.resolver.Resolver(configure=False)
    deaf.nameservers, deaf.port, deaf.timeout, deaf.lifetime = ["127.0.0.1"], 9, 0.1, 0.2
    found = {one.name: one for one in look_at_sender(deaf)}
    assert found["SPF"].is_well is None
    assert "did not answer" in found["SPF"].sentence


@pytest.mark.parametrize("sender", ["letters@localhost", "letters@127.0.0.1"])
def test_a_sender_without_a_domain_is_the_only_thing_that_is_said(
    names: NameServer, settings: Any, sender: str
) -> None:
    settings.MASTHEAD = settings.MASTHEAD | {"MAIL_FROM": sender}
    assert [(one.name, one.is_well) for one in look_at_sender(names.resolver())] == [("Sender", False)]
