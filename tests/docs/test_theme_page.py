"""The page on themes names every value that a template is given, its type, every filter, and no other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from masthead.press.theme import FILTERS
from masthead.press.theme_samples import load_samples

PAGE = Path(__file__).parent.parent.parent / "docs" / "reference" / "theme.md"
FRAME = {"site": "site", "theme": "theme", "frame": "frame", "page": "page"}
PLAIN = {
    "text": str,
    "html": str,
    "address": str,
    "date": str,
    "number": (int, str),
    "flag": bool,
    "map": dict,
}


def tables(part: str) -> dict[str, dict[str, str]]:
    """Return name → type, by the heading of each table in a part of the page."""
    text = PAGE.read_text(encoding="utf-8").partition(f"\n## {part}\n")[2].partition("\n## ")[0]
    found: dict[str, dict[str, str]] = {}
    for heading, body in re.findall(r"^### `([^`]+)`\n(.*?)(?=^### |\Z)", text, re.MULTILINE | re.DOTALL):
        rows = re.findall(r"^\| `([^`]+)` \| ([^|]+) \|", body, re.MULTILINE)
        found[heading] = {name: kind.strip() for name, kind in rows}
    return found


OBJECTS, TEMPLATES = tables("Objects"), tables("Templates")


class Reading:
    """Holds values against what the page says of them; notes the fields that were met."""

    def __init__(self) -> None:
        self.wrong: set[str] = set()
        self.met: set[tuple[str, str]] = set()

    def read(self, value: Any, kind: str, where: str) -> None:
        if kind.endswith(" or nothing"):
            if value is not None:
                self.read(value, kind.removesuffix(" or nothing"), where)
        elif kind.startswith("list of "):
            for one in value:
                self.read(one, kind.removeprefix("list of "), f"{where}[]")
        elif kind in PLAIN:
            if not isinstance(value, PLAIN[kind]):  # type: ignore[arg-type]
                self.wrong.add(f"{where} is no {kind}")
        elif not isinstance(value, dict):
            self.wrong.add(f"{where} is no {kind}")
        else:
            for name, one in value.items():
                if name not in OBJECTS.get(kind, {}):
                    self.wrong.add(f"{kind} has the field {name}, which the page does not name ({where})")
                else:
                    self.met.add((kind, name))
                    self.read(one, OBJECTS[kind][name], f"{where}.{name}")


def test_every_value_that_a_template_gets_is_named_with_its_type_and_no_other() -> None:
    reading = Reading()
    for template, contexts in load_samples().items():
        named = TEMPLATES.get(template, {})
        for context in contexts:
            for name, value in context.items():
                kind = named.get(name) or FRAME.get(name)
                if kind is None:
                    reading.wrong.add(f"{template} gets {name}, which the page does not name")
                else:
                    reading.met.add((template, name))
                    reading.read(value, kind, f"{template}: {name}")
    assert sorted(reading.wrong) == []
    named_all = {
        (name, field) for part in (OBJECTS, TEMPLATES) for name, table in part.items() for field in table
    }
    assert sorted(named_all - reading.met) == [], "named on the page and given to nobody"


def test_every_filter_is_named_and_no_other() -> None:
    text = PAGE.read_text(encoding="utf-8").partition("## Filters and functions\n")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == {*FILTERS, "words"}
