"""HTML tables of plain text in the form of the newsroom's table block."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from .foreign import text_of
from .sides import side_of

__all__ = ["read_table"]

_PLAIN = {"br", "span", "p", "font"}
_MAX_CELLS = 20_000
# What the editor of tables calls the alignment of a cell.
_SIDES = {"center": "htCenter", "right": "htRight"}


def read_table(table: etree._Element) -> dict[str, Any] | None:
    """Return the table block's value; None where a table has more than text and headings in its cells."""
    rows: list[list[etree._Element]] = []
    for row in table.iter("tr"):
        if next(row.iterancestors("table"), None) is not table:
            return None
        rows.append([cell for cell in row if cell.tag in {"td", "th"}])
    rows = [row for row in rows if row]
    if not rows or len({len(row) for row in rows}) != 1 or len(rows) * len(rows[0]) > _MAX_CELLS:
        return None
    for cell in (cell for row in rows for cell in row):
        if any(cell.get(name, "1") != "1" for name in ("colspan", "rowspan")):
            return None
        if any(inner.tag not in _PLAIN for inner in cell.iterdescendants()) or cell.get("dir"):
            return None
    headers = _headers(rows)
    if headers is None:
        return None
    row_is_header, column_is_header = headers
    choice = {(True, True): "both", (True, False): "row", (False, True): "column", (False, False): "neither"}
    return {
        "data": [[_cell_text(cell) for cell in row] for row in rows],
        "first_row_is_table_header": row_is_header,
        "first_col_is_header": column_is_header,
        "table_header_choice": choice[headers],
        "table_caption": "",
        "cell": _aligned_cells(rows),
        "mergeCells": [],
    }


def _headers(rows: list[list[etree._Element]]) -> tuple[bool, bool] | None:
    """Return whether the first row and the first column are headings; None where others are."""
    body = rows[1:]
    first_row = all(cell.tag == "th" for cell in rows[0]) and bool(body)
    first_column = bool(body) and all(row[0].tag == "th" for row in body)
    others = [cell for row in (body if first_row else rows) for cell in (row[1:] if first_column else row)]
    return None if any(cell.tag == "th" for cell in others) else (first_row, first_column)


def _aligned_cells(rows: list[list[etree._Element]]) -> list[dict[str, Any]]:
    return [
        {"row": row, "col": column, "className": _SIDES[side]}
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if (side := side_of(cell)) in _SIDES
    ]


def _cell_text(cell: etree._Element) -> str:
    return re.sub(r"[ \t]+", " ", re.sub(r"\s*\n\s*", "\n", text_of(cell))).strip()
