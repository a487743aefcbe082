"""Contributors and topics."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from masthead.newsroom.blocks import LinkBlock
from masthead.newsroom.fields import BodyField

__all__ = ["Contributor", "Topic"]


class Contributor(index.Indexed, models.Model):
    """Whoever is in a byline, with or without an account."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(
        _("slug"),
        max_length=200,
        unique=True,
        allow_unicode=True,
        help_text=_("The last part of the address."),
    )
    note = models.TextField(_("note"), blank=True, help_text=_("Who this is, in a sentence or two."))
    portrait = models.ForeignKey(
        "newsroom.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("portrait"),
    )  # fmt: skip
    links = BodyField([("link", LinkBlock())], blank=True, verbose_name=_("links"))
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="contributors",
        verbose_name=_("account"), help_text=_("The person's account in the newsroom, if there is one."),
    )  # fmt: skip

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("note"),
        FieldPanel("portrait"),
        FieldPanel("links"),
        FieldPanel("account"),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")

    def __str__(self) -> str:
        return self.name


class Topic(index.Indexed, models.Model):
    """What a piece is about."""

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(
        _("slug"),
        max_length=200,
        unique=True,
        allow_unicode=True,
        help_text=_("The last part of the address."),
    )
    description = models.TextField(_("description"), blank=True)

    panels = [FieldPanel("title"), FieldPanel("slug"), FieldPanel("description")]
    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta:
        ordering = ["title"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.title
