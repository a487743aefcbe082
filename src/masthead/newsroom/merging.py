"""How bylines and topics of articles, and of every draft of them, come to name another.

A draft holds its byline and topics as JSON. Were it left alone, publishing it would bring back an id
that is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import TextField
from django.db.models.functions import Cast
from wagtail.models import Revision

from .models import ArticlePage, BylineEntry

__all__ = [
    "drafts_naming",
    "forget_in_revisions",
    "repoint_bylines",
    "repoint_revision_bylines",
    "repoint_revision_topics",
    "repoint_topics",
]

_BATCH = 100
Content = dict[str, Any]


def repoint_bylines(*, keep_id: int, merge_id: int) -> set[int]:
    """Let articles name another contributor, once for each role; return the articles' ids."""
    entries = BylineEntry.objects.filter(contributor_id=merge_id)
    changed = set(entries.values_list("page_id", flat=True))
    kept = set(BylineEntry.objects.filter(contributor_id=keep_id).values_list("page_id", "role"))
    doubled = [pk for pk, *place in entries.values_list("pk", "page_id", "role") if tuple(place) in kept]
    entries.filter(pk__in=doubled).delete()
    BylineEntry.objects.filter(contributor_id=merge_id).update(contributor_id=keep_id)
    return changed


def repoint_topics(*, keep_id: int, merge_id: int) -> set[int]:
    """Let articles name another topic, once; return the articles' ids."""
    links = ArticlePage.topics.through.objects
    changed = set(links.filter(topic_id=merge_id).values_list("articlepage_id", flat=True))
    doubled = links.filter(topic_id=keep_id, articlepage_id__in=changed).values("articlepage_id")
    links.filter(
        topic_id=merge_id, articlepage_id__in=list(doubled.values_list("articlepage_id", flat=True))
    ).delete()
    links.filter(topic_id=merge_id).update(topic_id=keep_id)
    return changed


def repoint_revision_bylines(*, keep_id: int, merge_id: int) -> int:
    """Let every draft and former state of articles name another contributor; return how many changed."""

    def rewrite(content: Content) -> None:
        found: set[tuple[int, str]] = set()
        byline = []
        for entry in content.get("byline") or []:
            contributor = keep_id if entry.get("contributor") == merge_id else entry.get("contributor")
            place = (contributor, entry.get("role"))
            if place not in found:
                found.add(place)
                byline.append({**entry, "contributor": contributor})
        content["byline"] = byline

    return _rewrite_revisions(_in_byline(merge_id), rewrite)


def forget_in_revisions(contributor_id: int) -> int:
    """Take a contributor who is deleted out of every draft and former state; return how many changed.

    Wagtail opens no draft that names somebody who is gone and whom the database protects.
    """

    def rewrite(content: Content) -> None:
        byline = content.get("byline") or []
        content["byline"] = [entry for entry in byline if entry.get("contributor") != contributor_id]

    return _rewrite_revisions(_in_byline(contributor_id), rewrite)


def drafts_naming(contributor_id: int) -> set[int]:
    """Return the ids of articles whose byline names a contributor, as published or in the newest draft."""
    live = BylineEntry.objects.filter(contributor_id=contributor_id).values_list("page_id", flat=True)
    newest = ArticlePage.objects.filter(latest_revision__in=_articles_revisions(_in_byline(contributor_id)))
    return {*live, *newest.values_list("pk", flat=True)}


def repoint_revision_topics(*, keep_id: int, merge_id: int) -> int:
    """Let every draft and former state of articles name another topic; return how many changed."""

    def rewrite(content: Content) -> None:
        topics = [keep_id if topic == merge_id else topic for topic in content.get("topics") or []]
        content["topics"] = list(dict.fromkeys(topics))

    return _rewrite_revisions(rf'"topics": \[([0-9]+, )*{merge_id}[],]', rewrite)


def _in_byline(contributor_id: int) -> str:
    return f'"contributor": {contributor_id}[,}}]'


def _rewrite_revisions(pattern: str, rewrite: Callable[[Content], None]) -> int:
    """Rewrite the content of all revisions of articles in whose JSON a pattern is found."""
    count = 0
    for batch in _batches(list(_articles_revisions(pattern).values_list("pk", flat=True))):
        revisions = list(Revision.objects.filter(pk__in=batch))
        for revision in revisions:
            rewrite(revision.content)
        Revision.objects.bulk_update(revisions, ["content"])
        count += len(revisions)
    return count


def _articles_revisions(pattern: str) -> Any:
    article = ContentType.objects.get_for_model(ArticlePage)
    # Databases write JSON with one space after colons and commas, and so does Python.
    return (
        Revision.objects.filter(content_type=article)
        .annotate(text=Cast("content", TextField()))
        .filter(text__regex=pattern)
    )


def _batches(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]
