"""Event rows: the news that something live changed."""

from __future__ import annotations

from typing import Any

from django.db import models

__all__ = ["Event"]


class EventQuerySet(models.QuerySet["Event"]):
    """Sets of events."""

    def waiting(self) -> EventQuerySet:
        """Events that the press has not taken yet, oldest first."""
        return self.filter(taken_at=None).order_by("id")


class Event(models.Model):
    """One change of something live, written in the transaction of the change.

    The press reads what is live *now* and ignores what the row says beyond its subject, so that
    late, repeated and reordered rows do no harm.
    """

    class Kind(models.TextChoices):
        """What happened, in the past tense."""

        PUBLISHED = "published"
        CHANGED = "changed"
        UNPUBLISHED = "unpublished"
        MOVED = "moved"
        DELETED = "deleted"
        MERGED = "merged"
        SETTINGS_CHANGED = "settings_changed"

    class Subject(models.TextChoices):
        """What it happened to."""

        HOME = "home"
        SECTION = "section"
        ARTICLE = "article"
        STANDING = "standing"
        NEWSLETTER = "newsletter"
        LETTER = "letter"
        CONTRIBUTOR = "contributor"
        TOPIC = "topic"
        PICTURE = "picture"
        DOCUMENT = "document"
        FRAME = "frame"
        REDIRECT = "redirect"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    subject = models.CharField(max_length=20, choices=Subject.choices)
    subject_id = models.BigIntegerField(default=0)
    detail: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    taken_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=models.Q(taken_at=None), name="newsroom_event_waiting"),
            models.Index(fields=["taken_at"], name="newsroom_event_taken"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.subject_id} {self.kind}"
