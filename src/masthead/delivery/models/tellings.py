"""A piece of which readers are told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["Telling"]


class TellingQuerySet(models.QuerySet["Telling"]):
    """Sets of tellings."""

    def due(self, now: datetime) -> TellingQuerySet:
        """Tellings whose notices are to be written now, the oldest first."""
        return self.filter(state=Telling.State.DUE, due_at__lte=now).order_by("due_at", "pk")


class Telling(models.Model):
    """The decision to tell readers of a piece that stands in print, and what was decided.

    Notices to devices, addresses, channels and hubs belong to it. A piece is told once; an editor can have it told
    again, which makes another telling with the next number.

    Attributes:
        state: ``due``: its notices are written from ``due_at`` on, until when an editor can stop it. ``told``: they
            are written. ``skipped``: nobody is told, as ``reason`` says.
        title: the headline when it was decided, for the newsroom's list: the piece may be gone later.
    """

    class State(models.TextChoices):
        """How far a telling is."""

        DUE = "due", _("due")
        TOLD = "told", _("told")
        SKIPPED = "skipped", _("skipped")

    article_id = models.BigIntegerField()
    number = models.PositiveSmallIntegerField(default=1)
    title = models.TextField()
    is_breaking = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DUE)
    reason = models.TextField(blank=True)
    due_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    told_at = models.DateTimeField(null=True, blank=True)

    objects: Any = TellingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article_id", "number"], name="delivery_told_once_a_number")
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(state="due"), name="delivery_telling_due"),
            models.Index(fields=["created_at"], name="delivery_telling_created"),
        ]
        permissions = [
            ("see_delivery", "Can see who is reached and what was sent"),
            ("manage_delivery", "Can stop, repeat and send what readers are told"),
        ]

    def __str__(self) -> str:
        return f"{self.title} (told {self.number})"
