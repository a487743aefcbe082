"""Readers' comments: kept, shown where they were, and no longer answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils import timezone

from masthead.newsroom.events import record_events
from masthead.newsroom.models import Event, ReaderComment
from masthead.wire.conf import time_zone
from masthead.wire.report import Kind
from masthead.wire.texts import cut, plain_text

from .dates import read_date
from .exported import Comment, Item
from .remarks import comment_html
from .run import Run

__all__ = ["import_comments"]

_valid_url = URLValidator(schemes=["http", "https"])


def import_comments(run: Run, items: Iterable[Item], kind: str) -> None:
    """Import what was said under some items, in the current transaction; comments that are here stay as they are."""
    items = [item for item in items if item.comments]
    known = run.records.of("comment", [comment.id for item in items for comment in item.comments])
    tally = run.report.tallies[Kind.COMMENT]
    touched = []
    for item in items:
        page_id = run.object_id(kind, item.id)
        wanted = [comment for comment in item.comments if _is_wanted(run, item, comment)]
        fresh = [comment for comment in wanted if comment.id not in known]
        tally.skipped += len(wanted) - len(fresh)
        if page_id is None or not fresh:
            tally.skipped += len(fresh)
            continue
        placed = {foreign_id: row.object_id for foreign_id, row in known.items() if row.object_id}
        _write(run, page_id, fresh, placed)
        tally.imported += len(fresh)
        touched.append(page_id)
    subject = Event.Subject.ARTICLE if kind == "article" else Event.Subject.STANDING
    record_events(Event.Kind.CHANGED, subject, touched)


def _is_wanted(run: Run, item: Item, comment: Comment) -> bool:
    run.report.tallies[Kind.COMMENT].found += 1
    if comment.type in {"pingback", "trackback"}:
        why = f"{comment.type}s are not kept"
    elif comment.approved in {"spam", "trash", "post-trashed"}:
        why = f"it was marked as {comment.approved}"
    else:
        return True
    run.skip(Kind.COMMENT, comment.id, plain_text(comment.author), item.link, why)
    return False


def _write(run: Run, page_id: int, comments: list[Comment], placed: dict[str, int]) -> None:
    """Write comments, answers after what they answer; one whose parent is missing stands by itself."""
    waiting = {comment.id: comment for comment in comments}
    records = []
    while waiting:
        level = [one for one in waiting.values() if one.parent not in waiting or one.parent == one.id]
        # Comments that answer each other in a circle: one of them has to begin.
        level = level or [next(iter(waiting.values()))]
        rows = [_comment(one, page_id, placed.get(one.parent)) for one in level]
        ReaderComment.objects.bulk_create(rows)
        for one, row in zip(level, rows, strict=True):
            placed[one.id] = row.pk
            del waiting[one.id]
            records.append(run.records.new("comment", one.id, object_kind="comment", object_id=row.pk))
    run.records.save(records)


def _comment(comment: Comment, page_id: int, parent_id: int | None) -> ReaderComment:
    return ReaderComment(
        page_id=page_id, parent_id=parent_id,
        author_name=cut(plain_text(comment.author), 200), author_email=_checked(comment.email, validate_email, 254),
        author_url=_checked(comment.url, _valid_url, 500), body=comment_html(comment.content),
        written_at=read_date(comment.date_gmt, comment.date, time_zone()) or timezone.now(),
        is_shown=comment.approved == "1",
    )  # fmt: skip


def _checked(value: str, validate: Callable[[str], None], length: int) -> str:
    value = value.strip()
    try:
        validate(value)
    except ValidationError:
        return ""
    return value if len(value) <= length else ""
