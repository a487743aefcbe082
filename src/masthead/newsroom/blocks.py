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

from .placing import ALIGNED, ALIGNMENTS, PLACEMENTS

__all__ = [
    "CAPTION_FEATURES",
    "GALLERY_COLUMNS",
    "RICH_TEXT_FEATURES",
    "BodyBlock",
    "GalleryBlock",
    "LinkBlock",
    "MenuBlock",
    "PictureBlock",
]

RICH_TEXT_FEATURES = [
    "bold", "italic", "link", "document-link", "ol", "ul", "superscript", "subscript", "strikethrough", "code",
    *ALIGNED,
]  # fmt: skip
CAPTION_FEATURES = ["bold", "italic", "link"]
GALLERY_COLUMNS = range(1, 10)

_TEXT, _IMAGES, _MORE = _("Text"), _("Images and media"), _("More")
_OWN_TITLE = _("Leave it empty to use the page's title.")


class _Caption(blocks.RichTextBlock):
    """One line or two under something; it may hold links and emphasis."""

    def __init__(self, help_text: Any = "") -> None:
        super().__init__(required=False, features=CAPTION_FEATURES, label=_("Caption"), help_text=help_text)


class _Placement(blocks.ChoiceBlock):
    """Where something stands beside the text."""

    def __init__(self) -> None:
        super().__init__(
            choices=PLACEMENTS,
            required=False,
            label=_("Place"),
            help_text=_("On small screens everything is as wide as the text."),
        )


class _Alignment(blocks.ChoiceBlock):
    """Where lines begin or end, if not where the language says."""

    def __init__(self) -> None:
        super().__init__(choices=ALIGNMENTS, required=False, label=_("Alignment"))


def _with_settings(*names: str, settings: tuple[str, ...]) -> blocks.BlockGroup:
    """Lay a block's form out with some fields folded away, since few pieces need them."""
    return blocks.BlockGroup(children=list(names), settings=list(settings))


class HeadingBlock(blocks.StructBlock):
    """A heading inside a body; the page's own title is level one."""

    text = blocks.CharBlock(label=_("Text"))
    level = blocks.ChoiceBlock(
        choices=[("2", _("Heading")), ("3", _("Subheading")), ("4", _("Small heading"))],
        default="2",
        label=_("Level"),
    )
    alignment = _Alignment()

    class Meta:
        icon = "title"
        form_layout = _with_settings("text", "level", settings=("alignment",))
        label = _("Heading")
        group = _TEXT
        description = _("Divides a long piece into parts.")
        label_format = "{text}"


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, set off from the text."""

    text = blocks.RichTextBlock(features=["bold", "italic", "link", "ol", "ul"], label=_("Words"))
    attribution = blocks.CharBlock(
        required=False,
        label=_("Who said it"),
        help_text=_("The speaker or the source, as readers will see it."),
    )
    alignment = _Alignment()

    class Meta:
        icon = "openquote"
        form_layout = _with_settings("text", "attribution", settings=("alignment",))
        label = _("Quote")
        group = _TEXT
        description = _("Somebody's words, set off from the text.")
        label_format = "{attribution}"


class PullQuoteBlock(blocks.StructBlock):
    """A sentence of the piece itself, pulled out as an eye-catcher."""

    text = blocks.TextBlock(rows=2, label=_("Sentence"))
    attribution = blocks.CharBlock(required=False, label=_("Who said it"))
    placement = _Placement()

    class Meta:
        icon = "openquote"
        form_layout = _with_settings("text", "attribution", settings=("placement",))
        label = _("Pull quote")
        group = _TEXT
        description = _("A sentence of the piece itself, in large letters, to catch the eye.")
        label_format = "{text}"


class ShownPictureBlock(blocks.StructBlock):
    """One image with its caption; empty fields take what the image itself says."""

    image = ImageChooserBlock(label=_("Image"))
    caption = _Caption(_("Leave it empty to use the image's own caption."))
    alt_text = blocks.CharBlock(
        required=False,
        label=_("Alternative text"),
        help_text=_(
            "Leave it empty to use the image's own. Write another where the image means something else here."
        ),
    )

    class Meta:
        icon = "image"
        label = _("Image")
        group = _IMAGES
        description = _("One image, with its caption and credit.")
        label_format = "{image} {caption}"


class PictureBlock(ShownPictureBlock):
    """An image that stands by itself in the text."""

    placement = _Placement()

    class Meta:
        form_layout = _with_settings("image", "caption", "alt_text", settings=("placement",))


class GalleryBlock(blocks.StructBlock):
    """Several images that belong together."""

    images = blocks.ListBlock(ShownPictureBlock(label=_("Image")), min_num=1, label=_("Images"))
    columns = blocks.ChoiceBlock(
        choices=[(str(number), str(number)) for number in GALLERY_COLUMNS],
        required=False,
        label=_("Columns"),
        help_text=_("Leave it empty and the images fill the rows. Small screens show fewer in a row."),
    )
    placement = _Placement()

    class Meta:
        icon = "copy"
        form_layout = _with_settings("images", settings=("columns", "placement"))
        label = _("Gallery")
        group = _IMAGES
        description = _("Several images that belong together.")


class CaptionedTableBlock(blocks.StructBlock):
    """A table with a caption."""

    caption = _Caption(_("Say what the figures are and where they come from."))
    table = TableBlock(label=_("Table"))
    placement = _Placement()

    class Meta:
        icon = "table"
        form_layout = _with_settings("caption", "table", settings=("placement",))
        label = _("Table")
        group = _MORE
        description = _("Rows and columns, with a caption.")
        label_format = "{caption}"


class EmbedBlock(blocks.StructBlock):
    """Something from another site: readers see a link until they click, so nothing is loaded before."""

    address = blocks.URLBlock(label=_("Address"), help_text=_("The page of the video, post or sound."))
    title = blocks.CharBlock(
        required=False, label=_("Title"), help_text=_("What readers see before they click.")
    )
    image = ImageChooserBlock(
        required=False,
        label=_("Preview image"),
        help_text=_(
            "Leave it empty to use the provider's own, where it has one: it is fetched when you save."
        ),
    )
    placement = _Placement()

    class Meta:
        icon = "media"
        form_layout = _with_settings("address", "title", settings=("placement",))
        label = _("Embed")
        group = _IMAGES
        description = _(
            "A video, post or sound from another site. It loads when a reader clicks, not before."
        )
        label_format = "{title} {address}"


class CodeBlock(blocks.StructBlock):
    """Program text or preformatted text, kept to the letter."""

    text = blocks.TextBlock(label=_("Text"))
    language = blocks.CharBlock(
        required=False, label=_("Language"), help_text=_("The programming language, if it is one.")
    )

    class Meta:
        icon = "code"
        label = _("Code")
        group = _MORE
        description = _("Program text, or verse and figures whose spaces matter.")


class MediaBlock(blocks.StructBlock):
    """A sound, video or other file of one's own."""

    file = DocumentChooserBlock(label=_("File"))
    kind = blocks.ChoiceBlock(
        choices=[("audio", _("Audio")), ("video", _("Video")), ("file", _("File to download"))],
        default="file",
        label=_("Show as"),
    )
    caption = _Caption()
    placement = _Placement()

    class Meta:
        icon = "doc-full"
        form_layout = _with_settings("file", "kind", "caption", settings=("placement",))
        label = _("Audio, video or file")
        group = _IMAGES
        description = _("A sound or video of your own to play, or a file to download.")
        label_format = "{caption}"


