"""What every notice has, whichever way it goes: a state, and why it is in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["Notice", "NoticeQuerySet", "State"]

_Row = TypeVar("_Row", bound="Notice")


class State(models.TextChoices):
    """How far a notice is."""

    DUE = "due", _("due")
    HELD = "held", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    GONE = "gone", _("gone")
    SKIPPED = "skipped", _("skipped")
    UNCLEAR = "unclear", _("unclear")


class NoticeQuerySet(models.QuerySet[_Row]):
    """Sets of notices."""

    def due(self, now: datetime) -> NoticeQuerySet[_Row]:
        """Notices to send now, those that wait longest first."""
        return self.filter(state=State.DUE, due_at__lte=now).order_by("due_at", "pk")

    def left(self, now: datetime) -> NoticeQuerySet[_Row]:
        """Notices that a worker took and did not settle in time: it was killed."""
        return self.filter(state=State.HELD, held_until__lte=now)

    def unsettled(self) -> NoticeQuerySet[_Row]:
        """Notices of which it is not known yet what becomes."""
        return self.filter(state__in=(State.DUE, State.HELD))


class Notice(models.Model):
    """A message to one receiver: a device, an address, a channel, a hub.

    Each way of telling has a table of its own, with the receiver; these columns say the same in all.

    Attributes:
        state: how far it is. ``due``: to be sent from ``due_at`` on. ``held``: a worker is sending it, until
            ``held_until``. ``sent``: the next hand (push service, mail server, network) took it. ``failed``: given
            up. ``gone``: the receiver is no more. ``skipped``: not to be sent, as ``reason`` says. ``unclear``: the
            worker was killed while sending, and sending again could reach somebody twice.
        attempts: how often sending began.
        reason: why it is in this state, as a sentence; empty where there is nothing to say.
        settled_at: when it got a state that is final.
    """

    state = models.CharField(max_length=8, choices=State.choices, default=State.DUE)
    due_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects: Any = NoticeQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=("due", "held")),
                name="%(app_label)s_%(class)s_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}: {self.state}"
