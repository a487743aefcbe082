"""Foreign HTML made harmless."""

from __future__ import annotations

import nh3

__all__ = ["clean_html"]

_TAGS = set(nh3.ALLOWED_TAGS) | {
    "audio", "video", "source", "track", "figure", "figcaption", "section", "details", "summary", "picture",
}  # fmt: skip
_ATTRIBUTES = {tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}
_ATTRIBUTES["*"] = {"lang", "dir", "title", "id", "class"}
_ATTRIBUTES["audio"] = {"src", "controls", "loop", "preload"}
_ATTRIBUTES["video"] = {
    "src",
    "controls",
    "loop",
    "preload",
    "poster",
    "width",
    "height",
    "muted",
    "playsinline",
}
_ATTRIBUTES["source"] = {"src", "srcset", "type", "media", "sizes"}
_ATTRIBUTES["track"] = {"src", "kind", "srclang", "label"}
_ATTRIBUTES["img"] = _ATTRIBUTES.get("img", set()) | {"srcset", "sizes", "loading"}
_ATTRIBUTES["a"] = _ATTRIBUTES.get("a", set()) | {"name"}
_SCHEMES = {"http", "https", "mailto", "tel"}


def clean_html(html: str) -> str:
    """Return ``html`` without scripts, handlers, styles, forms and dangerous addresses, and with balanced tags."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener",
        strip_comments=True,
    )
