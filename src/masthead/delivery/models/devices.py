"""Devices that asked for notices, and what they asked for."""

from __future__ import annotations

from django.db import models

__all__ = ["Choice", "Subscription"]


class Subscription(models.Model):
    """A browser on a device that takes notices: where its push service listens and the keys to write to it.

    It names no reader. Whoever knows the endpoint and ``auth`` is the device, and may change what it gets.

    Attributes:
        site_key: which of the site's keys it was made with; empty for the first one.
        language: in which language it wants pieces that have translations.
        is_language_only: whether it wants no others.
        quiet_from, quiet_until: hours of the day, from 0 to 23 in its time zone, between which nothing is sent; the
            same twice for none, empty for the site's own.
        is_woken_by_breaking: whether breaking news is sent in its quiet hours too.
    """

    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=100, help_text="The device's public key, base64url.")
    auth = models.CharField(max_length=40, help_text="The secret that device and site share, base64url.")
    site_key = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=20, blank=True)
    is_language_only = models.BooleanField(default=False)
    time_zone = models.CharField(max_length=64, blank=True)
    quiet_from = models.PositiveSmallIntegerField(null=True, blank=True)
    quiet_until = models.PositiveSmallIntegerField(null=True, blank=True)
    is_woken_by_breaking = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["last_seen_at"], name="delivery_last_seen")]

    def __str__(self) -> str:
        return f"device {self.pk}"


class Choice(models.Model):
    """One thing that a device wants to hear of.

    Attributes:
        thing_id: which section, contributor or topic; 0 for everything and for breaking news.
        with_children: whether the sections below a section belong to the choice.
    """

    class Kind(models.TextChoices):
        """What can be chosen."""

        SECTION = "section"
        CONTRIBUTOR = "contributor"
        TOPIC = "topic"
        EVERYTHING = "everything"
        BREAKING = "breaking"

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="choices")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.SECTION)
    thing_id = models.BigIntegerField()
    with_children = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscription", "kind", "thing_id"], name="delivery_chosen_once")
        ]
        indexes = [models.Index(fields=["kind", "thing_id"], name="delivery_choice_thing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id}"
