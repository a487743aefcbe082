"""Letters leave by a provider's interface as well; what it answers decides, and nonsense sends nothing twice."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.utils import timezone

from building import open_test_publication
from masthead.config.email import mail_line
from masthead.delivery.conf import mail_conf
from masthead.delivery.mail.lines import LineDownError
from masthead.delivery.mail.mailings import plan_mailings
from masthead.delivery.mail.sending import Switchboard, send_some
from masthead.delivery.models import Letter, Mailing, State
from masthead.press.actions import print_waiting
from subscribers import make_letter, make_list, make_reader

pytestmark = pytest.mark.django_db(transaction=True)


class Api(ThreadingHTTPServer):
    """A provider's interface: what it was sent, and what it answers."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, dict[str, str], str]] = []
        self.status = 200
        self.headers: dict[str, str] = {}
        self.body = '{"id": "<1@x>", "message": "Queued. Thank you."}'


class _Handler(BaseHTTPRequestHandler):
    server: Api
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode(errors="replace")
        self.server.asked.append((self.path, dict(self.headers), sent))
        body = self.server.body.encode()
        if self.server.status == 0:
            self.close_connection = True
            return
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def api() -> Iterator[Api]:
    server = Api()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def letters(data_path: Path, api: Api, settings: Any) -> None:
    open_test_publication()
    print_waiting()
    settings.MAIL_LINE = mail_line(
        f"mailgun://KEY@letters.example.org?api_url=http://127.0.0.1:{api.server_port}/v3"
    )
    settings.MASTHEAD = settings.MASTHEAD | {
        "MAIL_FROM": "letters@example.org",
        "SITE_URL": "https://example.org",
    }
    make_list()
    make_reader("ada@example.org", 501, name="Əli")
    Mailing.objects.create(
        letter_id=make_letter(title="橋が開く"), newsletter_id=501, title="x", due_at=timezone.now()
    )
    plan_mailings()


def send() -> Letter:
    switchboard = Switchboard(mail_conf())
    try:
        send_some(Letter, switchboard, limit=10, stop=threading.Event())
    finally:
        switchboard.close()
    letter: Letter = Letter.objects.get()
    return letter


def test_a_provider_gets_the_letter_with_its_headers_and_is_told_to_count_nothing(
    letters: None, api: Api
) -> None:
    assert send().state == State.SENT
    ((path, headers, sent),) = api.asked
    assert path == "/v3/letters.example.org/messages"
    assert headers["Authorization"].startswith("Basic ")
    form = {name: values[0] for name, values in parse_qs(sent).items()}
    assert form["subject"] == "橋が開く"
    assert form["h:List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/doors/mail/leave/" in form["text"]
    assert "%%" not in form["text"] + form["html"]
    assert (form["o:tracking-clicks"], form["o:tracking-opens"]) == ("no", "no")


@pytest.mark.parametrize("body", ["", "<html>Oops</html>", "[1]", '{"surprise": true}', "\x00\x01"])
def test_an_answer_that_makes_no_sense_leaves_the_letter_unclear_and_sends_it_to_nobody_twice(
    letters: None, api: Api, body: str
) -> None:
    api.body = body
    letter = send()
    assert letter.state == State.UNCLEAR
    assert "made no sense" in letter.reason
    api.body = '{"id": "<1@x>", "message": "Queued. Thank you."}'
    send()
    assert len(api.asked) == 1


def test_a_provider_that_asks_to_wait_is_asked_later(letters: None, api: Api) -> None:
    api.status, api.headers = 429, {"Retry-After": "3600"}
    letter = send()
    assert letter.state == State.DUE
    assert letter.due_at > timezone.now() + timedelta(minutes=55)
    assert letter.begun_at is None


@pytest.mark.parametrize("status", [401, 403])
def test_a_wrong_key_is_named_and_letters_wait(letters: None, api: Api, status: int) -> None:
    api.status, api.body = status, json.dumps({"message": "Forbidden"})
    with pytest.raises(LineDownError, match="Look at the key in mail_url"):
        send()
    assert Letter.objects.get().state == State.DUE


def test_a_letter_that_a_provider_refuses_is_given_up(letters: None, api: Api) -> None:
    api.status, api.body = 400, json.dumps({"message": "'to' parameter is not valid"})
    letter = send()
    assert (letter.state, letter.reason) == (State.FAILED, "The provider refuses this mail with status 400.")


def test_a_line_that_is_cut_is_unclear(letters: None, api: Api) -> None:
    api.status = 0
    assert send().state == State.UNCLEAR


def test_a_provider_that_is_not_there_is_named(letters: None, settings: Any) -> None:
    settings.MAIL_LINE = mail_line("mailgun://KEY@letters.example.org?api_url=http://127.0.0.1:9/v3")
    with pytest.raises(LineDownError, match="cannot be reached"):
        send()
    assert Letter.objects.get().state == State.DUE
