"""Where things stand in a body and how lines are aligned: what an editor can choose.

Left and right are the page's own sides in every language: what stands beside a text does not change sides
with the script.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

__all__ = ["ALIGNED", "ALIGNMENTS", "PLACEMENTS"]

PLACEMENTS = [
    ("left", _("Left, the text runs beside it")),
    ("right", _("Right, the text runs beside it")),
    ("center", _("Centred")),
    ("wide", _("Wider than the text")),
    ("full", _("As wide as the page")),
]
ALIGNMENTS = [("left", _("Left")), ("center", _("Centred")), ("right", _("Right"))]
# The names of the rich text features, in the order of the toolbar.
ALIGNED = tuple(f"align-{side}" for side, _label in ALIGNMENTS)
