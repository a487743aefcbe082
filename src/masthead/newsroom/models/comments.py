"""Readers' comments that came with an import."""

from __future__ import annotations

from django.db import models
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

__all__ = ["ReaderComment"]

_EXCERPT_WORDS = 24


class ReaderComment(models.Model):
    """A reader's comment under a page, kept and printed, no longer answered."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="reader_comments")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies"
    )
    author_name = models.CharField(_("name"), max_length=200, blank=True)
    author_email = models.EmailField(_("e-mail"), blank=True, help_text=_("Never shown to readers."))
    author_url = models.URLField(_("address"), max_length=500, blank=True)
    body = models.TextField(_("text"), help_text=_("HTML that passed the sanitiser."))
    written_at = models.DateTimeField(_("written"))
    is_shown = models.BooleanField(_("shown to readers"), default=True)

    class Meta:
        ordering = ["written_at", "id"]
        verbose_name = _("reader comment")
        verbose_name_plural = _("reader comments")

    def __str__(self) -> str:
        return f"{self.shown_name}, {self.written_at:%Y-%m-%d}"

    @property
    def shown_name(self) -> str:
        """Whoever wrote it, as lists show it."""
        return self.author_name or str(_("Anonymous"))

    @property
    def excerpt(self) -> str:
        """The first words of the text, without markup."""
        return Truncator(strip_tags(self.body)).words(_EXCERPT_WORDS)
