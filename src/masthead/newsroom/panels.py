"""How the editor shows the fields of each page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
    TitleFieldPanel,
)
from wagtail.admin.widgets import AdminAutoHeightTextInput

from .widgets import TopicsInput

__all__ = [
    "article_panels",
    "home_panels",
    "promote_panels",
    "section_panels",
    "standing_panels",
    "telling_panels",
]

_STANDFIRST = _("One or two sentences that follow the title, here and in lists.")
_BODY = _("Everything readers see, in this order. Press / in a text to insert something else.")


def _title(placeholder: Any) -> TitleFieldPanel:
    return TitleFieldPanel(
        "title", placeholder=placeholder, help_text=_("As readers will see it, here and in lists.")
    )


promote_panels = [
    MultiFieldPanel(
        [
            FieldPanel(
                "slug",
                help_text=_("The last part of the page's address. Readers are led on from the former one."),
            ),
            FieldPanel("seo_title", help_text=_("Leave it empty to use the page's title.")),
            FieldPanel(
                "search_description", help_text=_("Leave it empty to use the standfirst or description.")
            ),
        ],
        heading=_("Search engines"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("social_title", help_text=_("Leave it empty to use the page's title.")),
            FieldPanel(
                "social_description", help_text=_("Leave it empty to use the standfirst or description.")
            ),
            FieldPanel("social_image", help_text=_("Leave it empty to use the lead image.")),
        ],
        heading=_("Social cards"),
        help_text=_("What networks and messengers show when somebody shares the page."),
    ),
]
home_panels = [
    _title(_("Title*")),
    InlinePanel(
        "lead_stories",
        heading=_("Lead stories"),
        label=_("Lead story"),
        help_text=_("They lead in this order. The newest pieces fill what is left."),
        panels=[PageChooserPanel("article")],
    ),
    FieldPanel(
        "blocks",
        help_text=_(
            "What stands on the front, from the top. Leave it empty for the lead stories, the newest pieces and "
            "a block for each section. No piece appears twice, and what would be empty is left out."
        ),
    ),
]
section_panels = [
    _title(_("Name of the section*")),
    FieldPanel("description", help_text=_("What the section is about, in a sentence or two, at its head.")),
    FieldPanel("is_opinion"),
]
standing_panels = [
    _title(_("Title*")),
    FieldPanel("standfirst", help_text=_STANDFIRST),
    FieldPanel("body", help_text=_BODY),
    FieldPanel("language"),
]
# What other rooms know of it is added by whoever knows them.
telling_panels: list[Any] = [FieldPanel("telling")]
article_panels = [
    _title(_("Headline*")),
    FieldPanel("standfirst", help_text=_STANDFIRST),
    InlinePanel(
        "byline",
        heading=_("Byline"),
        label=_("Contributor"),
        help_text=_(
            "Who made the piece, in this order. Leave it empty for a piece by the publication itself."
        ),
        panels=[FieldRowPanel([FieldPanel("contributor"), FieldPanel("role")])],
    ),
    MultiFieldPanel(
        [FieldPanel("lead_image"), FieldPanel("lead_caption")],
        heading=_("Lead image"),
        help_text=_("It stands above the text, in lists and on social cards."),
    ),
    FieldPanel("body", help_text=_BODY),
    FieldPanel(
        "topics",
        widget=TopicsInput,
        help_text=_("What the piece is about. Write the first letters and choose."),
    ),
    FieldRowPanel(
        [FieldPanel("language"), FieldPanel("published_at"), FieldPanel("updated_at")],
        heading=_("Language and dates"),
    ),
    PageChooserPanel("translation_of", "newsroom.ArticlePage"),
    FieldRowPanel([FieldPanel("has_latest_box"), FieldPanel("is_opinion")]),
    MultiFieldPanel(telling_panels, heading=_("Readers told")),
    InlinePanel(
        "corrections",
        heading=_("Corrections"),
        label=_("Correction"),
        help_text=_(
            "For a piece that was published with an error. Readers see them on the piece, on one page with all "
            "corrections and in a feed."
        ),
        panels=[FieldPanel("corrected_at"), FieldPanel("text", widget=AdminAutoHeightTextInput)],
        classname="collapsed",
    ),
    MultiFieldPanel(
        [
            HelpPanel(
                _("For a piece that appeared elsewhere first: its outlet is named and linked at the end.")
            ),
            FieldPanel("source_outlet"),
            FieldPanel("source_address"),
            FieldPanel("source_canonical"),
        ],
        heading=_("Source credit"),
        classname="collapsed",
    ),
]
