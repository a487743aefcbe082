"""How other mail servers see the sender: SPF, DKIM, DMARC, reverse DNS and the headers of a list, and what to change."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import dns.exception
import dns.resolver
import dns.reversename

from masthead.delivery.conf import MailConf, mail_conf

__all__ = ["Finding", "look_at_sender"]

_WAIT_S = 5.0
# Somebody waits for the answer: servers that were silent twice are not asked on.
_MOST_SILENCES = 2
_MOST_SPF_LOOKUPS = 10
# Names under which well-known providers keep their keys, tried where letters are signed elsewhere.
_SELECTORS = {
    "amazon_ses": (), "brevo": ("brevo1", "brevo2", "mail"), "mailgun": ("mailo", "pic", "smtp", "k1", "mx", "krs"),
    "mailjet": ("mailjet",), "mandrill": ("mandrill", "mte1"), "postmark": ("pm",), "resend": ("resend",),
    "sendgrid": ("s1", "s2"), "sparkpost": ("scph",), "mailersend": ("mlsend", "mlsend2"), "": ("default", "mail", "dkim", "s1"),
}  # fmt: skip
_SPF_OF = {
    "amazon_ses": "amazonses.com", "brevo": "spf.brevo.com", "mailgun": "mailgun.org", "mailjet": "spf.mailjet.com",
    "mandrill": "spf.mandrillapp.com", "postmark": "spf.mtasv.net", "sendgrid": "sendgrid.net", "sparkpost": "sparkpostmail.com",
}  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One thing that other mail servers look at.

    Attributes:
        name: what it is.
        is_well: None where it cannot be said.
        sentence: what was found; advice: what to change, or empty.
    """

    name: str
    is_well: bool | None
    sentence: str
    advice: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


class _Silent(Exception):
    """The name servers did not answer."""


class _Names:
    """Asks name servers."""

    def __init__(self, resolver: dns.resolver.Resolver) -> None:
        self._resolver = resolver
        self._silences = 0

    def texts(self, name: str) -> list[str]:
        return [b"".join(one.strings).decode(errors="replace") for one in self._ask(name, "TXT")]

    def addresses(self, name: str) -> list[str]:
        return [str(one) for kind in ("A", "AAAA") for one in self._ask(name, kind)]

    def names_of(self, address: str) -> list[str]:
        reverse = dns.reversename.from_address(address).to_text()
        return [str(one.target).rstrip(".") for one in self._ask(reverse, "PTR")]

    def has_mail_server(self, name: str) -> bool:
        return bool(self._ask(name, "MX") or self.addresses(name))

    def _ask(self, name: str, kind: str) -> list[Any]:
        if self._silences >= _MOST_SILENCES:
            raise _Silent(name)
        try:
            wait_s = min(_WAIT_S, self._resolver.lifetime)
            return list(self._resolver.resolve(name, kind, lifetime=wait_s))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.name.LabelTooLong, dns.name.EmptyLabel):
            return []
        except (dns.exception.DNSException, OSError) as error:
            self._silences += isinstance(error, dns.exception.Timeout)
            raise _Silent(name) from error


def look_at_sender(resolver: dns.resolver.Resolver | None = None) -> list[Finding]:
    """Look at the sender's domain as other mail servers do.

    Args:
        resolver: asks name servers; the system's own without one.
    """
    conf = mail_conf()
    found = [_sender(conf)]
    if found[0].is_well is False:
        return found
    try:
        names = _Names(resolver or dns.resolver.Resolver())
    except dns.exception.DNSException:
        return [
            *found,
            Finding("DNS", None, "This machine has no name server.", "Set one up, and look again."),
        ]
    checks: list[tuple[str, Callable[[MailConf, _Names], Iterator[Finding]]]] = [
        ("Domain", _domain), ("SPF", _spf), ("DKIM", _dkim), ("DMARC", _dmarc), ("Reverse DNS", _reverse),
    ]  # fmt: skip
    for name, look in checks:
        try:
            found += look(conf, names)
        except _Silent as error:
            found.append(
                Finding(name, None, f"The name servers did not answer for {error}.", "Look again later.")
            )
    return [*found, *_headers(conf)]


def _sender(conf: MailConf) -> Finding:
    if "." not in conf.domain or conf.domain.rpartition(".")[2].isdigit():
        return Finding(
            "Sender", False, f"Letters come from {conf.sender}, which is no address on the public network.",
            "Set mail_from to an address at your own domain, such as letters@example.org.",
        )  # fmt: skip
    return Finding("Sender", True, f"Letters come from {conf.sender}.")


def _domain(conf: MailConf, names: _Names) -> Iterator[Finding]:
    if names.has_mail_server(conf.domain):
        yield Finding("Domain", True, f"Answers can reach {conf.domain}.")
    else:
        yield Finding(
            "Domain", False, f"{conf.domain} has neither an MX nor an A record: many servers refuse mails from there.",
            f"Add an MX record to {conf.domain}.",
        )  # fmt: skip


