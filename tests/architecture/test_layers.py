"""Imports and foreign keys point back toward the writer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from django.apps import apps
from django.db.models import Field, ForeignObjectRel, Model

ROOT = Path(__file__).parent.parent.parent
# Lower rooms first. Rooms on one line know nothing of each other.
LAYERS = [["newsroom"], ["positions", "wire"], ["press"], ["delivery"], ["reader"], ["config"]]


def test_import_contracts_hold() -> None:
    ended = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout


def test_foreign_keys_point_the_way_imports_do() -> None:
    wrong = [
        f"{model._meta.label}.{field.name} → {target._meta.label}"
        for model in apps.get_models(include_auto_created=True)
        for field, target in relations(model)
        if is_forbidden(room_of(model), room_of(target))
    ]
    assert wrong == []


def relations(model: type[Model]) -> list[tuple[Field, type[Model]]]:
    """Return the fields of a model that name another model, and that model."""
    fields = [field for field in model._meta.get_fields() if not isinstance(field, ForeignObjectRel)]
    return [(field, field.related_model) for field in fields if isinstance(field.related_model, type)]


def room_of(model: type[Model]) -> str | None:
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "masthead" else None


def is_forbidden(room: str | None, target: str | None) -> bool:
    """Whether a model of one room may not name a model of another; other packages are below all rooms."""
    if target is None or room == target:
        return False
    return room is None or level_of(target) >= level_of(room)


def level_of(room: str) -> int:
    return next(level for level, rooms in enumerate(LAYERS) if room in rooms)


def test_every_room_has_its_sign() -> None:
    package = ROOT / "src" / "masthead"
    unsigned = []
    for sign in package.glob("*/__init__.py"):
        lines = sign.read_text(encoding="utf-8").strip().strip('"').strip().splitlines()
        if not 3 <= len(lines) <= 6:
            unsigned.append(f"{sign.parent.name}: {len(lines)} lines")
    assert unsigned == []
