"""Results as readers get them: what the index found, said as the plates say it now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from masthead.kit.markup import text_of
from masthead.press.search.finding import FACETS, Findings, Found, How
from masthead.press.search.marks import Marker
from masthead.press.sheets.desk import Desk
from masthead.press.words import show_digits, show_language

from .asking import PAGE, Asked

__all__ = ["facets_of", "pages_of", "places_of", "results_of"]

_NAMES = {"section": "title", "contributor": "name", "topic": "title"}


def results_of(desk: Desk, findings: Findings) -> list[dict[str, Any]]:
    """Return what was found and is still in print, with the question's words marked.

    Each has the fields of a card, and ``marked_title`` and ``excerpt`` in parts.
    """
    named = [Found(name, int(value)) for name in _NAMES for value, _ in findings.facets.get(name, ())]
    # All that the page names, read at once.
    desk.read([("frame", 0), *findings.hits, *findings.places, *named])
    marker = Marker(findings.words, is_near=findings.how is How.NEAR)
    # What was withdrawn a moment ago has no plate: the index does not know yet.
    plates = [(hit, plate) for hit in findings.hits if (plate := desk.plate(*hit)) is not None]
    shown = iter(desk.show_all([plate for hit, plate in plates if hit.kind == "article"]))
    return [_result(marker, plate, next(shown) if hit.kind == "article" else None) for hit, plate in plates]


def _result(marker: Marker, plate: dict[str, Any], piece: dict[str, Any] | None) -> dict[str, Any]:
    """Return what is shown of a plate: of a piece, or of a page that has no more than a title and a text."""
    card = piece or {**plate, "section": None, "byline": [], "picture": None, "published_at": None}
    language = plate["language"]
    return {
        name: card[name] for name in ("address", "title", "section", "byline", "picture", "published_at")
    } | {
        "language": language,
        "direction": plate["direction"],
        "marked_title": marker.mark(plate["title"], language),
        "excerpt": _excerpt(marker, plate),
    }


def _excerpt(marker: Marker, plate: dict[str, Any]) -> list[Any]:
    """Return the standfirst where it has a word of the question, else the lines of the body that do."""
    standfirst, language = plate["standfirst"], plate["language"]
    marked = marker.mark(standfirst, language)
    if not any(part["is_marked"] for part in marked):
        marked = marker.snippet(text_of(plate["html"]), language) or marked
    return list(marked)


def places_of(desk: Desk, found: Iterable[Found]) -> list[dict[str, str]]:
    """Return the sections, contributors and topics that were found, with what they are."""
    places = []
    for kind, number in found:
        card = desk.card(kind, number)
        if card is not None:
            places.append({"kind": kind, "name": card[_NAMES[kind]], "address": card["address"]})
    return places


def facets_of(desk: Desk, asked: Asked, findings: Findings) -> list[dict[str, Any]]:
    """Return by what results can be narrowed: for each facet its values, how many results each leaves, and where to."""
    facets = []
    chosen = asked.narrowing.chosen()
    for name in FACETS:
        values = [
            {
                "label": label,
                "count": count,
                "is_chosen": chosen.get(name) == value,
                "address": asked.address(**{name: None if chosen.get(name) == value else value}),
            }
            for value, label, count in _labelled(desk, name, _with_chosen(findings, name, chosen.get(name)))
        ]
        if len(values) > 1 or name in chosen:
            facets.append({"name": name, "values": values})
    return facets


def _with_chosen(findings: Findings, name: str, chosen: int | str | None) -> list[tuple[int | str, int]]:
    """Return a facet's values; what was chosen is among them even where nothing is left of it."""
    values = list(findings.facets.get(name, ()))
    if chosen is not None and all(value != chosen for value, _ in values):
        values.append((chosen, 0))
    # Years stand in their order, all others by how much there is.
    return sorted(values, key=lambda one: -int(one[0])) if name == "year" else values


def _labelled(
    desk: Desk, name: str, values: Sequence[tuple[int | str, int]]
) -> Iterable[tuple[int | str, str, int]]:
    site_language = desk.site().site["language"]
    for value, count in values:
        if name == "year":
            yield value, show_digits(str(value), site_language), count
        elif name == "language":
            yield value, show_language(str(value), site_language), count
        else:
            card = desk.card(name, int(value))
            if card is not None:
                yield value, card[_NAMES[name]], count


def pages_of(asked: Asked, total: int) -> list[dict[str, Any]]:
    """Return links to the pages of results around the one that is shown, the first and the last; 0 where some are left out."""
    last = min(-(-total // PAGE), 100)
    if last < 2:
        return []
    near = {1, last, *(number for number in range(asked.page - 2, asked.page + 3) if 1 <= number <= last)}
    return [
        {
            "number": number,
            "address": asked.address(page=number if number > 1 else None),
            "is_current": number == asked.page,
        }
        for number in sorted(near)
    ]
