"""Who the publication is, and its menus."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from masthead.newsroom.blocks import LinkBlock, MenuBlock
from masthead.newsroom.fields import BodyField
from masthead.newsroom.languages import language_choices
from masthead.newsroom.validators import validate_colour
from masthead.newsroom.widgets import ColourInput

__all__ = ["Identity", "Menus"]


@register_setting(icon="home", order=10)
class Identity(BaseGenericSetting):
    """Name, voice and contact of the publication."""

    class Font(models.TextChoices):
        """What letters are set in; the theme says which files that means."""

        BROADSHEET = "broadsheet", _("the theme's own")
        SERIF = "serif", _("a serif of the reader's system")
        SANS = "sans", _("a sans serif of the reader's system")

    name = models.CharField(_("name"), max_length=120, default="Masthead")
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    about = models.TextField(
        _("about"), blank=True, help_text=_("Two sentences for the footer and for feeds.")
    )
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    copyright = models.CharField(
        _("copyright line"), max_length=200, blank=True, help_text=_("The year is added.")
    )
    language = models.CharField(
        _("language"), max_length=20, default="en", choices=language_choices,
        help_text=_("Of the site as a whole; each piece names its own."),
    )  # fmt: skip
    logo = models.ForeignKey(
        "newsroom.Picture",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("logo"),
    )
    accent = models.CharField(_("accent colour"), max_length=7, blank=True, validators=[validate_colour])
    headline_font = models.CharField(
        _("font of headlines"), max_length=20, choices=Font.choices, default=Font.BROADSHEET
    )
    text_font = models.CharField(
        _("font of texts"), max_length=20, choices=Font.choices, default=Font.BROADSHEET
    )
    footer_newsletter = models.ForeignKey(
        "newsroom.NewsletterPage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("at the foot of every page"),
    )  # fmt: skip
    article_newsletter = models.ForeignKey(
        "newsroom.NewsletterPage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("at the end of every piece"),
    )  # fmt: skip
    social = BodyField([("link", LinkBlock())], blank=True, verbose_name=_("social links"))

    panels = [
        FieldPanel("name", help_text=_("What the publication is called, here and wherever readers meet it.")),
        FieldPanel("tagline", help_text=_("What it stands for, in one line below the name.")),
        FieldPanel("about"),
        FieldPanel("contact_email"),
        FieldPanel("copyright"),
        FieldPanel("language"),
        FieldPanel("logo"),
        MultiFieldPanel(
            [
                FieldPanel(
                    "accent",
                    widget=ColourInput,
                    help_text=_(
                        "For links and marks, as #rrggbb. Where it would be hard to read, in light or dark, readers "
                        "see the nearest shade that is not. Leave it empty for the theme's own."
                    ),
                ),
                FieldRowPanel([FieldPanel("headline_font"), FieldPanel("text_font")]),
            ],
            heading=_("Look"),
        ),
        MultiFieldPanel(
            [PageChooserPanel("footer_newsletter"), PageChooserPanel("article_newsletter")],
            heading=_("Newsletters that readers are asked to subscribe to"),
            help_text=_(
                "Each newsletter has a form on its own page too. Leave a place empty for no form there."
            ),
        ),
        FieldPanel("social"),
    ]

    class Meta:
        verbose_name = _("identity")

    def __str__(self) -> str:
        return self.name


@register_setting(icon="list-ul", order=20)
class Menus(BaseGenericSetting):
    """The three menus and the utility links; an empty menu shows the sections."""

    header = BodyField(MenuBlock(), blank=True, verbose_name=_("main menu"))
    small = BodyField(MenuBlock(), blank=True, verbose_name=_("small-screen menu"))
    footer = BodyField(MenuBlock(), blank=True, verbose_name=_("footer menu"))
    utility = BodyField(MenuBlock(), blank=True, verbose_name=_("utility links"))

    panels = [
        FieldPanel("header", help_text=_("Leave it empty to show the sections in two levels.")),
        FieldPanel(
            "small",
            help_text=_("What the drawer on small screens holds. Leave it empty to show the sections."),
        ),
        FieldPanel("footer", help_text=_("What stands at the foot of every page.")),
        FieldPanel("utility", help_text=_("A few links above the name, such as Who we are and Donate.")),
    ]

    class Meta:
        verbose_name = _("menus")

    def __str__(self) -> str:
        return str(_("menus"))
