"""Foreign HTML made harmless, and the text of HTML."""

from __future__ import annotations

import re
from html import unescape

import nh3

__all__ = ["clean_html", "clean_line", "text_of"]

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
_LINE_TAGS = {"a", "b", "strong", "i", "em", "br"}
_BETWEEN_PARAGRAPHS = re.compile(r"</p>\s*(?=<p\b)", re.I)
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


_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"""</?([a-zA-Z][^\s/>]*)(?:[^<>"']|"[^"]*"|'[^']*')*>""")
# What stands within a word or a sentence; everything else parts them.
_INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q",
    "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
}  # fmt: skip


def text_of(html: str) -> str:
    """Return the text of clean HTML; what stands in blocks of its own is on lines of its own."""
    parted = _TAG.sub(lambda tag: "" if tag[1].lower() in _INLINE else "\n", _COMMENT.sub("", html))
    lines = (" ".join(line.split()) for line in unescape(parted).splitlines())
    return "\n".join(line for line in lines if line)


def clean_line(html: str) -> str:
    """Return ``html`` as one line: links and emphasis stay, paragraphs are set behind each other."""
    return nh3.clean(
        _BETWEEN_PARAGRAPHS.sub("</p> ", html),
        tags=_LINE_TAGS,
        attributes={"a": {"href"}},
        url_schemes=_SCHEMES,
        link_rel="noopener",
        strip_comments=True,
    ).strip()
