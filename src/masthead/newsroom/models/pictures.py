"""Images and their renditions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.search import index

from masthead.newsroom.validators import validate_alternative_text

__all__ = ["Picture", "PictureRendition"]


class Picture(AbstractImage):
    """An image with what a reader and a rights holder need to know about it."""

    description = models.CharField(
        _("alternative text"), max_length=500, default="", validators=[validate_alternative_text],
        help_text=_("What the image shows, in a few words, for those who do not see it."),
    )  # fmt: skip
    caption = models.TextField(
        _("caption"),
        blank=True,
        help_text=_("What readers see below the image, unless a piece says otherwise."),
    )
    credit = models.CharField(
        _("credit"), max_length=300, blank=True, help_text=_("Who made it; readers see it.")
    )
    rights = models.CharField(
        _("rights"),
        max_length=300,
        blank=True,
        help_text=_("The licence or agreement under which it is used; for the newsroom alone."),
    )

    admin_form_fields = (
        "title", "file", "description", "caption", "credit", "rights", "collection", "tags",
        "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    )  # fmt: skip

    search_fields = [
        *AbstractImage.search_fields,
        index.SearchField("description"),
        index.SearchField("caption"),
        index.SearchField("credit"),
        index.AutocompleteField("credit"),
    ]

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = Image._meta.permissions


class PictureRendition(AbstractRendition):
    """One size of an image."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_spec"
            )
        ]
