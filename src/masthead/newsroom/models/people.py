"""Contributors and topics."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.admin.widgets import SlugInput
from wagtail.search import index

from masthead.newsroom.blocks import LinkBlock
from masthead.newsroom.fields import BodyField
from masthead.newsroom.validators import LONGEST_SLUG, validate_slug_length

__all__ = ["Contributor", "Topic"]


class NamedThing(models.Model):
    """What contributors and topics share: an address of their own, made from the name where none is given."""

    slug = models.SlugField(
        _("slug"),
        max_length=200,
        unique=True,
        blank=True,
        allow_unicode=True,
        help_text=_("The last part of the address. Leave it empty to make it from the name."),
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Make the slug before it is stored."""
        self._fill_slug()
        super().save(*args, **kwargs)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Make the slug before it is checked."""
        self._fill_slug()
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a slug that no file can have as its name."""
        super().clean()
        try:
            validate_slug_length(self.slug)
        except ValidationError as error:
            raise ValidationError({"slug": error}) from error

    def _fill_slug(self) -> None:
        if self.slug:
            return
        # Cut by bytes, not in the middle of a letter, with room for a number.
        short = slugify(str(self), allow_unicode=True).encode()[: LONGEST_SLUG - 10].decode(errors="ignore")
        wanted = short or self._meta.model_name or ""
        taken = set(
            type(self)
            ._default_manager.filter(slug__startswith=wanted)
            .exclude(pk=self.pk)
            .values_list("slug", flat=True)
        )
        numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
        self.slug = next(slug for slug in (wanted, *numbered) if slug not in taken)


class Contributor(index.Indexed, NamedThing):  # type: ignore[django-manager-missing]  # Orderable is untyped
    """Whoever is in a byline, with or without an account."""

    name = models.CharField(_("name"), max_length=200)
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
        TitleFieldPanel("name", placeholder=_("Name*"), targets=["slug"]),
        FieldPanel("slug", widget=SlugInput),
        FieldPanel("note"),
        FieldPanel("portrait"),
        FieldPanel("links"),
        FieldPanel("account"),
    ]
    search_fields = [
        index.SearchField("name"), index.AutocompleteField("name"), index.FilterField("name"), index.FilterField("slug"),
    ]  # fmt: skip

    class Meta:
        ordering = ["name"]
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")

    def __str__(self) -> str:
        return self.name


class Topic(index.Indexed, NamedThing):
    """What a piece is about."""

    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(
        _("description"),
        blank=True,
        help_text=_("What belongs here, in a sentence or two, at the head of its page."),
    )

    panels = [
        TitleFieldPanel("title", placeholder=_("Title*"), targets=["slug"]),
        FieldPanel("slug", widget=SlugInput),
        FieldPanel("description"),
    ]
    search_fields = [
        index.SearchField("title"), index.AutocompleteField("title"), index.FilterField("title"), index.FilterField("slug"),
    ]  # fmt: skip

    class Meta:
        ordering = ["title"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.title
