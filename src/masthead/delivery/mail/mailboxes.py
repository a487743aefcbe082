"""The mailbox to which mails come back: over IMAP, a Maildir or an mbox. What was read as a report is taken out of it."""

from __future__ import annotations

import mailbox
import ssl
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from .returned import Kind, take_returned

__all__ = ["MailboxError", "read_mailbox"]

_TIMEOUT_S = 30
_MOST = 2000
_DONE = {Kind.BOUNCE, Kind.COMPLAINT}


class MailboxError(Exception):
    """The mailbox cannot be read; the message says why and what to do."""


class _Box(Protocol):
    """A mailbox that is open."""

    def unread(self) -> Iterator[tuple[str, bytes]]:
        """Yield key and content of the mails that nobody read."""

    def settle(self, done: list[str], seen: list[str]) -> None:
        """Delete some mails, and note that others were read."""


def read_mailbox(address: str) -> dict[str, int]:
    """Read what came back, and do what it asks for; return how many mails of each kind there were.

    Args:
        address: ``imaps://user:password@host/INBOX``, ``imap://…`` (encrypted by STARTTLS), or the path of a Maildir or mbox.

    Raises:
        MailboxError: it cannot be read.
    """
    counts: Counter[str] = Counter()
    with _opened(address) as box:
        done: list[str] = []
        seen: list[str] = []
        try:
            for key, content in box.unread():
                kind = take_returned(content)
                counts[kind] += 1
                (done if kind in _DONE else seen).append(key)
                if len(done) + len(seen) >= _MOST:
                    break
        finally:
            box.settle(done, seen)
    return dict(counts)


@contextmanager
def _opened(address: str) -> Iterator[_Box]:
    if address.startswith(("imap://", "imaps://")):
        with _imap(address) as box:
            yield box
        return
    path = Path(address)
    if (path / "cur").is_dir():
        yield _Maildir(path)
    elif path.is_file():
        yield _Mbox(path)
    else:
        raise MailboxError(
            f"bounce_mailbox names {_without_secrets(address)}, which is no Maildir, no mbox and no imaps:// address. "
            "Correct it."
        )


def _without_secrets(address: str) -> str:
    """Return an address as it can be logged: what stands before an ``@`` may hold a password."""
    scheme, mark, rest = address.rpartition("://")
    return f"{scheme}{mark}…@{rest.rpartition('@')[2]}" if "@" in rest else address


@contextmanager
def _imap(address: str) -> Iterator[_Box]:
    from imap_tools import MailBox, MailBoxStartTls

    parts = urlsplit(address)
    host, folder = parts.hostname or "", unquote(parts.path.strip("/")) or "INBOX"
    # The library's own context takes any certificate.
    context = ssl.create_default_context()
    try:
        made = (
            MailBox(host, port=parts.port or 993, timeout=_TIMEOUT_S, ssl_context=context)
            if parts.scheme == "imaps"
            else MailBoxStartTls(host, port=parts.port or 143, timeout=_TIMEOUT_S, ssl_context=context)
        )
        with made.login(unquote(parts.username or ""), unquote(parts.password or ""), folder) as box:
            yield _Imap(box)
    except MailboxError:
        raise
    except Exception as error:
        raise MailboxError(
            f"The mailbox at {host} cannot be read ({type(error).__name__}). Look at bounce_mailbox."
        ) from error


class _Imap:
    def __init__(self, box: object) -> None:
        self._box: object = box

    def unread(self) -> Iterator[tuple[str, bytes]]:
        from imap_tools import AND, BaseMailBox

        assert isinstance(self._box, BaseMailBox)
        for uid in self._box.uids(AND(seen=False))[:_MOST]:
            # As it came: what the library takes apart itself can be nested so deep that nothing is read any more.
            _, answer = self._box.client.uid("FETCH", uid, "(BODY.PEEK[])")
            content = next((one[1] for one in answer if isinstance(one, tuple)), None)
            if content is not None:
                yield uid, content

    def settle(self, done: list[str], seen: list[str]) -> None:
        from imap_tools import BaseMailBox, MailMessageFlags

        assert isinstance(self._box, BaseMailBox)
        if seen:
            self._box.flag(seen, MailMessageFlags.SEEN, True)
        if done:
            self._box.delete(done)


class _Maildir:
    def __init__(self, path: Path) -> None:
        self._box = mailbox.Maildir(path, create=False)

    def unread(self) -> Iterator[tuple[str, bytes]]:
        for key in list(self._box.keys()):
            # One that nobody can take apart stays where it is.
            with suppress(RecursionError):
                if "S" not in self._box.get_message(key).get_flags():
                    yield key, self._box.get_bytes(key)

    def settle(self, done: list[str], seen: list[str]) -> None:
        for key in done:
            self._box.discard(key)
        for key in seen:
            message = self._box.get_message(key)
            message.set_subdir("cur")
            message.add_flag("S")
            self._box[key] = message
        self._box.flush()


class _Mbox:
    def __init__(self, path: Path) -> None:
        self._box = mailbox.mbox(path, create=False)
        self._box.lock()
        # Its keys are numbers.
        self._keys: dict[str, Any] = {str(key): key for key in self._box.keys()}  # noqa: SIM118 - a mailbox iterates its mails

    def unread(self) -> Iterator[tuple[str, bytes]]:
        for name, key in self._keys.items():
            if "R" not in self._box.get_message(key).get_flags():
                yield name, self._box.get_bytes(key)

    def settle(self, done: list[str], seen: list[str]) -> None:
        for name in done:
            self._box.discard(self._keys[name])
        for name in seen:
            message = self._box.get_message(self._keys[name])
            message.add_flag("R")
            self._box[self._keys[name]] = message
        self._box.flush()
        self._box.unlock()
