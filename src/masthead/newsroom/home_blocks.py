"""The blocks of the home page: which pieces stand there, in which order and how large."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

__all__ = ["HomeBlock"]

_LAYOUTS = [
    ("", _("As it fits")),
    ("cards", _("Cards side by side")),
    ("feature", _("One large, the others in a list beside it")),
    ("list", _("A list with small images")),
    ("headlines", _("Headlines only")),
]


def _layout() -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(
        choices=_LAYOUTS,
        required=False,
        default="",
        label=_("Layout"),
        help_text=_("Where there are too few pieces for it, the nearest one that is full takes its place."),
    )


def _number(default: int) -> blocks.IntegerBlock:
    return blocks.IntegerBlock(
        default=default, min_value=1, max_value=12, label=_("Pieces"), help_text=_("How many at most.")
    )


class PiecesBlock(blocks.StructBlock):
    """How pieces stand and how many at most, whatever they are taken from."""

    layout = _layout()
    number = _number(5)


class LeadsBlock(PiecesBlock):
    """The lead stories: those chosen by hand, then the newest."""

    layout = blocks.ChoiceBlock(
        choices=[
            ("lead", _("One large, the others in a row below it")),
            ("pair", _("Two large ones side by side, the others in a row below")),
            ("cards", _("All alike")),
        ],
        default="lead",
        label=_("Layout"),
    )

    class Meta:
        icon = "pick"
        label = _("Lead stories")
        description = _("The pieces chosen above, and the newest where fewer are chosen.")
        label_format = "{layout}"


class NewestBlock(PiecesBlock):
    """The newest pieces of all sections."""

    title = blocks.CharBlock(
        required=False, max_length=80, label=_("Title"), help_text=_("Leave it empty for the word “Newest”.")
    )
    number = _number(8)

    class Meta:
        icon = "time"
        label = _("Newest pieces")
        description = _("What was published last and does not stand above.")
        label_format = "{title}"
        form_layout = ["title", "layout", "number"]


class SectionBlock(PiecesBlock):
    """The newest pieces of one section."""

    section = blocks.PageChooserBlock(page_type="newsroom.SectionPage", label=_("Section"))

    class Meta:
        icon = "folder-open-inverse"
        label = _("Section")
        description = _("The newest pieces of a section.")
        label_format = "{section}"
        form_layout = ["section", "layout", "number"]


class TopicBlock(PiecesBlock):
    """The newest pieces on one topic."""

    topic = SnippetChooserBlock("newsroom.Topic", label=_("Topic"))
    number = _number(4)

    class Meta:
        icon = "tag"
        label = _("Topic")
        description = _("The newest pieces on a topic.")
        label_format = "{topic}"
        form_layout = ["topic", "layout", "number"]


class PickedBlock(blocks.StructBlock):
    """Pieces chosen by hand, under a title."""

    title = blocks.CharBlock(max_length=80, label=_("Title"))
    articles = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="newsroom.ArticlePage"), min_num=1, max_num=12, label=_("Pieces")
    )
    layout = _layout()

    class Meta:
        icon = "list-ul"
        label = _("Chosen pieces")
        description = _("Pieces that belong together, chosen by hand, in this order.")
        label_format = "{title}"


class TextBlock(blocks.StructBlock):
    """A few words of the editors to readers."""

    title = blocks.CharBlock(required=False, max_length=80, label=_("Title"))
    text = blocks.RichTextBlock(features=["bold", "italic", "link", "ol", "ul"], label=_("Text"))

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("A few words to readers: an appeal, a note, a link.")
        label_format = "{title} {text}"


class HomeBlock(blocks.StreamBlock):
    """All blocks of the home page, in the order of the editor's menu."""

    leads = LeadsBlock()
    newest = NewestBlock()
    section = SectionBlock()
    topic = TopicBlock()
    picked = PickedBlock()
    text = TextBlock()

    class Meta:
        required = False
        block_counts = {"leads": {"max_num": 1}, "newest": {"max_num": 1}}
