"""Paragraphs from bare text, as WordPress makes them when it shows a classic post.

A blank line ends a paragraph, a single new line is a line break, and elements that are blocks of their own
are left alone. What WordPress does with a chain of replacements is done here in one pass over the tags.
"""

from __future__ import annotations

import re

__all__ = ["autop"]

_BLOCKS = frozenset(
    [
        "table",
        "thead",
        "tfoot",
        "caption",
        "col",
        "colgroup",
        "tbody",
        "tr",
        "td",
        "th",
        "div",
        "dl",
        "dd",
        "dt",
        "ul",
        "ol",
        "li",
        "pre",
        "form",
        "map",
        "area",
        "blockquote",
        "address",
        "math",
        "style",
        "script",
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "fieldset",
        "legend",
        "section",
        "article",
        "aside",
        "hgroup",
        "header",
        "footer",
        "nav",
        "figure",
        "figcaption",
        "details",
        "menu",
        "summary",
        "main",
        "center",
    ]
)
_VOID = frozenset({"hr", "col", "area"})
# Inside these a new line means nothing.
_STRUCTURE = frozenset(
    ["table", "thead", "tfoot", "tbody", "tr", "colgroup", "ul", "ol", "dl", "menu", "map"]
)
_TOKEN = re.compile(
    r"<!--.*?-->"
    r"|<(?P<raw>pre|script|style|textarea)\b[^>]*>.*?</(?P=raw)\s*>"
    r"|<(?P<whole>object|audio|video|svg|iframe|select)\b[^>]*>.*?</(?P=whole)\s*>"
    r"|</?[a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>",
    re.S | re.I,
)
_NAME = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
_BLANK_LINES = re.compile(r"\n[ \t\xa0]*\n\s*")
_TWO_BREAKS = re.compile(r"<br\s*/?>\s*<br\s*/?>", re.I)
_BREAK = r"(?:<br\s*/?>|\s)"
_OUTER_BREAKS = re.compile(rf"^{_BREAK}+|{_BREAK}+$", re.I)
_LINE = re.compile(r"[ \t]*(?:<br\s*/?>)?[ \t]*\n[ \t]*", re.I)


class _Paragraphs:
    """Collects pieces of a line, and closes paragraphs where blocks and blank lines say so."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self._line: list[str] = []
        self._open: list[str] = []
        self._is_split = [False]

    def text(self, text: str) -> None:
        """Add text; blank lines in it end paragraphs."""
        first, *others = _BLANK_LINES.split(text)
        self._line.append(first)
        for other in others:
            self._close(at_blank_line=True)
            self._line.append(other)

    def inline(self, token: str) -> None:
        """Add an inline element’s tag."""
        self._line.append(token.replace("\n", " "))

    def block(self, token: str, name: str, *, is_end: bool, is_whole: bool = False) -> None:
        """Add a block’s tag, which ends the paragraph before it."""
        self._close(at_blank_line=False)
        if is_end:
            if name in self._open:
                while self._open and self._open.pop() != name:
                    self._is_split.pop()
                self._is_split.pop()
            self.out.append(f"{token}\n")
        else:
            if name == "p" and "p" in self._open[-1:]:
                self._open.pop()
                self._is_split.pop()
            self.out.append(token)
            if name not in _VOID and not is_whole:
                self._open.append(name)
                self._is_split.append(False)

    def finish(self) -> str:
        """Close what is open and return all."""
        self._close(at_blank_line="p" not in self._open[-1:])
        if "p" in self._open[-1:]:
            self.out.append("</p>")
        return "".join(self.out)

    def _close(self, *, at_blank_line: bool) -> None:
        line = _OUTER_BREAKS.sub("", "".join(self._line))
        self._line.clear()
        around = self._open[-1] if self._open else ""
        if at_blank_line and line:
            self._is_split[-1] = True
        if not line:
            return
        if around in _STRUCTURE:
            self.out.append(line)
            return
        line = _LINE.sub("<br />\n", line)
        if around == "p":
            # The element's own tags are around the line already.
            self.out.append(f"{line}</p><p>" if at_blank_line else line)
        elif not around or around == "blockquote" or self._is_split[-1]:
            self.out.append(f"<p>{line}</p>\n")
        else:
            self.out.append(line)


def autop(text: str) -> str:
    """Return HTML with the paragraphs and line breaks that WordPress would show."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        return ""
    text = _TWO_BREAKS.sub("\n\n", text)
    paragraphs, place = _Paragraphs(), 0
    for match in _TOKEN.finditer(text):
        paragraphs.text(text[place : match.start()])
        place = match.end()
        token = match.group()
        if token.startswith("<!--"):
            continue
        name_match = _NAME.match(token)
        name = name_match.group(2).lower() if name_match else ""
        if name in _BLOCKS:
            is_end = token.startswith("</")
            paragraphs.block(token, name, is_end=is_end, is_whole=bool(match.group("raw")))
        else:
            paragraphs.inline(token)
    paragraphs.text(text[place:])
    return paragraphs.finish()
