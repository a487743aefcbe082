"""Notices to devices, and what became of those that are long settled."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .devices import Choice, Subscription
from .notices import Notice, State
from .tellings import Telling

__all__ = ["PushNotice", "PushTally"]


class PushNotice(Notice):
    """A notice to a device.

    Attributes:
        subscription: the device; empty where it is no more.
        article_id: the piece in the language that the device gets, which may be a translation of the telling's.
        service: the origin of the push service: its scheme, host and port.
        because_kind, because_id: the choice of the device by which it is told.
    """

    telling = models.ForeignKey(Telling, on_delete=models.CASCADE, related_name="pushes", db_index=False)
    subscription = models.ForeignKey(
        Subscription, null=True, blank=True, on_delete=models.SET_NULL, related_name="notices", db_index=False
    )
    article_id = models.BigIntegerField()
    service = models.CharField(max_length=255)
    because_kind = models.CharField(max_length=20, choices=Choice.Kind)
    because_id = models.BigIntegerField()

    class Meta(Notice.Meta):
        verbose_name = "push notice"
        constraints = [
            models.UniqueConstraint(fields=["telling", "subscription"], name="delivery_pushed_once")
        ]
        indexes = [
            *Notice.Meta.indexes,
            models.Index(fields=["subscription", "settled_at"], name="delivery_push_device"),
            models.Index(
                fields=["service"], condition=Q(state__in=("due", "held")), name="delivery_push_service"
            ),
            models.Index(fields=["settled_at"], name="delivery_push_settled"),
        ]


class PushTally(models.Model):
    """How many notices of a telling came to which end; what stays when the notices themselves are forgotten."""

    telling = models.ForeignKey(Telling, on_delete=models.CASCADE, related_name="push_tallies")
    state = models.CharField(max_length=8, choices=State.choices)
    reason = models.TextField(blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["telling", "state", "reason"], name="delivery_push_tally")
        ]

    def __str__(self) -> str:
        return f"{self.count} {self.state}"
