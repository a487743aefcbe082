"""Documents: what the index holds of a plate."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import tantivy

from masthead.kit.markup import text_of
from masthead.press.conf import press_conf
from masthead.press.models import Entry, Plate

from .languages import STEMMERS, base_of
from .schema import TEXTS
from .texts import folded, plain, split_words

__all__ = ["KINDS", "Entered", "entered_of", "key_of", "kind_of", "read_entered"]

# The order is the last digit of every key: add at the end.
KINDS = ("article", "standing", "section", "contributor", "topic")
_NAMED = {"section": "title", "contributor": "name", "topic": "title"}
_NARROWED_BY = ("section", "contributor", "topic")
_KEY_STEP = 10
# A piece that is ten years newer counts twice as much: among alike ones, the newer comes first.
_YEARS_TO_DOUBLE = 10.0
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_YEAR_S = 365.2425 * 86400


def key_of(kind: str, thing_id: int) -> int:
    """Return the number by which the index knows a plate."""
    return thing_id * _KEY_STEP + KINDS.index(kind)


def kind_of(key: int) -> tuple[str, int]:
    """Return kind and id of the plate behind a number."""
    return KINDS[key % _KEY_STEP], key // _KEY_STEP


@dataclass
class Entered:
    """One plate as it is entered into the index.

    Attributes:
        texts: field → words, parted by spaces.
        numbers: field → what results can be narrowed by.
        language: of its texts, the first subtag; nothing where results are not narrowed by it.
        shown_at: seconds since 1970, 0 for what has no date.
    """

    key: int
    texts: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, list[int]] = field(default_factory=dict)
    language: str = ""
    shown_at: int = 0

    @property
    def weight(self) -> float:
        """How much newer ones count more; a power of time, so that it never has to be reckoned anew."""
        if not self.shown_at:
            return 1.0
        years = (self.shown_at - _EPOCH.timestamp()) / _YEAR_S
        # Nobody dates a piece so; the number must stay one all the same.
        return float(2.0 ** (max(-300.0, min(300.0, years)) / _YEARS_TO_DOUBLE))

    @property
    def digest(self) -> int:
        """A number that is another when anything of it is."""
        whole = json.dumps(vars(self), sort_keys=True).encode("utf-8", "surrogatepass")
        return int.from_bytes(hashlib.blake2b(whole, digest_size=8).digest())

    def document(self) -> tantivy.Document:
        """Return it as the index takes it."""
        document = tantivy.Document()
        document.add_unsigned("key", self.key)
        document.add_unsigned("digest", self.digest)
        for name, text in self.texts.items():
            document.add_text(name, text)
        for name, numbers in self.numbers.items():
            for number in numbers:
                document.add_unsigned(name, number)
        if self.language:
            document.add_text("language", self.language)
        document.add_integer("shown_at", self.shown_at)
        document.add_float("weight", self.weight)
        return document


def read_entered(kind: str, ids: Iterable[int]) -> list[Entered]:
    """Return what the index holds of those plates of a kind that there are."""
    plates = Plate.objects.filter(kind=kind, thing_id__in=list(ids)).only(
        "kind", "thing_id", "language", "shown_at", "card", "body"
    )
    listings: dict[int, list[str]] = {}
    if kind == "article":
        for plate_id, listing in Entry.objects.filter(plate__in=list(plates)).values_list(
            "plate_id", "listing"
        ):
            listings.setdefault(plate_id, []).append(listing)
    return [entered_of(plate, listings.get(plate.pk, ())) for plate in plates]


def entered_of(plate: Plate, listings: Sequence[str] = ()) -> Entered:
    """Return what the index holds of a plate.

    Args:
        plate: of one of the kinds that are searched.
        listings: those that hold it: they tell all its sections, also those above.
    """
    whole: dict[str, Any] = json.loads(plate.card) | json.loads(plate.body)
    entered = Entered(key_of(plate.kind, plate.thing_id))
    if plate.kind in _NAMED:
        entered.texts = {"place": _words(whole[_NAMED[plate.kind]])}
        return entered
    language = base_of(plate.language or press_conf().language)
    parts = (whole["title"], whole["standfirst"], text_of(whole["html"]))
    entered.texts = {name: _words(text) for name, text in zip(TEXTS, parts, strict=True)}
    if language in STEMMERS:
        stemmed = (" ".join(split_words(plain(text, language))) for text in parts)
        entered.texts |= {f"{name}_{language}": text for name, text in zip(TEXTS, stemmed, strict=True)}
    entered.numbers = {name: _numbers(name, listings) for name in _NARROWED_BY}
    entered.language = language
    if plate.shown_at is not None and whole.get("published_at"):
        entered.numbers["year"] = [max(0, datetime.fromisoformat(whole["published_at"]).year)]
        entered.shown_at = int(plate.shown_at.timestamp())
    return entered


def _words(text: str) -> str:
    return " ".join(split_words(folded(text)))


def _numbers(name: str, listings: Sequence[str]) -> list[int]:
    parted = (listing.partition(":") for listing in listings)
    return sorted(int(number) for head, _, number in parted if head == name)