class HtmlBlock(blocks.RawHTMLBlock):
    """HTML that no other block can hold; cleaned of scripts and handlers before it is stored."""

    def clean(self, value: Any) -> Any:
        """Return the value without anything that could run."""
        return clean_html(super().clean(value) or "")

    class Meta:
        icon = "code"
        label = _("HTML")
        group = _MORE
        description = _("For what no other block can hold. Scripts and forms are taken out.")


class BodyBlock(blocks.StreamBlock):
    """All blocks of a body, in the order of the editor's menu."""

    paragraph = blocks.RichTextBlock(
        features=RICH_TEXT_FEATURES,
        icon="pilcrow",
        label=_("Text"),
        group=_TEXT,
        description=_("Paragraphs and lists. One block can hold a whole piece."),
    )
    heading = HeadingBlock()
    quote = QuoteBlock()
    pull_quote = PullQuoteBlock()
    image = PictureBlock()
    gallery = GalleryBlock()
    embed = EmbedBlock()
    media = MediaBlock()
    table = CaptionedTableBlock()
    related = blocks.PageChooserBlock(
        page_type="newsroom.ArticlePage",
        icon="link",
        label=_("Related article"),
        group=_MORE,
        description=_("Points to another piece, with its image and headline."),
    )
    code = CodeBlock()
    html = HtmlBlock()

    class Meta:
        required = False


class LinkBlock(blocks.StructBlock):
    """A named link to an address elsewhere."""

    label = blocks.CharBlock(max_length=80, label=_("Name"))
    url = blocks.URLBlock(label=_("Address"))

    class Meta:
        icon = "link"
        label = _("Link")
        label_format = "{label}"


class MenuEntryBlock(blocks.StructBlock):
    """One entry of a menu: a page of the site, or an address."""

    label = blocks.CharBlock(required=False, max_length=80, label=_("Name"), help_text=_OWN_TITLE)
    page = blocks.PageChooserBlock(required=False, label=_("Page"))
    url = blocks.CharBlock(
        required=False, label=_("Address"), help_text=_("For an entry that is no page of this site.")
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
        label = _("Entry")
        label_format = "{label} {page}"


class MenuItemBlock(MenuEntryBlock):
    """An entry of the first level, with the entries below it."""

    children = blocks.ListBlock(MenuEntryBlock(), default=[], collapsed=True, label=_("Entries below it"))

    class Meta:
        icon = "link"
        label = _("Entry")
        label_format = "{label} {page}"


class MenuBlock(blocks.StreamBlock):
    """A menu in two levels."""

    item = MenuItemBlock()

    class Meta:
        required = False
