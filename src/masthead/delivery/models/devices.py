"""Devices that asked for notices, and what they asked for."""

from __future__ import annotations

from django.db import models

__all__ = ["Choice", "Subscription"]


class Subscription(models.Model):
    """A browser on a device that takes notices: where its push service listens and the keys to write to it.

    It names no reader. Whoever knows the endpoint and ``auth`` is the device, and may change what it gets.
    """

    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=100, help_text="The device's public key, base64url.")
    auth = models.CharField(max_length=40, help_text="The secret that device and site share, base64url.")
    language = models.CharField(max_length=20, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["last_seen_at"], name="delivery_last_seen")]

    def __str__(self) -> str:
        return f"device {self.pk}"


class Choice(models.Model):
    """One thing that a device wants to hear of."""

    class Kind(models.TextChoices):
        """What can be chosen."""

        SECTION = "section"

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="choices")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.SECTION)
    thing_id = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscription", "kind", "thing_id"], name="delivery_chosen_once")
        ]
        indexes = [models.Index(fields=["kind", "thing_id"], name="delivery_choice_thing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id}"
