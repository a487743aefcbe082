"""Lists, readers and their browsers, for tests of letters."""

from __future__ import annotations

import json
import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from masthead.delivery.models import Membership, Note, Reader
from masthead.press.models import Plate


def make_list(number: int = 501, title: str = "The Morning Letter", *, cadence: str = "single") -> int:
    """Compose a newsletter as the press does, and return its id."""
    card = {
        "title": title,
        "description": f"All about {title}.",
        "address": f"/letters/{number}/",
        "cadence": cadence,
    }
    Plate.objects.create(
        kind="newsletter", thing_id=number, language="en", address=f"/letters/{number}/", shown_at=timezone.now(),
        card=json.dumps(card), body="{}", card_hash="a", body_hash="a",
    )  # fmt: skip
    return number


def make_reader(
    address: str = "ada@example.org", *lists: int, state: str = "confirmed", **fields: Any
) -> Reader:
    """Make a reader who is on lists."""
    now = timezone.now()
    reader = Reader.objects.create(
        address=address, state=state, asked_at=now, **({"confirmed_at": now} | fields)
    )
    for number in lists:
        Membership.objects.create(reader=reader, newsletter_id=number, asked_at=now, joined_at=now)
    return reader


class Browser:
    """A reader's browser, on pages of the site; without scripts."""

    def __init__(self, network: str = "203.0.113.7") -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.headers = {
            "Host": "testserver",
            "Origin": "http://testserver",
            "Sec-Fetch-Site": "same-origin",
            "X-Forwarded-For": network,
            "Referer": "http://testserver/news/a-bridge/?from=me",
        }

    def get(self, path: str) -> HttpResponse:
        return self.client.get(path, headers=self.headers)  # type: ignore[return-value]

    def post(self, path: str, form: dict[str, Any], **headers: str) -> HttpResponse:
        return self.client.post(path, form, headers=self.headers | headers)  # type: ignore[return-value]

    def post_json(self, path: str, told: Any) -> HttpResponse:
        return self.client.post(  # type: ignore[return-value]
            path, json.dumps(told), content_type="application/json", headers=self.headers
        )


def permit_in(page: HttpResponse) -> str:
    """Return the permit in a form."""
    found = re.search(r'name="permit" value="([^"]+)"', page.content.decode())
    assert found, page.content.decode()[-3000:]
    return found[1]


def notes() -> list[tuple[str, str]]:
    """Return the notes that are to be sent: to whom, and which."""
    return [(one.reader.address, one.name) for one in Note.objects.select_related("reader").order_by("pk")]


def make_letter(
    newsletter: int = 501,
    number: int = 9001,
    *,
    title: str = "What happened today",
    html: str = "<p>Text.</p>",
) -> int:
    """Compose a letter of a newsletter as the press does, and return its id."""
    now = timezone.now()
    address = f"/letters/{newsletter}/{number}/"
    card = {
        "id": number, "address": address, "title": title, "preheader": "", "published_at": now.isoformat(),
        "newsletter": newsletter, "language": "en", "direction": "ltr",
    }  # fmt: skip
    body = {"html": html, "embeds": [], "description": "", "pieces": [], "mail_sizes": {}, "is_mailed": True}
    Plate.objects.create(
        kind="letter", thing_id=number, language="en", address=address, shown_at=now,
        card=json.dumps(card), body=json.dumps(body), card_hash="a", body_hash="a",
    )  # fmt: skip
    return number
