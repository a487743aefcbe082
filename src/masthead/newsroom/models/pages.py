"""The pages of a magazine: home, sections, articles and standing pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import model_from_serializable_data
from wagtail.models import Orderable, Page
from wagtail.search import index

from masthead.newsroom import previews
from masthead.newsroom.blocks import BodyBlock
from masthead.newsroom.conf import newsroom_conf
from masthead.newsroom.fields import BodyField
from masthead.newsroom.forms import ArticleForm, PublishedForm
from masthead.newsroom.home_blocks import HomeBlock
from masthead.newsroom.languages import language_choices
from masthead.newsroom.panels import (
    article_panels,
    home_panels,
    promote_panels,
    section_panels,
    standing_panels,
)
from masthead.newsroom.validators import RESERVED_SLUGS, SECTION_SLUGS, validate_slug_length

from .kin import check_translation
from .people import Contributor, Topic

__all__ = [
    "ArticlePage",
    "BylineEntry",
    "Correction",
    "HomePage",
    "LeadStory",
    "PrintedPage",
    "SectionPage",
    "StandingPage",
]


class PrintedPage(Page):
    """What all pages share: they are printed, never served by the newsroom, and look as printed in previews."""

    social_title = models.CharField(_("title for social cards"), max_length=200, blank=True)
    social_description = models.TextField(_("description for social cards"), blank=True)
    social_image = models.ForeignKey(
        "newsroom.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("image for social cards"),
    )  # fmt: skip

    reserved_slugs: ClassVar[frozenset[str]] = RESERVED_SLUGS
    promote_panels = promote_panels
    base_form_class = PublishedForm

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse a slug that an address of the press needs, or that no file can have as its name."""
        super().clean()
        try:
            validate_slug_length(self.slug)
        except ValidationError as error:
            raise ValidationError({"slug": error}) from error
        if self.slug in self.reserved_slugs:
            raise ValidationError(
                {"slug": _("“%s” is an address of the site itself. Choose another slug.") % self.slug}
            )

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the page as the press would print it."""
        return previews.preview(self, request)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Return where the page is printed, whatever host the newsroom is reached by."""
        parts = super().get_url_parts(request)
        site_url = newsroom_conf().site_url
        return (parts[0], site_url, parts[2]) if parts and site_url else parts

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send whoever reaches the newsroom to the printed page.

        Raises:
            Http404: the newsroom itself was asked for the page: nobody serves what is printed.
        """
        address = self.full_url
        if not address or address == request.build_absolute_uri():
            raise Http404("The newsroom serves no pages to readers. Start the site with: masthead up")
        return HttpResponseRedirect(address)


class HomePage(PrintedPage):
    """The front of the magazine."""

    blocks = BodyField(HomeBlock(), blank=True, verbose_name=_("blocks"))

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["newsroom.SectionPage", "newsroom.StandingPage", "newsroom.NewsletterPage"]
    content_panels = home_panels
    page_description = _("The front of the publication.")
    max_count = 1

    class Meta:
        verbose_name = _("home page")


class LeadStory(Orderable):
    """A piece placed by hand at the top of the home page."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="lead_stories")
    article = models.ForeignKey("newsroom.ArticlePage", on_delete=models.CASCADE, related_name="+")


