"""A line to a mail server or provider: it sends one mail after another and tells what became of each."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from typing import Any

from anymail.exceptions import (
    AnymailAPIError,
    AnymailConfigurationError,
    AnymailError,
    AnymailRecipientsRefused,
)
from django.core.mail import get_connection

from masthead.delivery.conf import MailConf
from masthead.delivery.models import State

from .smtp import SmtpBackend
from .verdicts import Verdict, read_refusal, status_of
from .writing import Written

__all__ = ["Line", "LineDownError", "Outcome"]

_CUT_OFF = "The connection ended while the text was on its way, so that it is not known whether it arrived. It is not sent again."
_NONSENSE = "The provider's answer made no sense, so that it is not known whether it took the mail. It is not sent again."
_AGAIN = {408, 429, 500, 503}
_OUR_FAULT = {401, 402, 403, 404}


class LineDownError(Exception):
    """Nothing can be sent now, whoever it is for; the message says what to do."""


@dataclass(frozen=True)
class Outcome:
    """What became of one mail.

    Attributes:
        state: ``due`` to try again.
        wait_s: how long the other side asks to wait before that.
        verdict: what a refusal says of the address.
    """

    state: State
    reason: str = ""
    wait_s: float | None = None
    verdict: Verdict | None = None


class Line:
    """A connection of one thread's own."""

    def __init__(self, conf: MailConf) -> None:
        self._backend: Any = get_connection(conf.backend, fail_silently=False, **conf.options)

    def close(self) -> None:
        """End the connection."""
        self._backend.close()

    def send(self, written: Written) -> Outcome:
        """Send one mail.

        Raises:
            LineDownError: nothing was sent, and nothing can be.
        """
        if isinstance(self._backend, SmtpBackend):
            return self._send_to_server(self._backend, written)
        return self._send_to_provider(written)

    def _send_to_server(self, backend: SmtpBackend, written: Written) -> Outcome:
        for is_last in (False, True):
            try:
                backend.hand_over(written.envelope, written.address, written.content())
                return Outcome(State.SENT)
            except (smtplib.SMTPServerDisconnected, OSError) as error:
                # Most errors of smtplib are an OSError too: an answer of the server is no broken connection.
                if isinstance(error, smtplib.SMTPException) and not isinstance(
                    error, smtplib.SMTPServerDisconnected
                ):
                    return self._refused(backend, error)
                had_begun = backend.is_handing_over
                backend.drop()
                if had_begun:
                    return Outcome(State.UNCLEAR, _CUT_OFF)
                if is_last:
                    raise LineDownError(
                        f"The mail server does not answer ({error}). Look at mail_url, and whether the server runs."
                    ) from error
        raise AssertionError

    def _refused(self, backend: SmtpBackend, error: smtplib.SMTPException) -> Outcome:
        if isinstance(
            error, smtplib.SMTPAuthenticationError | smtplib.SMTPHeloError | smtplib.SMTPConnectError
        ):
            backend.drop()
            raise LineDownError(
                f"The mail server refuses us ({_said(error.smtp_error)}). Look at the user and password in mail_url."
            ) from error
        if isinstance(error, smtplib.SMTPSenderRefused):
            backend.drop()
            raise LineDownError(
                f"The mail server refuses mails from {error.sender} ({error.smtp_code} {_said(error.smtp_error)}). "
                "Allow that sender there, or change mail_from or bounce_address."
            ) from error
        if isinstance(error, smtplib.SMTPRecipientsRefused):
            code, said = next(iter(error.recipients.values()))
            return _judge(code, _said(said))
        if isinstance(error, smtplib.SMTPResponseException):
            if error.smtp_code == 421:
                backend.drop()
            return _judge(error.smtp_code, _said(error.smtp_error))
        backend.drop()
        raise LineDownError(f"The mail server cannot be used: {error}. Look at mail_url.") from error

    def _send_to_provider(self, written: Written) -> Outcome:
        message = written.message()
        try:
            self._backend.send_messages([message])
        except AnymailRecipientsRefused:
            return Outcome(State.GONE, "The provider refuses this address.", verdict=Verdict.HARD)
        except AnymailConfigurationError as error:
            raise LineDownError(f"The provider cannot be used: {error}. Look at mail_url.") from error
        except AnymailAPIError as error:
            return _judge_answer(error)
        except AnymailError as error:
            return Outcome(State.FAILED, f"The provider cannot take this mail: {_short(error)}")
        return Outcome(State.SENT)


def _judge(code: int, said: str) -> Outcome:
    if 400 <= code < 500:
        return Outcome(State.DUE, _told(code, said))
    verdict = read_refusal(code, said)
    state = State.GONE if verdict == Verdict.HARD else State.FAILED
    return Outcome(state, _told(code, said), verdict=verdict)


def _told(code: int, said: str) -> str:
    return f"The mail server said {code} {status_of(said)}".strip() + "."


def _judge_answer(error: AnymailAPIError) -> Outcome:
    """Judge a provider's answer: what it says of the mail, of us, or nothing that can be read."""
    response = getattr(error, "response", None)
    status = getattr(response, "status_code", None)
    if status is None:
        return _judge_silence(error)
    if status in _OUR_FAULT:
        raise LineDownError(
            f"The provider refuses us with status {status}. Look at the key in mail_url, and at the account there."
        ) from error
    if status in _AGAIN:
        return Outcome(State.DUE, f"The provider said {status}.", wait_s=_asked_to_wait(response))
    if 400 <= status < 500:
        return Outcome(State.FAILED, f"The provider refuses this mail with status {status}.")
    return Outcome(State.UNCLEAR, _NONSENSE)


def _judge_silence(error: AnymailAPIError) -> Outcome:
    import requests

    cause = error.__cause__
    if isinstance(cause, requests.ConnectTimeout) or "NewConnectionError" in repr(cause):
        raise LineDownError(
            "The provider cannot be reached. Look at this machine's network, and at mail_url."
        ) from error
    if isinstance(cause, requests.RequestException):
        return Outcome(State.UNCLEAR, _CUT_OFF)
    told = getattr(cause, "response", None)
    code = str(told.get("Error", {}).get("Code", "")) if isinstance(told, dict) else ""
    if "Throttling" in code or "TooManyRequests" in code:
        return Outcome(State.DUE, "The provider asks to send slower.")
    if code:
        return Outcome(State.FAILED, f"The provider refuses this mail: {code}.")
    return Outcome(State.UNCLEAR, _NONSENSE)


def _asked_to_wait(response: Any) -> float | None:
    value = str(response.headers.get("Retry-After", ""))
    return float(value) if value.isdigit() else None


def _said(answer: bytes | str) -> str:
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return " ".join(text.split())[:200]


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
