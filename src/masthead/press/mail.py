"""Mails: letters and notes to subscribers, composed from plates and the theme's templates, never from a draft.

What differs from one subscriber to the next is left as tokens, for whoever sends the mail to replace.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import css_inline

from masthead.kit.addresses import absolute_url
from masthead.kit.colours import readable
from masthead.kit.markup import text_of
from masthead.kit.plain_text import PlainText

from .look import schemes
from .mail_body import mail_blocks, mail_picture
from .plates.words import direction_of
from .sheets.desk import Desk

__all__ = ["MOST_BYTES", "NOTES", "PREFERENCES", "UNSUBSCRIBE", "MailText", "compose_letter", "compose_note"]

UNSUBSCRIBE = "%%UNSUBSCRIBE%%"
PREFERENCES = "%%PREFERENCES%%"
# Mail programs cut what is longer than some 100 KB; a tenth is left for what the sender puts in place of tokens.
MOST_BYTES = 92_000
# The notes that there are; the theme's words name each `mail_confirm`, `mail_confirm_text`, `mail_confirm_button`.
NOTES = ("confirm", "welcome", "goodbye", "already", "choices")
# Notes that somebody else may have caused, who wrote another's address.
_UNASKED = {"confirm", "already", "choices"}

_INLINER = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
# In mail programs a ground is white or nearly black; the accent is readable on both, whatever the theme says.
_GROUNDS = ("#ffffff", "#141517")
_ACCENTS = ("#a6121f", "#ff978a")


@dataclass(frozen=True)
class MailText:
    """One mail, as all its recipients get it but for the tokens.

    Attributes:
        subject: one line.
        html: a whole document, its styles in its elements, 100 KB at most.
        text: the same to read as plain text, in lines of 72 characters.
        language: of the mail, as a BCP 47 tag.
        newsletter_id: the list it belongs to; None for a note.
    """

    subject: str
    html: str
    text: str
    language: str
    newsletter_id: int | None


def compose_letter(letter_id: int) -> MailText:
    """Compose a letter as mail; ``%%UNSUBSCRIBE%%`` and ``%%PREFERENCES%%`` stand for addresses of the recipient.

    Raises:
        LookupError: the letter or its newsletter is not in print, or none of the pieces that are all it tells of.
    """
    desk = Desk()
    _require_content(desk, letter_id)
    return letter_mail(desk, letter_id, base=desk.conf.site_url)


def _require_content(desk: Desk, letter_id: int) -> None:
    """Refuse a letter whose pieces were withdrawn since it was written: its subject is the headline of one."""
    plate = desk.plate("letter", letter_id) or {}
    pieces = plate.get("pieces")
    if not pieces or plate["html"].strip():
        return
    if all(desk.card("article", one["article"]) is None for one in pieces):
        raise LookupError(f"The pieces of letter {letter_id} were withdrawn. Write another letter.")


def letter_mail(desk: Desk, letter_id: int, *, base: str, pictures_at: str | None = None) -> MailText:
    """Compose a letter from a desk; previews lay their own plates on it.

    Args:
        base: the site's URL, which makes addresses whole.
        pictures_at: the URL where pictures are; the site's own without one.

    Raises:
        LookupError: the letter or its newsletter is not on the desk.
    """
    plate = desk.plate("letter", letter_id)
    newsletter = desk.plate("newsletter", plate["newsletter"]) if plate else None
    if plate is None or newsletter is None:
        raise LookupError(
            f"Letter {letter_id} is not in print. Publish it, and the newsletter it belongs to."
        )
    page = absolute_url(base, plate["address"])
    at = base if pictures_at is None else pictures_at
    words = desk.words(plate["language"])
    blocks = mail_blocks(
        plate["html"],
        base=base,
        page=page,
        sizes=plate["mail_sizes"],
        play=words["mail_play"],
        pictures_at=at,
    )
    pieces = _pieces(desk, plate, base, at)
    body = PlainText()
    context = _context(desk, plate["language"], subject=plate["title"], preheader=plate["preheader"], browser=page) | {
        "newsletter": {
            "title": newsletter["title"],
            "description": newsletter["description"],
            "url": absolute_url(base, newsletter["address"]),
        },
        "letter": {"title": plate["title"], "published_at": plate["published_at"], "url": page},
        "pieces": pieces,
        "text": body(_whole_links(plate["html"], base)),
        "links": body.links,
    }  # fmt: skip
    html = _fitting(blocks, pieces, lambda some: _render(desk, "mail/letter.html", context | some))
    return MailText(
        subject=_line(plate["title"]), html=html, text=_plain(desk, "mail/letter.txt", context),
        language=plate["language"], newsletter_id=plate["newsletter"],
    )  # fmt: skip


def compose_note(name: str, *, language: str, **values: str) -> MailText:
    """Compose a note of the magazine itself to one reader.

    Args:
        name: one of ``NOTES``.
        language: of the reader; empty for the site's own.
        values: ``address``, where its button leads, as a URL; ``lists``, the names of the newsletters that it
            speaks of, as readers read them, or nothing where it speaks of the publication.

    Raises:
        LookupError: there is no such note.
    """
    return note_mail(Desk(), name, language=language, **values)


def note_mail(desk: Desk, name: str, *, language: str, **values: str) -> MailText:
    """Compose a note from a desk, as :func:`compose_note` does.

    Raises:
        LookupError: there is no such note.
    """
    if name not in NOTES:
        raise LookupError(f"There is no note {name!r}. Use one of: {', '.join(NOTES)}.")
    site = desk.card("frame", 0) or {}
    said = language or site.get("language", "en")
    words = desk.words(said)
    lists = values.get("lists") or site.get("name", "")
    subject = words[f"mail_{name}"].replace("#", lists)
    address = values.get("address", "")
    context = _context(desk, said, subject=subject, preheader="", browser="") | {
        "note": {
            "kind": name,
            "title": subject,
            "text": words[f"mail_{name}_text"].replace("#", lists),
            "button": {"label": words[f"mail_{name}_button"], "url": address} if address else None,
            "is_unasked": name in _UNASKED,
        }
    }
    return MailText(
        subject=_line(subject), html=_render(desk, "mail/note.html", context),
        text=_plain(desk, "mail/note.txt", context), language=said, newsletter_id=None,
    )  # fmt: skip


def _context(desk: Desk, language: str, *, subject: str, preheader: str, browser: str) -> dict[str, Any]:
    """Return what the templates of all mails get."""
    site = desk.card("frame", 0) or {}
    light, dark = _accents(desk)
    mail = {
        "subject": _line(subject),
        "preheader": _line(preheader),
        "language": language,
        "direction": direction_of(language),
        "accent": {"light": light, "dark": dark},
        "browser": browser,
        "unsubscribe": UNSUBSCRIBE,
        "preferences": PREFERENCES,
    }
    return {"site": site, "mail": mail}


def _accents(desk: Desk) -> tuple[str, str]:
    look = (desk.card("frame", 0) or {}).get("look") or {}
    schemed = schemes(desk.theme.files.get("style.css", b"").decode())
    light, dark = (
        look.get("accent") or scheme.get("--accent", other)
        for scheme, other in zip(schemed, _ACCENTS, strict=True)
    )
    return _shade(light, 0), _shade(dark, 1)


def _shade(colour: str, scheme: int) -> str:
    try:
        return readable(colour, [_GROUNDS[scheme]])
    except ValueError:
        # A theme may write its accent in ways that mail programs do not know.
        return _ACCENTS[scheme]


def _pieces(desk: Desk, plate: dict[str, Any], base: str, pictures_at: str) -> list[dict[str, Any]]:
    """Return the letter's pieces that are in print, in the editor's order."""
    found = []
    for entry in plate["pieces"]:
        card = desk.card("article", entry["article"])
        if card is None:
            continue
        shown = desk.show(card)
        picture = card["picture"]
        found.append(
            {
                "title": card["title"],
                "standfirst": card["standfirst"],
                "url": absolute_url(base, card["address"]),
                "section": shown["section"]["title"] if shown["section"] else "",
                "byline": [one["name"] for one in shown["byline"] if one["role"] in {"author", "interview"}],
                "reading_minutes": card["reading_minutes"],
                "language": card["language"],
                "direction": card["direction"],
                "note": _whole_links(entry["note"], base),
                "note_text": text_of(entry["note"]),
                "picture": mail_picture(picture["social"], picture["alt"], pictures_at) if picture else None,
            }
        )
    return found


def _whole_links(html: str, base: str) -> str:
    return html.replace('href="/', f'href="{base}/')


def _fitting(blocks: list[str], pieces: list[dict[str, Any]], render: Callable[[dict[str, Any]], str]) -> str:
    """Render a letter with as much of it as mail programs show whole: its pieces first, then the blocks of its body."""
    whole = len(blocks) + len(pieces)

    def rendered(count: int) -> str:
        shown = min(count, len(pieces))
        body = "\n".join(blocks[: count - shown])
        return render({"body": body, "pieces": pieces[:shown], "is_cut": count < whole})

    html = rendered(whole)
    if len(html.encode()) <= MOST_BYTES:
        return html
    too_long = bisect_left(range(whole), True, key=lambda count: len(rendered(count).encode()) > MOST_BYTES)
    return rendered(max(0, too_long - 1))


def _render(desk: Desk, template: str, context: dict[str, Any]) -> str:
    html = _INLINER.inline(desk.theme.render(template, context))
    return html.replace(' data-css-inline="keep"', "")


def _plain(desk: Desk, template: str, context: dict[str, Any]) -> str:
    text = desk.theme.render(template, context)
    lines = (line.rstrip() for line in text.splitlines())
    kept: list[str] = []
    for line in lines:
        # Branches of a template leave empty lines; two in a row say no more than one.
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip() + "\n"


def _line(text: str) -> str:
    return " ".join(text.split())
