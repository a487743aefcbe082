"""What comes back prunes as it should: by mail, by a provider's webhook, and never on a stranger's word."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import mailbox
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from imap_server import make_certificate, running_imap

from building import open_test_publication
from mail_server import Mail, MailServer, running_server
from masthead.config.email import mail_line
from masthead.delivery.conf import mail_conf
from masthead.delivery.mail.mailboxes import MailboxError, read_mailbox
from masthead.delivery.mail.mailings import plan_mailings
from masthead.delivery.mail.returned import Kind, take_returned
from masthead.delivery.mail.sending import Switchboard, send_some
from masthead.delivery.mail.verdicts import Verdict, read_refusal
from masthead.delivery.models import Letter, Mailing, Reader, Refusal, State, Suppression
from masthead.press.actions import print_waiting
from subscribers import make_letter, make_list, make_reader

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mail(data_path: Path, settings: Any) -> Iterator[Mail]:
    """A letter as it reached ada@example.org."""
    open_test_publication()
    print_waiting()
    settings.MASTHEAD = settings.MASTHEAD | {
        "MAIL_FROM": "letters@example.org",
        "BOUNCE_ADDRESS": "bounces@example.org",
    }
    with running_server() as server:
        settings.MAIL_LINE = mail_line(f"smtp://127.0.0.1:{server.port}")
        yield send_letter(server)


def send_letter(server: MailServer, number: int = 9001) -> Mail:
    import threading

    newsletter = 501
    if number == 9001:
        make_list()
        make_reader("ada@example.org", newsletter)
    make_letter(newsletter, number)
    Mailing.objects.create(letter_id=number, newsletter_id=newsletter, title="x", due_at=timezone.now())
    plan_mailings()
    switchboard = Switchboard(mail_conf())
    send_some(Letter, switchboard, limit=10, stop=threading.Event())
    switchboard.close()
    return server.mails[-1]


def report(
    mail: Mail, *, action: str = "failed", status: str = "5.1.1", to: str = "", original: bool = True
) -> bytes:
    """Return what another server sends back for a mail (RFC 3464)."""
    headers = mail.content.split(b"\r\n\r\n")[0].decode()
    kept = "\r\n".join(
        line for line in headers.splitlines() if line.startswith(("Message-ID", "Subject", "To", "From"))
    )
    returned = f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\n{kept}\r\n" if original else ""
    return (
        f"From: MAILER-DAEMON@mx.example.net\r\nTo: {to or mail.envelope}\r\nSubject: Undelivered Mail\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nIt did not work.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.net\r\n\r\n"
        f"Final-Recipient: rfc822; {mail.recipient}\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; 550 {status} whatever\r\n\r\n{returned}--b--\r\n"
    ).encode()


def test_a_letter_that_comes_back_for_good_suppresses_its_reader(mail: Mail) -> None:
    assert take_returned(report(mail, original=False)) == Kind.BOUNCE
    assert Reader.objects.get().state == Reader.State.SUPPRESSED
    assert Letter.objects.get().state == State.GONE
    assert Letter.objects.get().reason == "It came back: 5.1.1."
    assert Suppression.objects.get().reason == Suppression.Reason.BOUNCE


def test_the_mark_is_found_in_what_is_returned_too(mail: Mail) -> None:
    assert take_returned(report(mail, to="letters@example.org")) == Kind.BOUNCE
    assert Reader.objects.get().state == Reader.State.SUPPRESSED


def test_a_full_mailbox_counts_once_a_letter_and_a_delay_not_at_all(mail: Mail) -> None:
    assert take_returned(report(mail, action="delayed", status="4.4.7")) == Kind.BOUNCE
    assert Reader.objects.get().soft_bounces == 0
    for _ in range(5):
        take_returned(report(mail, status="5.2.2"))
    assert Reader.objects.get().soft_bounces == 1
    assert Reader.objects.get().state == Reader.State.CONFIRMED


@pytest.mark.parametrize(
    "forge",
    [lambda mark: mark[:-1] + ("a" if mark[-1] != "a" else "b"), lambda _: "l1-aaaaaaaaaa", lambda _: ""],
)
def test_a_report_that_somebody_made_up_changes_nothing(mail: Mail, forge: Callable[[str], str]) -> None:
    mark = mail.envelope.partition("+")[2].partition("@")[0]
    forged = report(mail).replace(mark.encode(), forge(mark).encode())
    assert take_returned(forged) == Kind.FOREIGN
    assert Reader.objects.get().state == Reader.State.CONFIRMED


def test_somebody_who_is_away_or_answers_is_no_bounce(mail: Mail) -> None:
    for extra in ({"Auto-Submitted": "auto-replied"}, {}):
        answer = EmailMessage()
        answer["To"], answer["Subject"] = mail.envelope, "Away until Monday"
        for name, value in extra.items():
            answer[name] = value
        answer.set_content("I am away.")
        assert take_returned(answer.as_bytes()) == Kind.OTHER
    assert Reader.objects.get().state == Reader.State.CONFIRMED


def test_a_complaint_by_a_feedback_loop_suppresses(mail: Mail) -> None:
    headers = mail.content.split(b"\r\n\r\n")[0].decode()
    complaint = (
        "From: fbl@big.example\r\nTo: letters@example.org\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n--b\r\n\r\nSpam.\r\n"
        "--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nVersion: 1\r\n\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\n{headers}\r\n\r\nText\r\n--b--\r\n"
    )
    assert take_returned(complaint.encode()) == Kind.COMPLAINT
    assert Suppression.objects.get().reason == Suppression.Reason.COMPLAINT


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"\x00\xff" * 500,
        b"Content-Type: multipart/report; boundary=\r\n\r\n--\r\n",
        b"To: bounces+l1@example.org\r\n\r\n",
    ],
)
def test_rubbish_is_rubbish(mail: Mail, junk: bytes) -> None:
    assert take_returned(junk) == Kind.FOREIGN


@pytest.mark.parametrize("charset", ["us-ascii", "bogus"])
def test_a_returned_letter_may_be_written_in_letters_that_its_headers_do_not_name(
    mail: Mail, charset: str
) -> None:
    kept = report(mail, to="letters@example.org").replace(
        b"Content-Type: text/rfc822-headers\r\n\r\n",
        f"Content-Type: message/rfc822\r\n\r\nContent-Type: text/plain; charset={charset}\r\n".encode(),
    )
    assert take_returned(kept.replace(b"--b--", b"\r\n\xff\xfe text\r\n--b--")) == Kind.BOUNCE
    assert Reader.objects.get().state == Reader.State.SUPPRESSED


@pytest.mark.parametrize(
    "trap",
    [
        "Content-Type: text/plain; charset=utf-8\r\n\r\nl1-aaaaaaaaa\u017f n1-aaaaaaaaa\u212a\r\n".encode(),
        b"Content-Type: message/rfc822\r\n\r\n" * 3000,
    ],
)
def test_no_mail_keeps_those_behind_it_from_being_read(mail: Mail, tmp_path: Path, trap: bytes) -> None:
    assert take_returned(trap) == Kind.FOREIGN
    box = mailbox.Maildir(tmp_path / "Maildir")
    for number, content in enumerate((trap, report(mail))):
        (tmp_path / "Maildir" / "new" / f"{number}.mail").write_bytes(content)
    box.close()
    assert read_mailbox(str(tmp_path / "Maildir"))["bounce"] == 1
    assert Reader.objects.get().state == Reader.State.SUPPRESSED


def test_no_error_of_a_mailbox_tells_its_password() -> None:
    with pytest.raises(MailboxError) as said:
        read_mailbox("pop3://ada:hunter2@mail.example.org/INBOX")
    assert "hunter2" not in str(said.value)
    assert "mail.example.org" in str(said.value)


def test_a_maildir_and_an_mbox_are_read_and_what_was_a_report_is_taken_out(
    mail: Mail, tmp_path: Path
) -> None:
    maildir = mailbox.Maildir(tmp_path / "Maildir")
    mbox = mailbox.mbox(tmp_path / "mbox")
    for box in (maildir, mbox):
        box.add(report(mail))
        box.add(b"Subject: Hello\r\n\r\nA person writes.\r\n")
        box.flush()
        box.close()
    for path in (tmp_path / "Maildir", tmp_path / "mbox"):
        assert read_mailbox(str(path)) == {"bounce": 1, "foreign": 1}
        assert read_mailbox(str(path)) == {}, "what was read is not read again"
    assert len(mailbox.Maildir(tmp_path / "Maildir")) == len(mailbox.mbox(tmp_path / "mbox")) == 1
    assert Reader.objects.get().state == Reader.State.SUPPRESSED


def test_a_mailbox_is_read_over_imap_by_whoever_has_its_password_from_a_server_that_is_known(
    mail: Mail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = make_certificate(tmp_path / "mail.pem")
    with running_imap(certificate) as server:
        nested = b"Content-Type: message/rfc822\r\n\r\n" * 3000
        server.mails = {1: (set(), nested), 2: (set(), b"Subject: Hello\r\n\r\nA person writes.\r\n")}
        server.mails[3] = (set(), report(mail))
        place = f"imaps://bounces%40example.org:pass%2Fword@127.0.0.1:{server.port}/INBOX"
        with pytest.raises(MailboxError, match=r"127\.0\.0\.1 cannot be read"):
            read_mailbox(place)
        assert not server.logins, "the password goes to nobody who cannot prove to be the server"
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert read_mailbox(place) == {"bounce": 1, "foreign": 2}
        assert "bounces@example.org" in server.logins[0]
        assert "pass/word" in server.logins[0]
        assert list(server.mails) == [1, 2], "what was a report is deleted"
        assert read_mailbox(place) == {}
    assert Reader.objects.get().state == Reader.State.SUPPRESSED


def test_a_mailbox_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(MailboxError, match="no Maildir, no mbox"):
        read_mailbox(str(tmp_path / "nothing"))
    with pytest.raises(MailboxError, match=r"127\.0\.0\.1 cannot be read"):
        read_mailbox("imaps://a:b@127.0.0.1:9/INBOX")


@pytest.mark.parametrize(
    ("code", "said", "verdict"),
    [
        (550, "5.1.1 The email account does not exist", Verdict.HARD),
        (550, "No such user here", Verdict.HARD),
        (550, "5.7.1 Blocked by policy, see spam rules", Verdict.POLICY),
        (550, "5.5.0 Requested action not taken: mailbox unavailable, user unknown", Verdict.HARD),
        (552, "5.2.2 Over quota", Verdict.SOFT),
        (550, "Mailbox full", Verdict.SOFT),
        (554, "Your IP has a poor reputation", Verdict.POLICY),
        (550, "5.1.8 Sender domain not found", Verdict.POLICY),
        (451, "Try again later", Verdict.SOFT),
    ],
)
def test_what_servers_say_is_understood(code: int, said: str, verdict: Verdict) -> None:
    assert read_refusal(code, said) == verdict


class Provider:
    """A provider that tells of letters by its webhook."""

    def __init__(self, settings: Any, url: str, name: str) -> None:
        line = mail_line(url)
        settings.MAIL_LINE = line
        settings.ALLOWED_HOSTS = ["testserver"]
        settings.ANYMAIL = django_settings.ANYMAIL | line.anymail
        self.name = name

    def tell(self, told: Any, *, secret: str = "") -> int:
        secret = secret or django_settings.ANYMAIL["WEBHOOK_SECRET"]
        answer = Client(enforce_csrf_checks=True).post(
            f"/doors/mail/hook/{self.name}/", told if isinstance(told, (str, bytes)) else json.dumps(told),
            content_type="application/json",
            headers={"Authorization": "Basic " + base64.b64encode(secret.encode()).decode()},
        )  # fmt: skip
        return answer.status_code


def refusals() -> dict[str, int]:
    return dict(Refusal.objects.filter(door="mail hook").values_list("reason", "count"))


def test_a_provider_tells_of_bounces_and_complaints(mail: Mail, settings: Any) -> None:
    postmark = Provider(settings, "postmark://TOKEN", "postmark")
    other = make_reader("bo@example.org", 501)
    bounce = {"RecordType": "Bounce", "Type": "HardBounce", "Email": "Ada@example.org", "ID": 1, "Description": "The server was unable to deliver"}  # fmt: skip
    assert postmark.tell(bounce) == 200
    assert Reader.objects.get(address="ada@example.org").state == Reader.State.SUPPRESSED
    assert Letter.objects.get().state == State.GONE
    soft = {"RecordType": "Bounce", "Type": "SoftBounce", "Email": other.address, "ID": 2, "Description": "Soft bounce"}  # fmt: skip
    assert postmark.tell(soft) == 200
    other.refresh_from_db()
    assert other.state == Reader.State.CONFIRMED
    assert (
        postmark.tell({"RecordType": "SpamComplaint", "Type": "SpamComplaint", "Email": other.address}) == 200
    )
    other.refresh_from_db()
    assert other.state == Reader.State.SUPPRESSED
    assert (
        postmark.tell({"RecordType": "Bounce", "Type": "HardBounce", "Email": "stranger@example.org"}) == 200
    )
    assert Suppression.objects.count() == 2


def test_a_false_signature_is_refused_counted_and_changes_nothing(mail: Mail, settings: Any) -> None:
    mailgun = Provider(settings, "mailgun://KEY@letters.example.org?webhook_signing_key=SIGN", "mailgun")
    stamp, token = str(int(time.time())), "t" * 50

    def told(key: str) -> dict[str, Any]:
        mark = hmac.new(key.encode(), (stamp + token).encode(), hashlib.sha256).hexdigest()
        return {
            "signature": {"timestamp": stamp, "token": token, "signature": mark},
            "event-data": {
                "event": "failed", "severity": "permanent", "reason": "bounce", "recipient": "ada@example.org",
                "delivery-status": {"code": 550, "message": "5.1.1 No such user"}, "timestamp": time.time(), "id": "x",
                "message": {"headers": {"message-id": "m"}},
            },
        }  # fmt: skip

    assert mailgun.tell(told("WRONG")) == 403
    assert mailgun.tell(told("SIGN"), secret="masthead:wrong") == 403
    assert Reader.objects.get().state == Reader.State.CONFIRMED
    assert refusals() == {"signature": 2}
    assert mailgun.tell(told("SIGN")) == 200
    assert Reader.objects.get().state == Reader.State.SUPPRESSED


@pytest.mark.parametrize(
    "told",
    [
        "",
        "[]",
        "{}",
        '{"RecordType": 7}',
        "no json",
        b"\xff\xfe",
        '{"RecordType": "Bounce", "Email": ["a"]}',
        "[" * 3000,
    ],
)
def test_nonsense_from_a_provider_is_refused_or_ignored(mail: Mail, settings: Any, told: str | bytes) -> None:
    postmark = Provider(settings, "postmark://TOKEN", "postmark")
    assert postmark.tell(told) in {200, 400}
    assert Reader.objects.get().state == Reader.State.CONFIRMED


def test_only_the_provider_that_sends_may_tell(mail: Mail, settings: Any) -> None:
    Provider(settings, "postmark://TOKEN", "postmark")
    assert Provider(settings, "smtp://127.0.0.1:25", "postmark").tell({}) == 404
    assert refusals() == {"provider": 1}
