"""Turn a manuscript's Markdown and directives into the blocks of a body."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from .manuscripts import Directive, Drawing, parts_of

__all__ = ["body_of"]

_NAMESPACE = uuid.UUID("6f0f3c52-6d3f-5a0e-9b57-0a4d2b7f2f11")
_ARTICLE_SCHEME = "article:"
_RENAMED = {"strong_open": "<b>", "strong_close": "</b>", "em_open": "<i>", "em_close": "</i>"}

Block = tuple[str, Any]


class _Renderer(RendererHTML):
    """Write HTML as the newsroom's editor stores it, with links to pages by their number."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: Mapping[str, int] = {}
        rules: dict[str, Any] = dict(self.rules)
        rules.update({name: _constant(markup) for name, markup in _RENAMED.items()})
        rules.update(link_open=self._link_open, softbreak=_constant(" "))
        self.rules = rules

    def _link_open(self, tokens: list[Token], index: int, options: Any, environment: Any) -> str:
        address = str(tokens[index].attrGet("href") or "")
        if address.startswith(_ARTICLE_SCHEME):
            return f'<a linktype="page" id="{self.pages[address.removeprefix(_ARTICLE_SCHEME)]}">'
        return f'<a href="{escape(address)}">'


def _constant(markup: str) -> Callable[..., str]:
    return lambda *_: markup


_markdown = MarkdownIt("commonmark")
# A scheme of the manuscripts' own: links to other pieces by their slug.
_markdown.validateLink = lambda url: True  # type: ignore[method-assign]
_renderer = _Renderer()


def body_of(text: str, *, slug: str, pages: Mapping[str, int], pictures: Mapping[Drawing, int]) -> str:
    """Return the body as JSON, as a body field stores it.

    Args:
        text: Markdown with directives.
        slug: of the piece; blocks get the same ids each time.
        pages: numbers of the pages that links name, by slug.
        pictures: numbers of the images, by drawing.
    """
    _renderer.pages = pages
    blocks: list[Block] = []
    for part in parts_of(text):
        blocks.extend(
            [_from_directive(part, pages, pictures)] if isinstance(part, Directive) else _from_markdown(part)
        )
    return json.dumps(
        [
            {"type": kind, "value": value, "id": _id_of(f"{slug}/{number}")}
            for number, (kind, value) in enumerate(blocks)
        ],
        ensure_ascii=False,
    )


def _id_of(name: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, name))


def _from_markdown(text: str) -> Iterator[Block]:
    """Give headings and quotes blocks of their own, and what lies between them one each."""
    tokens = _markdown.parse(text)
    run: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.type not in {"heading_open", "blockquote_open"}:
            run.append(token)
            index += 1
            continue
        if run:
            yield "paragraph", _render(run)
            run = []
        end = _end_of(tokens, index)
        inside = tokens[index + 1 : end]
        yield _heading(token, inside) if token.type == "heading_open" else _quote(inside)
        index = end + 1
    if run:
        yield "paragraph", _render(run)


def _end_of(tokens: list[Token], start: int) -> int:
    level = tokens[start].level
    closing = tokens[start].type.replace("_open", "_close")
    return next(
        i for i in range(start + 1, len(tokens)) if tokens[i].type == closing and tokens[i].level == level
    )


def _render(tokens: list[Token]) -> str:
    html: str = _renderer.render(tokens, _markdown.options, {})
    return html.replace("\n", "").strip()


def _heading(token: Token, inside: list[Token]) -> Block:
    level = min(4, max(2, int(token.tag.removeprefix("h"))))
    return "heading", {"text": "".join(one.content for one in inside), "level": str(level)}


def _quote(inside: list[Token]) -> Block:
    """Take a list of one entry at the end of a quote for the name of who said it."""
    starts = [
        i for i, one in enumerate(inside) if one.type == "bullet_list_open" and one.level == inside[0].level
    ]
    attribution = ""
    if starts:
        attribution = " ".join(one.content for one in inside[starts[-1] :] if one.type == "inline")
        inside = inside[: starts[-1]]
    return "quote", {"text": _render(inside), "attribution": attribution}


def _from_directive(directive: Directive, pages: Mapping[str, int], pictures: Mapping[Drawing, int]) -> Block:
    shown = [{"image": pictures[one], "caption": "", "alt_text": ""} for one in directive.drawings]
    attributes, text = directive.attributes, directive.text.strip()
    match directive.name:
        case "image":
            return "image", shown[0]
        case "gallery":
            # Without an id an entry of a list is taken for its bare value.
            return "gallery", {
                "images": [{"type": "item", "id": _id_of(str(one)), "value": one} for one in shown]
            }
        case "pullquote":
            return "pull_quote", {"text": text, "attribution": attributes.get("by", "")}
        case "embed":
            image = shown[0]["image"] if shown else None
            return "embed", {
                "address": attributes["address"],
                "title": attributes.get("title", ""),
                "image": image,
            }
        case "code":
            return "code", {"text": directive.text, "language": attributes.get("language", "")}
        case "table":
            return "table", {"caption": attributes.get("caption", ""), "table": _table(text)}
        case "related":
            return "related", pages[directive.word]
    raise ValueError(f"A manuscript has the directive :::{directive.name}, which no block can show.")


def _table(text: str) -> dict[str, Any]:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.splitlines()]
    return {
        "data": [row for row in rows if not all(set(cell) <= set(":- ") for cell in row)],
        "cell": [],
        "mergeCells": [],
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_header_choice": "row",
    }
