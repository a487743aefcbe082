"""Turning rows into mails: whom each goes to, what it says, and where its links lead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from masthead.delivery.conf import MailConf
from masthead.delivery.models import Letter, Mailing, Note, Post, Reader
from masthead.press.mail import MailText, compose_letter, compose_note
from masthead.press.sheets.desk import Desk

from .clicks import count_links
from .links import CHOICES, CONFIRM, LEAVE, bounce_mark, link
from .lists import MailList, all_lists
from .writing import Written, envelope_of, list_headers

__all__ = ["Writer"]


class Writer:
    """Writes mails; reads what they share once. One for each round of sending."""

    def __init__(self, conf: MailConf) -> None:
        self._conf = conf
        self._texts: dict[int, MailText] = {}

    @cached_property
    def _lists(self) -> dict[int, MailList]:
        return {one.number: one for one in all_lists()}

    @cached_property
    def _site_name(self) -> str:
        return str((Desk().card("frame", 0) or {}).get("name", ""))

    def write(self, post: Post) -> Written:
        """Return a mail.

        Raises:
            LookupError: what it tells of is no longer in print.
        """
        if isinstance(post, Letter):
            return self._letter(post, post.mailing, post.reader)
        assert isinstance(post, Note)
        return self._note(post, post.reader)

    def _letter(self, letter: Letter, mailing: Mailing, reader: Reader) -> Written:
        text = self._text(mailing)
        number = mailing.newsletter_id
        known = self._lists.get(number)
        unsubscribe = link(LEAVE, reader, (number,))
        return self._written(
            letter.pk, "l", text, reader, unsubscribe,
            list_headers(
                self._conf, newsletter_id=number, title=known.title if known else "", unsubscribe=unsubscribe,
                archive=self._conf.site_url + known.address if known else "", mailing_id=mailing.pk,
            ),
        )  # fmt: skip

    def _text(self, mailing: Mailing) -> MailText:
        if mailing.pk not in self._texts:
            text = compose_letter(mailing.letter_id)
            if self._conf.is_clicks_counted:
                text = replace(text, html=count_links(text.html, mailing.pk, self._conf.site_url))
            self._texts[mailing.pk] = text
        return self._texts[mailing.pk]

    def _note(self, note: Note, reader: Reader) -> Written:
        lists = tuple(int(one) for one in note.lists)
        names = self._names(lists)
        if note.name == "confirm":
            address = link(CONFIRM, reader, lists)
        elif note.name == "goodbye":
            address = f"{self._conf.site_url}/doors/mail/subscribe?" + "&".join(
                f"list={one}" for one in lists
            )
        else:
            address = link(CHOICES, reader)
        text = compose_note(note.name, language=reader.language, address=address, lists=names)
        # Nobody answers these by a machine (RFC 3834), and they belong to no list.
        headers = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
        return self._written(note.pk, "n", text, reader, link(LEAVE, reader, lists), headers)

    def _names(self, lists: Iterable[int]) -> str:
        titles = [self._lists[one].title for one in lists if one in self._lists]
        return ", ".join(titles)

    def _written(
        self,
        number: int,
        kind: str,
        text: MailText,
        reader: Reader,
        unsubscribe: str,
        headers: dict[str, str],
    ) -> Written:
        mark = bounce_mark(kind, number)
        known = self._lists.get(text.newsletter_id) if text.newsletter_id else None
        return Written(
            number=number, conf=self._conf, text=text, address=reader.address, name=reader.name,
            sender_name=known.sender if known and known.sender else self._site_name, envelope=envelope_of(self._conf, mark), unsubscribe=unsubscribe,
            preferences=link(CHOICES, reader),
            headers={"Message-ID": f"<{mark}@{self._conf.domain}>", "Content-Language": text.language} | headers,
        )  # fmt: skip
