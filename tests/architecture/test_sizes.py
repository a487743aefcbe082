"""Files and functions stay of a size that can be read at one go."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).parent.parent.parent
SOURCES = sorted(path for path in (ROOT / "src").rglob("*.py") if "migrations" not in path.parts)
FORBIDDEN_NAMES = {"utils", "helpers", "common", "core", "misc"}


def lengths_of_files() -> dict[str, int]:
    return {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES
    }


def functions() -> Iterator[tuple[str, int]]:
    """Yield the name and the length of every function, its docstring left out."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
                yield f"{path.relative_to(ROOT)}:{node.name}", (node.end_lineno or 0) - first.lineno + 1


def ninetieth(values: list[int]) -> float:
    return quantiles(values, n=10)[-1]


def test_files_are_short() -> None:
    lengths = lengths_of_files()
    assert {name: length for name, length in lengths.items() if length > 400} == {}
    assert median(lengths.values()) <= 100
    assert ninetieth(list(lengths.values())) <= 250


def test_functions_are_short() -> None:
    lengths = dict(functions())
    assert {name: length for name, length in lengths.items() if length > 60} == {}
    assert median(lengths.values()) <= 8
    assert ninetieth(list(lengths.values())) <= 25


def test_names_say_what_is_in_a_file() -> None:
    assert [
        str(path) for path in SOURCES if path.stem in FORBIDDEN_NAMES or path.stem.startswith("base_")
    ] == []


def test_test_files_have_names_of_their_own() -> None:
    """Test folders are no packages: two files of one name would be one module."""
    names = [path.name for path in (ROOT / "tests").rglob("*.py") if path.name != "conftest.py"]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []
