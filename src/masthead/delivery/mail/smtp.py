"""A connection to a mail server that stays open, and that knows whether a mail's text was on its way when it broke."""

from __future__ import annotations

import smtplib
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

__all__ = ["SmtpBackend"]


class _Phased:
    """Tells whether the text of a mail is being handed over: from then on nobody knows what a server has."""

    is_handing_over = False

    def data(self, msg: Any) -> Any:
        """Hand over the text of a mail."""
        self.is_handing_over = True
        try:
            answer = super().data(msg)  # type: ignore[misc]
        except smtplib.SMTPDataError:
            # The server wants no text. The connection is as before the mail, or of no more use.
            self.is_handing_over = False
            self.rset()  # type: ignore[attr-defined]
            raise
        self.is_handing_over = False
        return answer


class _Smtp(_Phased, smtplib.SMTP):
    """A connection, encrypted later or not at all."""


class _SmtpSsl(_Phased, smtplib.SMTP_SSL):
    """A connection that is encrypted from the start."""


class SmtpBackend(EmailBackend):
    """Django's backend for mail servers, for letters to readers."""

    @property
    def connection_class(self) -> type[Any]:
        """The kind of connection."""
        return _SmtpSsl if self.use_ssl else _Smtp

    @property
    def is_handing_over(self) -> bool:
        """Whether the connection broke, or breaks now, while a text was on its way."""
        return bool(getattr(self.connection, "is_handing_over", False))

    def hand_over(self, envelope: str, address: str, content: bytes) -> None:
        """Send one mail, over the connection that is open or a new one.

        Args:
            envelope: where it comes back to if it cannot be delivered.
            address: whom it goes to.
            content: the whole mail.

        Raises:
            smtplib.SMTPException: the server refused it, or the connection ended.
            OSError: the server cannot be reached.
        """
        self.open()
        assert self.connection is not None
        self.connection.sendmail(envelope, [address], content)

    def drop(self) -> None:
        """Forget the connection without a word: it is broken."""
        connection, self.connection = self.connection, None
        if connection is not None:
            connection.close()
