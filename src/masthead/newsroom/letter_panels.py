"""How the editor shows the fields of newsletters and their letters."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
    TitleFieldPanel,
)

__all__ = ["letter_panels", "newsletter_panels"]

newsletter_panels = [
    TitleFieldPanel(
        "title",
        placeholder=_("Name of the newsletter*"),
        help_text=_("What readers subscribe to, here and in their mailboxes."),
    ),
    FieldPanel("description", help_text=_("What it brings and how often, in a sentence or two.")),
    FieldPanel("sender_name"),
    MultiFieldPanel(
        [
            FieldPanel("cadence"),
            FieldRowPanel([FieldPanel("weekday"), FieldPanel("hour")]),
            PageChooserPanel("section", "newsroom.SectionPage"),
            FieldPanel("most_pieces"),
            FieldPanel("is_automatic"),
        ],
        heading=_("Letters"),
        help_text=_(
            "Letters that are filled hold what appeared since the last one, what leads the front first."
        ),
    ),
    FieldPanel("language"),
]
letter_panels = [
    TitleFieldPanel(
        "title",
        placeholder=_("Subject*"),
        help_text=_("What mailboxes show in bold; 50 letters fit on a phone."),
    ),
    FieldPanel("preheader"),
    FieldPanel(
        "body", help_text=_("What the letter says before its pieces. Press / to insert something else.")
    ),
    InlinePanel(
        "pieces",
        heading=_("Pieces"),
        label=_("Piece"),
        help_text=_("They stand below the text in this order. One that is not published is left out."),
        panels=[PageChooserPanel("article"), FieldPanel("note")],
    ),
    FieldRowPanel([FieldPanel("language"), FieldPanel("is_mailed")]),
]
