"""A real mail server in the test's own process, which keeps what it is sent and refuses what it is told to."""

from __future__ import annotations

import asyncio
import email
import email.policy
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP


@dataclass
class Mail:
    """One mail as it arrived."""

    envelope: str
    recipient: str
    content: bytes

    @property
    def message(self) -> EmailMessage:
        parsed = email.message_from_bytes(self.content, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    def part(self, kind: str) -> str:
        """Return the text of the part of a type: ``plain`` or ``html``."""
        body = self.message.get_body((kind,))
        assert body is not None
        return str(body.get_content())


@dataclass
class MailServer:
    """What a mail server was sent.

    Attributes:
        at_recipient, at_data: address → what the server says to it, in place of taking it.
        before_data: what it says to the next ones who would hand over a text, in place of waiting for it.
        on_data: called with each mail that is taken, before the server says so.
    """

    port: int = 0
    mails: list[Mail] = field(default_factory=list)
    connections: int = 0
    at_recipient: dict[str, str] = field(default_factory=dict)
    at_data: dict[str, str] = field(default_factory=dict)
    at_sender: str = ""
    before_data: list[str] = field(default_factory=list)
    on_data: Callable[[Mail], None] | None = None

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.at_sender:
            return self.at_sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if address in self.at_recipient:
            return self.at_recipient[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        address = envelope.rcpt_tos[0]
        if address in self.at_data:
            answer = self.at_data[address]
            if answer == "hang up":
                server.transport.close()
                return "421 gone"
            return answer
        mail = Mail(envelope.mail_from, address, envelope.original_content)
        self.mails.append(mail)
        if self.on_data:
            self.on_data(mail)
        return "250 OK"

    def to(self, address: str) -> list[Mail]:
        """Return the mails to an address."""
        return [one for one in self.mails if one.recipient == address]


class _Server(SMTP):
    """A server that can want no text."""

    async def smtp_DATA(self, arg: str) -> None:
        if self.event_handler.before_data:
            await self.push(self.event_handler.before_data.pop())
        else:
            await super().smtp_DATA(arg)


@contextmanager
def running_server() -> Iterator[MailServer]:
    """Run a mail server on a free port for as long as the context lasts."""
    handler = MailServer()
    loop = asyncio.new_event_loop()
    # The limit of mails on one connection is far above what tests send.
    making = loop.create_server(lambda: _Server(handler, loop=loop, hostname="mail.test"), "127.0.0.1", 0)
    listening = loop.run_until_complete(making)
    handler.port = listening.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, name="mail-server", daemon=True)
    thread.start()
    try:
        yield handler
    finally:
        loop.call_soon_threadsafe(listening.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
