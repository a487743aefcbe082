"""What readers are told of how much is read."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

__all__ = ["Counting"]


@register_setting(icon="view", order=30)
class Counting(BaseGenericSetting):
    """Whether figures stand beside the pieces that are read most."""

    counts_are_shown = models.BooleanField(
        _("show how often pieces were read"), default=False,
        help_text=_("In the lists of what is read most. The lists themselves are shown in any case."),
    )  # fmt: skip

    panels = [FieldPanel("counts_are_shown")]

    class Meta:
        verbose_name = _("most read")

    def __str__(self) -> str:
        return str(_("most read"))
