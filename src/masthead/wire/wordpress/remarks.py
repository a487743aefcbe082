"""The text of readers’ comments, as WordPress shows it and as readers may be shown it."""

from __future__ import annotations

import html
import re

import nh3

from masthead.wire.bodies.foreign import tidied
from masthead.wire.texts import without_controls

from .classic import autop

__all__ = ["comment_html"]

_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "cite", "code", "dd", "del", "div", "dl", "dt", "em", "h4", "hr", "i", "ins", "kbd",
    "li", "ol", "p", "pre", "q", "s", "small", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
    "var",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href"},
    "abbr": {"title"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
}
_HEADING = re.compile(r"<(/?)h[1-6]\b[^>]*>", re.I)
_IMAGE = re.compile(r"<img\b[^>]*>", re.I)
_SOURCE = re.compile(r"""\bsrc\s*=\s*["']?([^"'\s>]+)""", re.I)
_ALT = re.compile(r"""\balt\s*=\s*["']([^"']*)""", re.I)
_PIECE = re.compile(r"(<[^>]*>)")
_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"']*[^\s<>\"'.,;:!?)]")


def comment_html(content: str) -> str:
    """Return a comment as clean HTML: paragraphs made, bare addresses linked, images as links to them."""
    content = _IMAGE.sub(_image_link, without_controls(content))
    content = _HEADING.sub(r"<\1h4>", autop(content))
    cleaned = nh3.clean(
        tidied(_linked(content)), tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    )  # fmt: skip
    return cleaned.strip()


def _image_link(match: re.Match[str]) -> str:
    """Put a link in the place of an image: a page of ours loads nothing from elsewhere."""
    source, alt = _SOURCE.search(match.group()), _ALT.search(match.group())
    address = html.escape(html.unescape(source.group(1))) if source else ""
    label = alt.group(1).strip() if alt else ""
    return f'<a href="{address}">{label or address}</a>' if address else label


def _linked(content: str) -> str:
    if "http" not in content:
        return content
    parts, inside = [], 0
    for piece in _PIECE.split(content):
        if piece.startswith("<"):
            inside += piece[:3].lower() in {"<a ", "<a>"}
            inside -= piece.lower().startswith("</a")
            parts.append(piece)
        elif inside > 0:
            parts.append(piece)
        else:
            parts.append(_ADDRESS.sub(lambda match: f'<a href="{match.group()}">{match.group()}</a>', piece))
    return "".join(parts)