class SectionPage(PrintedPage):
    """A desk of the magazine; it may have sections below it, one level deep."""

    description = models.TextField(_("description"), blank=True)
    is_opinion = models.BooleanField(
        _("opinion"),
        default=False,
        help_text=_(
            "Search engines are told that its pieces, and those of the sections below it, are opinion."
        ),
    )

    reserved_slugs = SECTION_SLUGS
    parent_page_types = ["newsroom.HomePage", "newsroom.SectionPage"]
    subpage_types = ["newsroom.SectionPage", "newsroom.ArticlePage"]
    content_panels = section_panels
    page_description = _("A desk of the publication, such as News or Opinion. It may have sections below it.")
    search_fields = [*Page.search_fields, index.SearchField("description")]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Allow two levels of sections and no third."""
        return super().can_create_at(parent) and not _is_child_section(parent)

    def can_move_to(self, parent: Page) -> bool:
        """Allow a move only where no third level comes of it."""
        if not super().can_move_to(parent) or _is_child_section(parent):
            return False
        has_children = self.get_children().type(SectionPage).exists()
        return not (has_children and isinstance(parent.specific, SectionPage))


def _is_child_section(page: Page) -> bool:
    return isinstance(page.specific, SectionPage) and isinstance(page.get_parent().specific, SectionPage)


class ArticlePage(PrintedPage):
    """A piece: news, opinion, interview."""

    class Canonical(models.TextChoices):
        """Whose copy of a republished piece search engines should name."""

        HERE = "here", _("this site")
        SOURCE = "source", _("the outlet it came from")

    class Telling(models.TextChoices):
        """Whether readers are told that a piece is there."""

        ALL = "", _("those who asked for it")
        BREAKING = "breaking", _("as breaking news, at once")
        NOBODY = "skip", _("nobody")

    standfirst = models.TextField(_("standfirst"), blank=True)
    body = BodyField(BodyBlock(), blank=True, verbose_name=_("body"))
    lead_image = models.ForeignKey(
        "newsroom.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("lead image"),
    )  # fmt: skip
    lead_caption = models.CharField(
        _("caption"),
        max_length=500,
        blank=True,
        help_text=_("Leave it empty to use the image's own caption."),
    )
    topics = ParentalManyToManyField(Topic, blank=True, related_name="articles", verbose_name=_("topics"))
    language = models.CharField(
        _("language"), max_length=20, blank=True, choices=language_choices,
        help_text=_("Leave it empty for the site's own."),
    )  # fmt: skip
    translation_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="translations",
        verbose_name=_("translation of"),
        help_text=_("The same piece in another language. Readers are led from each to all others."),
    )  # fmt: skip
    published_at = models.DateTimeField(
        _("date shown"),
        null=True,
        blank=True,
        help_text=_("Leave it empty for the moment of first publication."),
    )
    updated_at = models.DateTimeField(
        _("updated"), null=True, blank=True, help_text=_("Set it when the piece has materially changed.")
    )
    is_opinion = models.BooleanField(
        _("opinion"), null=True, blank=True, choices=[(True, _("opinion")), (False, _("news"))],
        help_text=_("What search engines are told of it. Leave it empty to go by its section."),
    )  # fmt: skip
    source_outlet = models.CharField(_("outlet"), max_length=200, blank=True)
    source_address = models.URLField(_("address of the original"), max_length=500, blank=True)
    source_canonical = models.CharField(
        _("original copy"), max_length=10, choices=Canonical.choices, default=Canonical.HERE,
        help_text=_("Which copy search engines should show; follow what the licence asks."),
    )  # fmt: skip

    has_latest_box = models.BooleanField(
        _("newest pieces in the text"),
        default=True,
        help_text=_("In the middle of a long piece stands a box with the newest pieces."),
    )

    telling = models.CharField(
        _("readers who are told"), max_length=10, blank=True, choices=Telling.choices, default=Telling.ALL,
        help_text=_("Who hears of the piece on their devices and by mail once it stands in print, and only once."),
    )  # fmt: skip

    parent_page_types = ["newsroom.SectionPage"]
    subpage_types: list[str] = []
    content_panels = article_panels
    page_description = _("A piece: news, opinion, an interview.")
    base_form_class = ArticleForm
    search_fields = [
        *Page.search_fields,
        index.SearchField("standfirst"),
        index.SearchField("body"),
        index.FilterField("language"),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [("tell_breaking", "Can tell readers of a piece as breaking news")]

    @property
    def shown_at(self) -> datetime | None:
        """The moment that readers see and lists are sorted by."""
        return self.published_at or self.first_published_at

    def clean(self) -> None:
        """Refuse a canonical elsewhere without an address, and a translation that cannot be one."""
        super().clean()
        check_translation(self)
        if self.source_canonical == self.Canonical.SOURCE and not self.source_address:
            raise ValidationError(
                {"source_address": _("Give the address of the original, since it is canonical.")}
            )


class BylineEntry(Orderable):
    """One contributor of a piece, with a role."""

    class Role(models.TextChoices):
        """What a contributor did for a piece."""

        AUTHOR = "author", _("author")
        TRANSLATION = "translation", _("translation")
        PHOTO = "photo", _("photo")
        ILLUSTRATION = "illustration", _("illustration")
        INTERVIEW = "interview", _("interview")
        EDITOR = "editor", _("editor")

    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="byline")
    contributor = models.ForeignKey(Contributor, on_delete=models.PROTECT, related_name="byline_entries")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.AUTHOR)

    @classmethod
    def from_serializable_data(
        cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False
    ) -> BylineEntry | None:
        """Read an entry from a draft; None where its contributor is gone.

        Without it no draft could be opened that names a contributor who was deleted since.
        """
        if check_fks and not Contributor.objects.filter(pk=data["contributor"]).exists():
            return None
        entry: BylineEntry | None = model_from_serializable_data(cls, data, check_fks, strict_fks)
        return entry


class Correction(Orderable):
    """What was wrong in a piece that was published, and when it was put right."""

    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="corrections")
    corrected_at = models.DateTimeField(_("corrected"), default=timezone.now)
    text = models.TextField(
        _("what was corrected"), help_text=_("Say what was wrong and what is right, for readers to see.")
    )

    def __str__(self) -> str:
        return self.text


class StandingPage(PrintedPage):
    """A page that stands outside the stream of pieces: Who we are, Donate, Contact."""

    standfirst = models.TextField(_("standfirst"), blank=True)
    body = BodyField(BodyBlock(), blank=True, verbose_name=_("body"))
    language = models.CharField(
        _("language"), max_length=20, blank=True, choices=language_choices,
        help_text=_("Leave it empty for the site's own."),
    )  # fmt: skip

    parent_page_types = ["newsroom.HomePage", "newsroom.StandingPage"]
    subpage_types = ["newsroom.StandingPage"]
    content_panels = standing_panels
    page_description = _("A page outside the stream of pieces: Who we are, Donate, Contact.")
    search_fields = [*Page.search_fields, index.SearchField("standfirst"), index.SearchField("body")]

    class Meta:
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")
