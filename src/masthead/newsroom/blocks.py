"""The blocks of a body: what a writer can put into an article."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from masthead.kit.markup import clean_html

__all__ = ["RICH_TEXT_FEATURES", "BodyBlock", "LinkBlock", "MenuBlock"]

RICH_TEXT_FEATURES = [
    "bold", "italic", "link", "document-link", "ol", "ul", "superscript", "subscript", "strikethrough", "code",
]  # fmt: skip


class HeadingBlock(blocks.StructBlock):
    """A heading inside a body; the page's own title is level one."""

    text = blocks.CharBlock()
    level = blocks.ChoiceBlock(
        choices=[("2", _("Heading")), ("3", _("Subheading")), ("4", _("Small heading"))], default="2"
    )

    class Meta:
        icon = "title"


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, set off from the text."""

    text = blocks.RichTextBlock(features=["bold", "italic", "link", "ol", "ul"])
    attribution = blocks.CharBlock(required=False)

    class Meta:
        icon = "openquote"


class PullQuoteBlock(blocks.StructBlock):
    """A sentence of the piece itself, pulled out as an eye-catcher."""

    text = blocks.TextBlock(rows=2)
    attribution = blocks.CharBlock(required=False)

    class Meta:
        icon = "openquote"


class PictureBlock(blocks.StructBlock):
    """One image with its caption; empty fields take what the image itself says."""

    image = ImageChooserBlock()
    caption = blocks.CharBlock(required=False, help_text=_("Leave empty to use the image's own caption."))
    alt_text = blocks.CharBlock(
        required=False, help_text=_("Leave empty to use the image's own alternative text.")
    )

    class Meta:
        icon = "image"


class GalleryBlock(blocks.StructBlock):
    """Several images that belong together."""

    images = blocks.ListBlock(PictureBlock(), min_num=1)

    class Meta:
        icon = "image"


class CaptionedTableBlock(blocks.StructBlock):
    """A table with a caption."""

    caption = blocks.CharBlock(required=False)
    table = TableBlock()

    class Meta:
        icon = "table"


class EmbedBlock(blocks.StructBlock):
    """Something from another site: readers see a link until they click, so nothing is loaded before."""

    address = blocks.URLBlock()
    title = blocks.CharBlock(required=False)

    class Meta:
        icon = "media"


class CodeBlock(blocks.StructBlock):
    """Program text or preformatted text, kept to the letter."""

    text = blocks.TextBlock()
    language = blocks.CharBlock(required=False)

    class Meta:
        icon = "code"


class MediaBlock(blocks.StructBlock):
    """A sound, video or other file of one's own."""

    file = DocumentChooserBlock()
    kind = blocks.ChoiceBlock(
        choices=[("audio", _("Audio")), ("video", _("Video")), ("file", _("File to download"))],
        default="file",
    )
    caption = blocks.CharBlock(required=False)

    class Meta:
        icon = "media"


class HtmlBlock(blocks.RawHTMLBlock):
    """HTML that no other block can hold; cleaned of scripts and handlers before it is stored."""

    def clean(self, value: Any) -> Any:
        """Return the value without anything that could run."""
        return clean_html(super().clean(value) or "")

    class Meta:
        icon = "code"


class BodyBlock(blocks.StreamBlock):
    """All blocks of a body, in the order of the editor's menu."""

    paragraph = blocks.RichTextBlock(features=RICH_TEXT_FEATURES, icon="pilcrow")
    heading = HeadingBlock()
    image = PictureBlock()
    quote = QuoteBlock()
    pull_quote = PullQuoteBlock()
    gallery = GalleryBlock()
    table = CaptionedTableBlock()
    embed = EmbedBlock()
    media = MediaBlock()
    code = CodeBlock()
    related = blocks.PageChooserBlock(page_type="newsroom.ArticlePage", icon="link")
    html = HtmlBlock()

    class Meta:
        required = False


class LinkBlock(blocks.StructBlock):
    """A named link to an address elsewhere."""

    label = blocks.CharBlock(max_length=80)
    url = blocks.URLBlock()

    class Meta:
        icon = "link"


class MenuEntryBlock(blocks.StructBlock):
    """One entry of a menu: a page of the site, or an address."""

    label = blocks.CharBlock(
        required=False, max_length=80, help_text=_("Leave empty to use the page's title.")
    )
    page = blocks.PageChooserBlock(required=False)
    url = blocks.CharBlock(
        required=False, help_text=_("An address, for an entry that is no page of this site.")
    )

    def clean(self, value: Any) -> Any:
        """Refuse an entry that leads nowhere or to two places, or an address that could run a script."""
        value = super().clean(value)
        page, url = value.get("page"), (value.get("url") or "").strip()
        if bool(page) == bool(url):
            raise ValidationError(_("Choose a page or write an address, one of the two."))
        if url and not url.startswith(("/", "#", "https://", "http://", "mailto:", "tel:")):
            raise ValidationError(_("Start the address with / or https://."))
        if url and not value.get("label"):
            raise ValidationError(_("Name the entry: an address has no title of its own."))
        return value

    class Meta:
        icon = "link"


class MenuItemBlock(MenuEntryBlock):
    """An entry of the first level, with the entries below it."""

    children = blocks.ListBlock(MenuEntryBlock(), default=[], collapsed=True)


class MenuBlock(blocks.StreamBlock):
    """A menu in two levels."""

    item = MenuItemBlock()

    class Meta:
        required = False
