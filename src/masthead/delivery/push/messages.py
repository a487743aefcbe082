"""What a notice says: a headline and a few words, in the language of the piece, small enough for every push service."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from masthead.delivery.models import Choice
from masthead.delivery.pieces import Piece
from masthead.press.conf import press_conf
from masthead.press.models import Plate
from masthead.press.theme import load_theme

from .kin import tag_of

__all__ = ["MOST_BYTES", "Message", "compose_message", "small_form", "title_of"]

# Push services take 4,096 bytes with all that encrypting adds; some devices' less.
MOST_BYTES = 3000
_LONGEST_TITLE = 120
_LONGEST_BODY = 240
_SMALL_BODY = 80
_ICON = "/icons/icon-192.png"
_NAMED = {Choice.Kind.SECTION: "title", Choice.Kind.TOPIC: "title", Choice.Kind.CONTRIBUTOR: "name"}


@dataclass(frozen=True)
class Message:
    """A notice as a device shows it.

    Attributes:
        because: the choice by which it is told, as ``section:12``, which an action of the notice ends.
        stop, choose: what the actions are called, in the language of the piece.
        tag: the same for whatever replaces it.
    """

    title: str
    body: str
    url: str
    image: str
    section: str
    language: str
    direction: str
    tag: str
    because: str
    stop: str
    choose: str

    def as_json(self, *, is_renewal_wanted: bool = False) -> bytes:
        """Return what is encrypted for a device, cut until it fits.

        Args:
            is_renewal_wanted: have the device subscribe again, with the site's newer key.
        """
        told: dict[str, Any] = {
            "title": self.title, "body": self.body, "url": self.url, "icon": _ICON, "image": self.image,
            "section": self.section, "lang": self.language, "dir": self.direction, "tag": self.tag,
            "because": self.because, "stop": self.stop, "choose": self.choose,
        }  # fmt: skip
        told = {name: value for name, value in told.items() if value}
        if is_renewal_wanted:
            told["renew"] = True
        written = _written(told)
        for name, longest in (("body", _SMALL_BODY), ("image", 0), ("stop", 0), ("body", 0), ("title", 60)):
            if len(written) <= MOST_BYTES:
                break
            told[name] = _cut(told.get(name, ""), longest)
            written = _written(told)
        return written


def _written(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def small_form(written: bytes) -> bytes:
    """Return a message with what cannot be missing, for a service that finds it too large."""
    told = json.loads(written)
    kept = {
        name: told[name] for name in ("title", "body", "url", "lang", "dir", "tag", "renew") if name in told
    }
    kept["body"] = _cut(kept.get("body", ""), _SMALL_BODY)
    return _written(kept)


def compose_message(piece: Piece, *, is_breaking: bool, because: tuple[str, int]) -> Message:
    """Compose the notice of a piece.

    Args:
        piece: in the language of the device. is_breaking: whether it is breaking news.
        because: kind and number of the choice by which a device is told.
    """
    words = load_theme(press_conf().theme_paths).words(piece.language)
    kind, thing_id = because
    named = {
        Choice.Kind.EVERYTHING: words["notices_everything"],
        Choice.Kind.BREAKING: words["notices_breaking"],
    }
    name = named.get(Choice.Kind(kind)) or title_of(kind, thing_id)
    place = words["notices_breaking"] if is_breaking else piece.section
    return Message(
        title=_cut(piece.title, _LONGEST_TITLE),
        body=_cut(" · ".join(part for part in (place, piece.standfirst) if part), _LONGEST_BODY),
        url=piece.address,
        image=piece.image,
        section=piece.section,
        language=piece.language,
        direction=piece.direction,
        tag=tag_of(piece),
        because=f"{kind}:{thing_id}",
        stop=words["notices_stop"].replace("#", _cut(name, 40)) if name else "",
        choose=words["notices_choose"],
    )


def title_of(kind: str, thing_id: int) -> str:
    """Return what a section, contributor or topic is called; nothing where it is not public."""
    card = Plate.objects.filter(kind=kind, thing_id=thing_id).values_list("card", flat=True).first()
    return str(json.loads(card)[_NAMED[Choice.Kind(kind)]]) if card and kind in _NAMED else ""


def _cut(text: str, longest: int) -> str:
    """Cut a text at the last word that fits."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    if longest < 2:
        return ""
    short = text[: longest - 1]
    if " " in short[longest // 2 :]:
        short = short[: short.rindex(" ")]
    return short.rstrip(" ,.;:–—-·") + "…"
