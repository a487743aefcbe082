"""Writes figures as Markdown, and into the page that keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from .figures import Figure

__all__ = ["as_markdown", "write_into_page"]

_BEGIN, _END = "<!-- figures: begin -->", "<!-- figures: end -->"


def as_markdown(figures: Sequence[Figure], machine: Mapping[str, str], notes: Sequence[str]) -> str:
    """Return the machine, a table by size, a table of what has no size, and notes on what was not measured."""
    lines = [
        "| measured on | |",
        "|---|---|",
        *(f"| {name} | {value} |" for name, value in machine.items()),
        "",
    ]
    sizes = sorted({figure.size for figure in figures if figure.size})
    if sizes:
        head = " | ".join(f"{size:,} articles" for size in sizes)
        lines += [f"| figure | target | {head} |", "|---|---|" + "---:|" * len(sizes)]
        lines += [_row(name, figures, sizes) for name in _names(figures, is_sized=True)]
        lines.append("")
    if names := _names(figures, is_sized=False):
        lines += ["| figure | target | value |", "|---|---|---:|"]
        lines += [_row(name, figures, [0]) for name in names]
        lines.append("")
    return "\n".join([*lines, *(f"- {note}" for note in notes)]).strip() + "\n"


def _names(figures: Sequence[Figure], *, is_sized: bool) -> list[str]:
    return list(dict.fromkeys(figure.name for figure in figures if bool(figure.size) == is_sized))


def _row(name: str, figures: Sequence[Figure], sizes: Sequence[int]) -> str:
    by_size = {figure.size: figure for figure in figures if figure.name == name}
    target = next((_target(figure) for figure in by_size.values() if figure.target is not None), "")
    cells = [_cell(by_size[size]) if size in by_size else "" for size in sizes]
    return f"| {name} | {target} | {' | '.join(cells)} |"


def _target(figure: Figure) -> str:
    return f"{'≥' if figure.is_floor else '≤'} {_number(figure.target or 0)} {figure.unit}"


def _cell(figure: Figure) -> str:
    text = f"{_number(figure.value)} {figure.unit}"
    return f"**{text}, missed**" if figure.is_met is False else text


def _number(value: float) -> str:
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:,.2f}" if abs(value) < 10 else f"{value:,.1f}"


def write_into_page(page: Path, text: str) -> None:
    """Put the figures between the page's two marks.

    Raises:
        ValueError: the page has no marks.
    """
    before, begin, rest = page.read_text(encoding="utf-8").partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise ValueError(
            f"{page} has no place for the figures. Put {_BEGIN} and {_END} into it, a line each."
        )
    page.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")
