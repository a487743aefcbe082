"""Letters: what is mailed to a list, and each copy of it with its state."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models

from .notices import Notice
from .readers import Reader
from .tellings import Telling

__all__ = ["Click", "Letter", "Mailing", "Note", "Post", "Refusal"]


class MailingQuerySet(models.QuerySet["Mailing"]):
    """Sets of mailings."""

    def due(self, now: datetime) -> MailingQuerySet:
        """Mailings whose letters are to be written now, the oldest first."""
        return self.filter(state=Mailing.State.DUE, due_at__lte=now).order_by("due_at", "pk")


class Mailing(models.Model):
    """A printed letter that goes to a list.

    Attributes:
        letter_id: the letter; it is mailed once.
        state: ``due``: its copies are written from ``due_at`` on, until when an editor can stop it. ``told``: they are
            written. ``skipped``: it is not sent, as ``reason`` says.
        title: its subject when that was decided.
        copies: for how many readers it was written.
    """

    State = Telling.State

    letter_id = models.BigIntegerField(unique=True)
    newsletter_id = models.BigIntegerField()
    title = models.TextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.DUE)
    reason = models.TextField(blank=True)
    copies = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects: Any = MailingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(state="due"), name="delivery_mailing_due"),
            models.Index(fields=["created_at"], name="delivery_mailing_created"),
        ]

    def __str__(self) -> str:
        return self.title


class Post(Notice):
    """A mail to one reader.

    Attributes:
        begun_at: when its text began to be handed over. Held and not begun: a worker that was killed sent nothing, and
            it is due again. Held and begun: nobody knows, and it is unclear.
    """

    begun_at = models.DateTimeField(null=True, blank=True)

    class Meta(Notice.Meta):
        abstract = True


class Letter(Post):
    """A copy of a mailing for one reader."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="+")
    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="+")

    class Meta(Post.Meta):
        constraints = [
            models.UniqueConstraint(fields=["mailing", "reader"], name="delivery_one_copy_a_reader")
        ]
        indexes = [
            *Notice.Meta.indexes,
            models.Index(fields=["settled_at"], name="delivery_letter_settled"),
        ]


class Note(Post):
    """A mail about the subscription itself: the question whether an address is right, a welcome, and the like.

    Attributes:
        name: which one.
        lists: the ids of the lists that it is about, as JSON.
    """

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=12)
    lists = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)


class Click(models.Model):
    """A link of a letter and how often it was pressed, where clicks are counted; of whom is not kept."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="clicks")
    number = models.PositiveSmallIntegerField()
    address = models.TextField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailing", "number"], name="delivery_link_of_a_mailing")
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.count}"


class Refusal(models.Model):
    """How often a door refused something on a day, by reason; of whom is not kept."""

    day = models.DateField()
    door = models.CharField(max_length=40)
    reason = models.CharField(max_length=40)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "door", "reason"], name="delivery_refusals_of_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.door}: {self.reason} {self.count}"
