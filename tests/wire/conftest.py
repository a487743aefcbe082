"""What tests of imports share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from masthead.newsroom.models import HomePage
from masthead.wire.actions import import_wordpress
from masthead.wire.report import ImportReport

from .exports import ExportBuilder

Importer = Callable[..., ImportReport]


@pytest.fixture
def run(home: HomePage, tmp_path: Path) -> Importer:
    """Return a function that imports what a builder holds."""

    def importer(builder: ExportBuilder, **options: Any) -> ImportReport:
        return import_wordpress(file=builder.write(tmp_path), **options)

    return importer
