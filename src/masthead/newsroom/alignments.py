"""The editor's form of paragraphs that are aligned otherwise than the language says."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text.converters.html_to_contentstate import BlockElementHandler
from wagtail.admin.rich_text.editors.draftail.features import BlockFeature

__all__ = ["register_alignments"]

# Four lines of text each, in a square of 1024.
_LINES = {
    "left": "M128 192h768v80H128zM128 384h480v80H128zM128 576h768v80H128zM128 768h480v80H128z",
    "center": "M128 192h768v80H128zM272 384h480v80H272zM128 576h768v80H128zM272 768h480v80H272z",
    "right": "M128 192h768v80H128zM416 384h480v80H416zM128 576h768v80H128zM416 768h480v80H416z",
}
_DESCRIPTIONS = {
    "left": _("Aligned to the left"),
    "center": _("Centred"),
    "right": _("Aligned to the right"),
}


def register_alignments(features: Any) -> None:
    """Teach the editor of rich text the three alignments, each with its class in the stored HTML."""
    for side, lines in _LINES.items():
        name, css_class = f"align-{side}", f"text-{side}"
        control = {"type": name, "icon": [lines], "description": _DESCRIPTIONS[side], "element": "p"}
        features.register_editor_plugin("draftail", name, BlockFeature(control))
        rules = {
            "from_database_format": {f'p[class="{css_class}"]': BlockElementHandler(name)},
            "to_database_format": {"block_map": {name: {"element": "p", "props": {"class": css_class}}}},
        }
        features.register_converter_rule("contentstate", name, rules)
