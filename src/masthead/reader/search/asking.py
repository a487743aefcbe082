"""What a reader asks: the parameters of an address, read or refused in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from masthead.press.search.finding import FACETS, Question
from masthead.press.search.questions import LONGEST_QUESTION, Narrowing

__all__ = ["PAGE", "Asked", "RefusedError", "read_asked"]

# Results on one page.
PAGE = 10
_LAST_PAGE = 100
_LONGEST_NUMBER = 15
_LONGEST_LANGUAGE = 8


class RefusedError(ValueError):
    """A question cannot be used.

    Attributes:
        word: the name of the theme's word that says so to readers.
        number: what stands in it for ``#``.
    """

    def __init__(self, message: str, word: str = "search_damaged", number: int = 0) -> None:
        super().__init__(message)
        self.word = word
        self.number = number


@dataclass(frozen=True)
class Asked:
    """A page of results as its address names it.

    Attributes:
        text: what was typed. page: counted from 1.
    """

    text: str = ""
    narrowing: Narrowing = field(default_factory=Narrowing)
    is_by_date: bool = False
    page: int = 1

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return not self.text and not self.narrowing.chosen()

    def question(self) -> Question:
        """Return it as the index takes it."""
        return Question(
            self.text,
            self.narrowing,
            is_by_date=self.is_by_date,
            offset=(self.page - 1) * PAGE,
            limit=PAGE,
            has_facets=True,
        )

    def address(self, **changed: object) -> str:
        """Return the address of these results with something changed; None takes a parameter out."""
        values: dict[str, object] = {"q": self.text, **self.narrowing.chosen()}
        if self.is_by_date:
            values["sort"] = "date"
        values |= changed
        kept = {name: value for name, value in values.items() if value not in (None, "")}
        return f"/search/?{urlencode(kept)}" if kept else "/search/"


def read_asked(parameters: Mapping[str, str]) -> Asked:
    """Read the parameters of an address; those that are not known do not count.

    Raises:
        RefusedError: one of them cannot be used.
    """
    return Asked(
        text=read_text(parameters),
        narrowing=Narrowing(
            language=_language(parameters),
            **{name: _number(parameters, name) for name in FACETS if name != "language"},
        ),
        is_by_date=_sort(parameters),
        page=_page(parameters),
    )


def read_text(parameters: Mapping[str, str]) -> str:
    """Read what was typed.

    Raises:
        RefusedError: it is too long.
    """
    text = " ".join(parameters.get("q", "").replace("\x00", " ").split())
    if len(text) > LONGEST_QUESTION:
        raise RefusedError(
            f"A search may have up to {LONGEST_QUESTION} characters; this one has {len(text)}.",
            "search_long",
            LONGEST_QUESTION,
        )
    return text


def _number(parameters: Mapping[str, str], name: str) -> int | None:
    text = parameters.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER):
        raise RefusedError(f"The parameter {name} takes a number.")
    return int(text)


def _language(parameters: Mapping[str, str]) -> str:
    text = parameters.get("language", "")
    if text and not (text.isascii() and text.isalpha() and len(text) <= _LONGEST_LANGUAGE):
        raise RefusedError("The parameter language takes the code of a language, such as en.")
    return text.lower()


def _sort(parameters: Mapping[str, str]) -> bool:
    text = parameters.get("sort", "")
    if text not in {"", "relevance", "date"}:
        raise RefusedError("The parameter sort takes relevance or date.")
    return text == "date"


def _page(parameters: Mapping[str, str]) -> int:
    page = _number(parameters, "page")
    if page is not None and not 1 <= page <= _LAST_PAGE:
        raise RefusedError(f"The parameter page takes a number from 1 to {_LAST_PAGE}.")
    return page or 1
