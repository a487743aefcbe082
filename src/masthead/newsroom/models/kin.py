"""Which pieces are translations of each other: one group, however they name one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from masthead.newsroom.conf import newsroom_conf

__all__ = ["Kin", "check_translation", "kin_of"]

# A query takes only so many parameters.
_BATCH = 500


class Kin(NamedTuple):
    """A piece of a group, as far as others need to know it."""

    pk: int
    live: bool
    path: str
    title: str
    language: str
    translation_of_id: int | None


def kin_of(originals: Mapping[int, int | None], *, are_drafts_counted: bool = False) -> dict[int, list[Kin]]:
    """Return for each piece the others of its group, by id; pieces that have none are left out.

    What a draft says it translates joins nobody for readers; what others say of a draft does.

    Args:
        originals: pieces by id, and what each is a translation of.
        are_drafts_counted: whether what drafts say counts too.
    """
    begun = set(originals) & {one for one in originals.values() if one is not None}
    begun |= {pk for pk, original in originals.items() if original is not None}
    begun |= {one.translation_of_id or 0 for one in _rows("translation_of_id", originals)} & set(originals)
    if not begun:
        return {}
    rows: dict[int, Kin] = {}
    links: dict[int, set[int]] = {}
    seen: set[int] = set()
    edge = set(begun)
    while edge:
        seen |= edge
        found = [*_rows("pk", edge), *_rows("translation_of_id", edge)]
        rows.update({one.pk: one for one in found})
        near: set[int] = set()
        for pk, original in _said(found, edge, originals, are_drafts_counted=are_drafts_counted):
            links.setdefault(pk, set()).add(original)
            links.setdefault(original, set()).add(pk)
            near |= {pk, original}
        edge = near - seen
    return {pk: [rows[one] for one in sorted(_reached(pk, links) - {pk}) if one in rows] for pk in begun}


def _said(
    found: Iterable[Kin],
    edge: Iterable[int],
    originals: Mapping[int, int | None],
    *,
    are_drafts_counted: bool,
) -> Iterable[tuple[int, int]]:
    """Yield each piece that counts with what it is a translation of; what the caller says of a piece goes first."""
    for pk in edge:
        original = originals.get(pk)
        if original is not None:
            yield pk, original
    for one in found:
        is_counted = one.pk not in originals and (one.live or are_drafts_counted)
        if is_counted and one.translation_of_id is not None:
            yield one.pk, one.translation_of_id


def _reached(start: int, links: Mapping[int, set[int]]) -> set[int]:
    reached, edge = {start}, {start}
    while edge:
        edge = set().union(*(links.get(one, set()) for one in edge)) - reached
        reached |= edge
    return reached


def _rows(field: str, numbers: Iterable[int]) -> list[Kin]:
    articles: Any = apps.get_model("newsroom", "ArticlePage")._default_manager.order_by()
    wanted = sorted(numbers)
    rows: list[Kin] = []
    for start in range(0, len(wanted), _BATCH):
        part = articles.filter(**{f"{field}__in": wanted[start : start + _BATCH]})
        rows += [Kin(*row) for row in part.values_list(*Kin._fields)]
    return rows


def check_translation(page: Any) -> None:
    """Refuse a piece that is a translation of itself, or the second of its group in a language.

    Raises:
        ValidationError: with what to do, for the field ``translation_of``.
    """
    if page.translation_of_id is None:
        return
    if page.translation_of_id == page.pk:
        raise _refused(_("A piece cannot be a translation of itself. Choose the original, or none."))
    if page.pk and page.pk in _above(page.translation_of_id):
        raise _refused(
            _("“%s” is a translation of this piece already. Choose another, or none.") % page.translation_of
        )
    own = page.language or newsroom_conf().language
    group = kin_of({page.pk or 0: page.translation_of_id}, are_drafts_counted=True).get(page.pk or 0, [])
    for one in group:
        if (one.language or newsroom_conf().language) == own:
            raise _refused(
                _("“%s” is in the same language. Set this piece's language, or choose another original.")
                % one.title
            )


def _refused(sentence: str) -> ValidationError:
    return ValidationError({"translation_of": sentence})


def _above(number: int | None) -> set[int]:
    """Return a piece and what it is a translation of, up to the first of its chain."""
    chain: set[int] = set()
    while number is not None and number not in chain:
        chain.add(number)
        rows = _rows("pk", [number])
        number = rows[0].translation_of_id if rows else None
    return chain
