"""Writing a mail: its headers, its two parts, and the links of the reader whom it goes to."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.utils import formataddr
from html import escape
from typing import Any

from django.core.mail import EmailMultiAlternatives

from masthead.delivery.conf import MailConf
from masthead.press.mail import PREFERENCES, UNSUBSCRIBE, MailText

from .addresses import clean_text

__all__ = ["Written", "envelope_of", "list_headers"]

_LONGEST_SUBJECT = 250
_LONGEST_LINE = 900


@dataclass(frozen=True)
class Written:
    """A mail that can be sent.

    Attributes:
        number: of its row.
        address: whom it goes to; name: of the reader, or empty.
        sender_name: what stands beside the sender's address.
        envelope: where it comes back to if it cannot be delivered.
        unsubscribe, preferences: the reader's own addresses.
        headers: all but those that every mail has.
    """

    number: int
    conf: MailConf
    text: MailText
    address: str
    name: str
    sender_name: str
    envelope: str
    unsubscribe: str
    preferences: str
    headers: dict[str, str] = field(default_factory=dict)

    def message(self) -> EmailMultiAlternatives:
        """Return it as Django has it."""
        sender = formataddr((clean_text(self.sender_name, 100), self.conf.sender))
        plain = self.text.text.replace(UNSUBSCRIBE, self.unsubscribe).replace(PREFERENCES, self.preferences)
        marked = self.text.html.replace(UNSUBSCRIBE, escape(self.unsubscribe)).replace(
            PREFERENCES, escape(self.preferences)
        )
        is_server = not self.conf.provider
        message = EmailMultiAlternatives(
            subject=clean_text(self.text.subject, _LONGEST_SUBJECT),
            body=plain,
            # Django takes this as the envelope where a header names the sender.
            from_email=self.envelope if is_server else sender,
            to=[formataddr((clean_text(self.name, 100), self.address)) if self.name else self.address],
            headers=self.headers | ({"From": sender} if is_server else {}),
        )
        message.attach_alternative(marked, "text/html")
        if not is_server:
            _ask_provider(message, self.conf, is_to_many="List-Id" in self.headers)
        return message

    def content(self) -> bytes:
        """Return it as it goes over the line, signed where the site has a key for that."""
        # Django's own message writes the line ends that go over a line.
        whole: Any = self.message().message()
        # A folded List-Unsubscribe is right and still lost on some mail programs.
        whole.policy = whole.policy.clone(max_line_length=_LONGEST_LINE)
        content: bytes = whole.as_bytes(linesep="\r\n")
        return _signature(content, self.conf) + content


def _ask_provider(message: Any, conf: MailConf, *, is_to_many: bool) -> None:
    """Have a provider count no openings and rewrite no links, where it can be told so."""
    message.track_opens = message.track_clicks = False
    if is_to_many and conf.provider == "postmark" and "message_stream" not in conf.options:
        # Postmark takes letters to many in a stream of their own.
        message.esp_extra = {"MessageStream": "broadcast"}


def _signature(content: bytes, conf: MailConf) -> bytes:
    if conf.dkim_key is None:
        return b""
    import dkim

    return bytes(
        dkim.sign(
            content, conf.dkim_selector.encode(), conf.domain.encode(), conf.dkim_key.read_bytes(),
            include_headers=[
                b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type",
                b"list-id", b"list-unsubscribe", b"list-unsubscribe-post",
            ],
            canonicalize=(b"relaxed", b"relaxed"),
        )
    )  # fmt: skip


def envelope_of(conf: MailConf, mark: str) -> str:
    """Return where one mail comes back to: the bounce address with its mark, or the sender."""
    name, _, host = conf.bounce_address.rpartition("@")
    return f"{name}+{mark}@{host}" if name else conf.sender


def list_headers(
    conf: MailConf, *, newsletter_id: int, title: str, unsubscribe: str, archive: str, mailing_id: int
) -> dict[str, str]:
    """Return the headers of a mail to a list: RFC 2369, 2919 and 8058, and Google's Feedback-ID."""
    mark = f"<{newsletter_id}.letters.{conf.host}>"
    name = clean_text(title, 60).replace('"', "'")
    headers = {
        "List-Id": f'"{name}" {mark}' if name.isascii() and name else mark,
        "List-Unsubscribe": f"<{unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Feedback-ID": f"{mailing_id}:{newsletter_id}:letter:{conf.domain}",
        "Precedence": "bulk",
    }
    if archive:
        headers["List-Archive"] = f"<{archive}>"
    return headers