def _spf(conf: MailConf, names: _Names) -> Iterator[Finding]:
    # The envelope's domain is the one that counts.
    domain = conf.bounce_address.rpartition("@")[2] or conf.domain
    records = [one for one in names.texts(domain) if one.lower().startswith("v=spf1")]
    expected = _SPF_OF.get(conf.provider, "")
    wanted = f"include:{expected}" if expected else "a mx"
    if not records:
        yield Finding(
            "SPF", False, f"{domain} does not say who may send for it.",
            f"Add this TXT record to {domain}: “v=spf1 {wanted} ~all”.",
        )  # fmt: skip
        return
    if len(records) > 1:
        yield Finding(
            "SPF",
            False,
            f"{domain} has {len(records)} SPF records, so that none counts.",
            "Make one of them.",
        )
        return
    record = records[0]
    lookups = _count_lookups(record, names)
    if lookups > _MOST_SPF_LOOKUPS:
        yield Finding(
            "SPF", False, f"The SPF record of {domain} needs {lookups} look-ups; servers stop after ten.",
            "Take out what no longer sends for you.",
        )  # fmt: skip
    elif re.search(r"\+?\ball\b\s*$", record) and not re.search(r"[-~?]all\s*$", record):
        yield Finding(
            "SPF", False, f"The SPF record of {domain} lets everybody send for it.", "End it with “~all”."
        )
    elif expected and expected not in record:
        yield Finding(
            "SPF", None, f"The SPF record of {domain} does not name {expected}.",
            f"Add “include:{expected}”, unless your provider uses a return path of its own.",
        )  # fmt: skip
    else:
        yield Finding("SPF", True, f"{domain} says who may send for it: {record}")


def _count_lookups(record: str, names: _Names, depth: int = 0) -> int:
    count = 0
    for word in record.split()[1:]:
        name = word.lstrip("+-~?")
        if name.startswith(("include:", "redirect=")):
            count += 1
            inner = re.split("[:=]", name, maxsplit=1)[1]
            texts = names.texts(inner) if depth < 4 and "%" not in inner else []
            count += sum(_count_lookups(one, names, depth + 1) for one in texts if one.startswith("v=spf1"))
        elif re.fullmatch(r"(a|mx|ptr)([:/].*)?|exists:.*", name):
            count += 1
    return count


def _dkim(conf: MailConf, names: _Names) -> Iterator[Finding]:
    selectors = (conf.dkim_selector,) if conf.dkim_key else _SELECTORS.get(conf.provider, ())
    for selector in selectors:
        key = next((one for one in names.texts(f"{selector}._domainkey.{conf.domain}") if "p=" in one), "")
        if key and re.search(r"p=\s*[A-Za-z0-9+/]", key):
            yield Finding("DKIM", True, f"The key “{selector}” of {conf.domain} is published.")
            return
    if conf.dkim_key:
        yield Finding(
            "DKIM", False, f"Letters are signed, and the key is not at {conf.dkim_selector}._domainkey.{conf.domain}.",
            "Publish its public half there: “v=DKIM1; k=rsa; p=…”.",
        )  # fmt: skip
    else:
        yield Finding(
            "DKIM", None, f"No key was found for {conf.domain} under the usual names.",
            "Look at a letter in your own mailbox: it should say “dkim=pass”. If not, switch DKIM on at your mail server or "
            "provider, or set dkim_key.",
        )  # fmt: skip


def _dmarc(conf: MailConf, names: _Names) -> Iterator[Finding]:
    for domain in _and_above(conf.domain):
        record = next(
            (one for one in names.texts(f"_dmarc.{domain}") if one.lower().startswith("v=dmarc1")), ""
        )
        if not record:
            continue
        policy = re.search(r"\bp=(\w+)", record)
        if policy is None:
            yield Finding(
                "DMARC", False, f"The DMARC record of {domain} names no policy.", "Add “p=none” to it."
            )
        else:
            said = f"{domain} asks other servers to do “{policy[1]}” with forged mails."
            advice = "" if policy[1] != "none" else "Once its reports look right, make it “p=quarantine”."
            yield Finding("DMARC", True, said, advice)
        return
    yield Finding(
        "DMARC", False, f"{conf.domain} has no DMARC record; Gmail and Yahoo refuse letters to many from such domains.",
        f"Add this TXT record to _dmarc.{conf.domain}: “v=DMARC1; p=none; rua=mailto:{conf.sender}”.",
    )  # fmt: skip


def _and_above(domain: str) -> Iterator[str]:
    parts = domain.split(".")
    for start in range(len(parts) - 1):
        yield ".".join(parts[start:])


def _reverse(conf: MailConf, names: _Names) -> Iterator[Finding]:
    host = str(conf.options.get("host") or "")
    if conf.provider or not host:
        return
    if _is_here(host):
        yield Finding(
            "Reverse DNS", None, "The mail server is on this machine: its address on the public network is not known here.",
            "Look at the Received lines of a letter in your own mailbox: the address should have a name that leads back to it.",
        )  # fmt: skip
        return
    for address in names.addresses(host)[:4]:
        known = names.names_of(address)
        if any(address in names.addresses(one) for one in known):
            yield Finding("Reverse DNS", True, f"{address} is {known[0]}, and {known[0]} is {address}.")
        else:
            yield Finding(
                "Reverse DNS", False, f"{address} ({host}) has no name that leads back to it; many servers refuse its mails.",
                f"Ask whoever gives you this address to name it {host}.",
            )  # fmt: skip


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == socket.gethostname()


def _headers(conf: MailConf) -> Iterator[Finding]:
    if conf.site_url.startswith("https://"):
        yield Finding("List headers", True, "Each letter can be left with one press (RFC 8058).")
    else:
        yield Finding(
            "List headers", False, "The links to leave a list do not begin with https, so that mail programs show no button for it.",
            "Set site_url to the https address of the site.",
        )  # fmt: skip
    if conf.provider or conf.bounce_mailbox:
        yield Finding("Bounces", True, "What comes back is noticed.")
    else:
        yield Finding(
            "Bounces", False, "Nobody reads the letters that come back: dead addresses stay, and mail servers mind that.",
            "Set bounce_address and bounce_mailbox.",
        )  # fmt: skip
