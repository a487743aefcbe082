"""How the editor shows the fields of each page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)

__all__ = ["article_panels", "home_panels", "section_panels", "social_panels", "standing_panels"]

social_panels = [
    MultiFieldPanel(
        [FieldPanel("social_title"), FieldPanel("social_description"), FieldPanel("social_image")],
        heading=_("Social cards"),
    )
]
home_panels = [
    InlinePanel(
        "lead_stories",
        heading=_("Lead stories"),
        label=_("Lead story"),
        help_text=_("In this order; the newest pieces fill what is left."),
        panels=[PageChooserPanel("article")],
    )
]
section_panels = [FieldPanel("description")]
standing_panels = [FieldPanel("standfirst"), FieldPanel("body"), FieldPanel("language")]
article_panels = [
    FieldPanel("standfirst"),
    InlinePanel(
        "byline",
        heading=_("Byline"),
        label=_("Contributor"),
        panels=[FieldRowPanel([FieldPanel("contributor"), FieldPanel("role")])],
    ),
    MultiFieldPanel([FieldPanel("lead_image"), FieldPanel("lead_caption")], heading=_("Lead image")),
    FieldPanel("body"),
    FieldPanel("topics"),
    MultiFieldPanel(
        [
            FieldPanel("source_outlet"),
            FieldPanel("source_address"),
            FieldPanel("source_canonical"),
            HelpPanel(_("For a piece that appeared elsewhere first.")),
        ],
        heading=_("Source credit"),
    ),
    FieldRowPanel(
        [FieldPanel("language"), FieldPanel("published_at"), FieldPanel("updated_at")],
        heading=_("Language and dates"),
    ),
]
