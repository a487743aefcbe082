"""Preview images of what other sites hold."""

from __future__ import annotations

from django.db import models

from .pictures import Picture

__all__ = ["EmbedPreview"]


class EmbedPreview(models.Model):
    """The preview image of a page elsewhere, kept here so that readers need not ask for it there."""

    address = models.CharField(max_length=500, unique=True)
    picture = models.ForeignKey(Picture, null=True, on_delete=models.SET_NULL, related_name="+")
    problem = models.TextField(blank=True, help_text="Why there is none, in a sentence for editors.")
    tried_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.address
