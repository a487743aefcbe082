"""The block editor’s comments: ``<!-- wp:name {"attribute": 1} -->HTML<!-- /wp:name -->``, read as a tree."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Block", "has_blocks", "parse_blocks"]

_START = re.compile(r"<!--\s+(/?)wp:([a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*)?)\s*")


@dataclass
class Block:
    """One block; ``content`` is its HTML in pieces, with inner blocks in their places."""

    name: str
    attributes: dict[str, Any] = field(default_factory=dict)
    content: list[str | Block] = field(default_factory=list)

    @property
    def inner(self) -> list[Block]:
        """The blocks inside."""
        return [part for part in self.content if isinstance(part, Block)]

    @property
    def html(self) -> str:
        """All HTML inside, with that of inner blocks, without the comments."""
        return "".join(part if isinstance(part, str) else part.html for part in self.content)

    @property
    def own_html(self) -> str:
        """The HTML inside, without that of inner blocks."""
        return "".join(part for part in self.content if isinstance(part, str))

    def text(self, name: str) -> str:
        """Return an attribute as text, or ""."""
        value = self.attributes.get(name)
        return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def has_blocks(content: str) -> bool:
    """Tell whether a post was written in the block editor."""
    return "<!-- wp:" in content


def parse_blocks(content: str) -> list[str | Block]:
    """Return the blocks of a post in order, and the HTML between them.

    A block that is not closed ends where the one around it ends; a stray end is ignored.
    """
    root = Block("")
    stack, place = [root], 0
    while (match := _START.search(content, place)) is not None:
        end = content.find("-->", match.end())
        if end < 0:
            break
        _append(stack[-1], content[place : match.start()])
        place = end + 3
        name = match.group(2).removeprefix("core/")
        if match.group(1):
            _close(stack, name)
            continue
        rest = content[match.end() : end].strip()
        is_whole = rest.endswith("/")
        block = Block(name, _attributes(rest.removesuffix("/").strip()))
        stack[-1].content.append(block)
        if not is_whole:
            stack.append(block)
    _append(stack[-1], content[place:])
    return root.content


def _append(block: Block, html: str) -> None:
    if html:
        block.content.append(html)


def _close(stack: list[Block], name: str) -> None:
    if any(block.name == name for block in stack[1:]):
        while stack.pop().name != name:
            pass


def _attributes(text: str) -> dict[str, Any]:
    if not text.startswith("{"):
        return {}
    try:
        attributes = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return attributes if isinstance(attributes, dict) else {}
