"""Readers who asked for letters: their address, their consent, the lists that they are on, and who must get none."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["Membership", "Reader", "Suppression"]


def _fresh_secret() -> str:
    return secrets.token_urlsafe(18)


class ReaderQuerySet(models.QuerySet["Reader"]):
    """Sets of readers."""

    def of_list(self, newsletter_id: int) -> ReaderQuerySet:
        """Readers who confirmed their address and are on a list: whom a letter goes to."""
        return self.filter(
            state=Reader.State.CONFIRMED,
            memberships__newsletter_id=newsletter_id,
            memberships__joined_at__isnull=False,
            memberships__left_at=None,
        )


class Reader(models.Model):
    """Somebody who gave an address for letters.

    Attributes:
        address: as it is written to: small letters, the host as ASCII.
        state: ``pending``: nobody pressed the button in the letter of confirmation yet. ``confirmed``: letters may go
            there. ``suppressed``: none may, as the suppression of this address says.
        secret: what signs this reader's links; another one makes all of them void.
        asked_at: when the address was last given into a form; asked_from: the page with it.
        asked_network: the network that did, shortened to /24 (IPv4) or /48 (IPv6): enough to find a wave of robots.
        wording: which words were agreed to, as their hash.
        soft_bounces: how many letters in a row came back for now.
    """

    class State(models.TextChoices):
        """Whether letters may go there."""

        PENDING = "pending", _("not confirmed")
        CONFIRMED = "confirmed", _("confirmed")
        SUPPRESSED = "suppressed", _("suppressed")

    address = models.CharField(max_length=254, unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    secret = models.CharField(max_length=24, default=_fresh_secret)
    created_at = models.DateTimeField(auto_now_add=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_from = models.CharField(max_length=300, blank=True)
    asked_network = models.CharField(max_length=50, blank=True)
    wording = models.CharField(max_length=16, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_network = models.CharField(max_length=50, blank=True)
    soft_bounces = models.PositiveSmallIntegerField(default=0)

    objects: Any = ReaderQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["asked_at"], condition=models.Q(state="pending"), name="delivery_reader_pending"
            )
        ]

    def __str__(self) -> str:
        return f"reader {self.pk}"


class Membership(models.Model):
    """A reader on a list, asked for or joined or left.

    Attributes:
        newsletter_id: the list.
        source: how it came to be.
        asked_at: when the reader asked; joined_at: when that was confirmed, or the date that an import tells.
        left_at: when the reader left; the row stays, so that no import brings somebody back.
    """

    class Source(models.TextChoices):
        """Where a membership comes from."""

        FORM = "form", _("sign-up form")
        IMPORT = "import", _("import")
        EDITOR = "editor", _("editor")

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="memberships")
    newsletter_id = models.BigIntegerField()
    source = models.CharField(max_length=6, choices=Source.choices, default=Source.FORM)
    asked_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader", "newsletter_id"], name="delivery_once_on_a_list")
        ]
        indexes = [
            models.Index(
                fields=["newsletter_id", "reader"],
                condition=models.Q(joined_at__isnull=False, left_at=None),
                name="delivery_on_list",
            ),
            models.Index(fields=["joined_at"], name="delivery_joined"),
        ]

    def __str__(self) -> str:
        return f"reader {self.reader_id} on list {self.newsletter_id}"


class Suppression(models.Model):
    """An address that gets no letters, kept as a keyed hash: it can be recognised and not be read."""

    class Reason(models.TextChoices):
        """Why no letters go there."""

        BOUNCE = "bounce", _("letters come back")
        COMPLAINT = "complaint", _("complained")
        UNSUBSCRIBED = "unsubscribed", _("wants no letters")
        ERASED = "erased", _("was erased")

    digest = models.CharField(max_length=64, unique=True)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    detail = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"suppressed: {self.reason}"
