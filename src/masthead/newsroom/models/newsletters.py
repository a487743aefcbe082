"""Newsletters: lists that readers subscribe to, the letters of each, and which digests were written."""

from __future__ import annotations

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.search import index

from masthead.newsroom import previews
from masthead.newsroom.blocks import BodyBlock
from masthead.newsroom.fields import BodyField
from masthead.newsroom.forms import LetterForm
from masthead.newsroom.languages import language_choices
from masthead.newsroom.letter_panels import letter_panels, newsletter_panels

from .pages import ArticlePage, PrintedPage, SectionPage

__all__ = ["Digest", "LetterPage", "LetterPiece", "NewsletterPage"]

_MONDAY_TO_SUNDAY = [
    (0, _("Monday")), (1, _("Tuesday")), (2, _("Wednesday")), (3, _("Thursday")), (4, _("Friday")),
    (5, _("Saturday")), (6, _("Sunday")),
]  # fmt: skip


def hour_choices() -> list[tuple[int, str]]:
    """Return all hours of a day; a callable, so that migrations hold no list."""
    return [(hour, f"{hour:02}:00") for hour in range(24)]


class NewsletterPage(PrintedPage):
    """A mailing list that readers can subscribe to; its letters stand below it."""

    class Cadence(models.TextChoices):
        """When letters come, and what fills them."""

        SINGLE = "single", _("when editors write one")
        DAILY = "daily", _("every day, filled with what is new")
        WEEKLY = "weekly", _("every week, filled with what is new")
        BREAKING = "breaking", _("for each piece that is told as breaking news")

    description = models.TextField(_("description"), blank=True)
    sender_name = models.CharField(
        _("sender"), max_length=120, blank=True, help_text=_("Leave it empty for the publication's own name.")
    )
    cadence = models.CharField(
        _("when letters come"), max_length=10, choices=Cadence.choices, default=Cadence.SINGLE
    )
    weekday = models.PositiveSmallIntegerField(
        _("day of the week"), choices=_MONDAY_TO_SUNDAY, default=4, help_text=_("For a weekly letter.")
    )
    hour = models.PositiveSmallIntegerField(
        _("hour"),
        choices=hour_choices,
        default=7,
        help_text=_("For a daily or weekly letter, in the site's time zone."),
    )
    section = models.ForeignKey(
        SectionPage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("section"),
        help_text=_("Its pieces fill the letters, with those of the sections below it. Leave it empty for all pieces."),
    )  # fmt: skip
    most_pieces = models.PositiveSmallIntegerField(_("pieces at most"), default=10)
    is_automatic = models.BooleanField(
        _("sent without an editor"),
        default=False,
        help_text=_("Otherwise each letter waits as a draft, and editors are told."),
    )
    language = models.CharField(
        _("language"), max_length=20, blank=True, choices=language_choices,
        help_text=_("Leave it empty for the site's own. Pieces in other languages do not fill its letters."),
    )  # fmt: skip

    parent_page_types = ["newsroom.HomePage"]
    subpage_types = ["newsroom.LetterPage"]
    content_panels = newsletter_panels
    page_description = _("A mailing list that readers can subscribe to. Its letters stand below it.")
    search_fields = [*Page.search_fields, index.SearchField("description")]

    class Meta:
        verbose_name = _("newsletter")
        verbose_name_plural = _("newsletters")


class LetterPage(PrintedPage):
    """One letter of a newsletter: mail for its subscribers, and a page of the archive. Its title is the subject."""

    preheader = models.CharField(
        _("preheader"), max_length=200, blank=True,
        help_text=_("What mailboxes show after the subject: a sentence that makes readers open the letter."),
    )  # fmt: skip
    body = BodyField(BodyBlock(), blank=True, verbose_name=_("text"))
    language = models.CharField(
        _("language"), max_length=20, blank=True, choices=language_choices,
        help_text=_("Leave it empty for that of the newsletter."),
    )  # fmt: skip
    is_mailed = models.BooleanField(
        _("sent to subscribers"), default=True, help_text=_("Otherwise it stands in the archive alone.")
    )

    parent_page_types = ["newsroom.NewsletterPage"]
    subpage_types: list[str] = []
    content_panels = letter_panels
    base_form_class = LetterForm
    page_description = _("A letter to the subscribers of this newsletter. Publishing it sends it, once.")
    search_fields = [*Page.search_fields, index.SearchField("preheader"), index.SearchField("body")]
    preview_modes = [
        ("", _("Mail")),
        ("dark", _("Mail, dark")),
        ("text", _("Mail as plain text")),
        ("page", _("Page of the archive")),
    ]

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the letter as subscribers get it, or as its page will be printed."""
        return previews.preview(self, request, mode_name)


class LetterPiece(Orderable):
    """One piece of a letter, and what the editor says of it."""

    page = ParentalKey(LetterPage, on_delete=models.CASCADE, related_name="pieces")
    article = models.ForeignKey(
        ArticlePage, on_delete=models.CASCADE, related_name="+", verbose_name=_("piece")
    )
    note = RichTextField(
        _("note"), blank=True, features=["bold", "italic", "link"],
        help_text=_("It stands in place of the standfirst."),
    )  # fmt: skip


class Digest(models.Model):
    """That the letter of one period was written, or that there was nothing to write it from: never twice.

    Attributes:
        period: what the letter is about: a day such as ``2026-11-25``, or ``article-7`` for breaking news.
        until: pieces that appeared before are in this letter, those from then on in the next.
        letter: the letter; none where there was no piece, or where somebody deleted it.
    """

    newsletter = models.ForeignKey(NewsletterPage, on_delete=models.CASCADE, related_name="digests")
    period = models.CharField(max_length=40)
    until = models.DateTimeField()
    letter = models.ForeignKey(LetterPage, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["newsletter", "period"], name="newsroom_one_digest_a_period")
        ]

    def __str__(self) -> str:
        return f"{self.newsletter_id}: {self.period}"
