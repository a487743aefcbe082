"""Samples: what each template of the theme gets, taken from a printed magazine; themes are tried on them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from .engine.sheet import Spec
from .sheets.desk import Desk
from .sheets.plan import make_works
from .theme import Theme

__all__ = ["SAMPLES_FILE", "Context", "gather_samples", "load_samples", "shapes"]

Context = dict[str, Any]

SAMPLES_FILE = Path(__file__).with_name("theme_samples.json")
# Enough of a list or a text to try a template on.
_LONGEST_LIST = 6
_LONGEST_TEXT = 240
# By what these say, a template chooses what it shows: each of their values is a sample.
_CHOICES = ("stage", "problem", "reason", "how", "is_asked", "status")
# What is named by file or by key, not by field.
_MAPS = ("theme.assets",)


class _NotingTheme(Theme):
    """A theme that keeps what its templates are given."""

    def __init__(self, *paths: Path) -> None:
        super().__init__(*paths)
        self.given: list[tuple[str, Context]] = []

    def render(self, template: str, context: Context) -> str:
        """Render a template, and keep what it was given."""
        self.given.append((template, json.loads(json.dumps(context))))
        return super().render(template, context)


def shapes(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield the path of every value in a context, and what kind of value it is: ``article.byline[].name``, ``text``."""
    if isinstance(value, dict) and path in _MAPS:
        yield path, "map"
    elif isinstance(value, dict):
        yield path, "object"
        for name, one in value.items():
            if name == "replies":
                # A reply is a comment, to any depth.
                yield f"{path}.replies", "list"
                for reply in one:
                    yield from shapes(reply, path)
            else:
                yield from shapes(one, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        yield path, "list" if value else "empty list"
        for one in value:
            yield from shapes(one, f"{path}[]")
    else:
        yield path, {bool: "flag", int: "number", float: "number", str: "text"}.get(type(value), "nothing")


def gather_samples(
    specs: Iterable[Spec], paths: tuple[Path, ...], others: Iterable[Callable[[Desk], object]] = ()
) -> dict[str, list[Context]]:
    """Print sheets and whatever else to nowhere and return, by template, contexts that together show all that a template can get.

    Args:
        specs: the sheets.
        paths: the folders of the theme.
        others: each shows something with the theme of a desk, such as a mail or the page of a door.
    """
    theme = _NotingTheme(*paths)
    works, desk = make_works(), Desk(theme)
    samples: dict[str, list[Context]] = {}
    seen: dict[str, set[tuple[str, str]]] = {}
    printing: list[Callable[[Desk], object]] = [
        partial(works.sheets[spec.kind].print, args=spec.args) for spec in specs
    ]
    for make in (*printing, *others):
        make(desk)
        given, theme.given = theme.given, []
        for template, context in given:
            short = _shortened(context)
            chosen = {(name, str(short[name])) for name in _CHOICES if name in short}
            fresh = {*shapes(short), *chosen} - seen.setdefault(template, set())
            if fresh:
                seen[template] |= fresh
                samples.setdefault(template, []).append(short)
    return {template: samples[template] for template in sorted(samples)}


def _shortened(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _shortened(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_shortened(one) for one in value[:_LONGEST_LIST]]
    return value[:_LONGEST_TEXT] if isinstance(value, str) else value


@lru_cache(maxsize=1)
def load_samples() -> dict[str, list[Context]]:
    """Return the samples that come with the theme, by template."""
    samples: dict[str, list[Context]] = json.loads(SAMPLES_FILE.read_text(encoding="utf-8"))
    return samples
