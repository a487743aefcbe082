"""WordPress shortcodes: ``[name attribute="value"]content[/name]``."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["KNOWN", "Shortcode", "replace_shortcodes"]

KNOWN = frozenset({"caption", "wp_caption", "gallery", "embed", "audio", "video", "playlist"})
_OPEN = re.compile(r"\[(\[?)([a-zA-Z][\w-]*)((?:\s+|=)[^\[\]]*|/)?\](\]?)")
_ATTRIBUTE = re.compile(
    r"""([\w-]+)\s*=\s*"([^"]*)"|([\w-]+)\s*=\s*'([^']*)'|([\w-]+)\s*=\s*([^\s"']+)|"([^"]*)"|'([^']*)'|(\S+)"""
)
_ALONE = re.compile(r"(?:^|\n|>)[ \t]*$")


@dataclass
class Shortcode:
    """One shortcode; ``words`` are values without a name, ``content`` is None where it encloses nothing."""

    name: str
    raw: str
    content: str | None = None
    attributes: dict[str, str] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)


def replace_shortcodes(text: str, render: Callable[[Shortcode], str]) -> str:
    """Return ``text`` with every shortcode as ``render`` gives it; brackets in prose stay.

    A word in brackets counts as a shortcode when WordPress itself knows it, when it has attributes or an end, or
    when it stands alone on its line and is written like no word of prose.
    """
    parts, place = [], 0
    while (match := _OPEN.search(text, place)) is not None:
        name, inner = match.group(2), match.group(3) or ""
        end, content = match.end(), None
        if match.group(1) and match.group(4):
            # Doubled brackets show a shortcode instead of running it.
            parts.append(text[place : match.start()] + text[match.start() + 1 : match.end() - 1])
            place = match.end()
            continue
        if match.group(4):
            end -= 1
        closing = f"[/{name}]"
        closed = -1 if inner.endswith("/") else text.find(closing, end)
        if closed >= 0 and _next_same(text, name, end, closed):
            closed = -1
        if closed >= 0:
            content = text[end:closed]
            end = closed + len(closing)
        shortcode = Shortcode(name.lower(), text[match.start() : end], content)
        _read_attributes(inner.rstrip("/"), shortcode)
        if _is_shortcode(shortcode, text, match.start(), end):
            parts.append(text[place : match.start()] + render(shortcode))
            place = end
        else:
            parts.append(text[place : match.end()])
            place = match.end()
    parts.append(text[place:])
    return "".join(parts)


def _next_same(text: str, name: str, start: int, closed: int) -> bool:
    """Tell whether the end that was found belongs to a later shortcode of the same name."""
    return (
        name.lower() in {"gallery", "audio", "video"}
        and re.search(rf"\[{name}[\s\]]", text[start:closed]) is not None
    )


def _read_attributes(text: str, shortcode: Shortcode) -> None:
    text = html.unescape(text.strip().lstrip("=")).replace("”", '"').replace("“", '"').replace("″", '"')
    for match in _ATTRIBUTE.finditer(text):
        pairs = ((1, 2), (3, 4), (5, 6))
        named = next(((match.group(a), match.group(b)) for a, b in pairs if match.group(a)), None)
        if named:
            shortcode.attributes[named[0].lower()] = named[1]
        else:
            shortcode.words.append(match.group(7) or match.group(8) or match.group(9) or "")


def _is_shortcode(shortcode: Shortcode, text: str, start: int, end: int) -> bool:
    if (
        shortcode.name in KNOWN
        or shortcode.attributes
        or shortcode.content is not None
        or shortcode.raw.endswith("/]")
    ):
        return True
    if shortcode.words:
        return False
    is_alone = bool(_ALONE.search(text[:start][-200:])) and not text[end:].partition("\n")[0].strip()
    return is_alone and ("_" in shortcode.name or "-" in shortcode.name)
