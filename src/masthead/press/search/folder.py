"""Where the index stands: a folder with one index and a link to it, so that a new one can be swapped in."""

from __future__ import annotations

import json
import os
import shutil
from importlib.metadata import version
from pathlib import Path
from typing import Any

import tantivy

from masthead.press.conf import press_conf

from .languages import base_of
from .names import CURRENT
from .schema import SCHEMA_VERSION, make_index, open_index

__all__ = ["IndexFolder"]

_STAMP = "masthead.json"


class IndexFolder:
    """The folder that holds the indexes of one site.

    Args:
        path: it need not exist.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or press_conf().search_path

    def name(self) -> str:
        """Return the name of the index that is asked, or nothing."""
        try:
            return os.readlink(self.path / CURRENT)
        except OSError:
            return ""

    def state(self, name: str) -> tuple[int, int]:
        """Return what changes with every commit to an index.

        Raises:
            OSError: it is not there.
        """
        stat = (self.path / name / "meta.json").stat()
        return stat.st_mtime_ns, stat.st_ino

    def commits(self, name: str) -> int:
        """Return the number of an index's last commit; it only grows.

        Raises:
            OSError, ValueError: it is not there, or broken.
        """
        return int(json.loads((self.path / name / "meta.json").read_text(encoding="utf-8"))["opstamp"])

    def is_fit(self, name: str) -> bool:
        """Tell whether an index is there, whole, and made the way this version makes them."""
        if not name:
            return False
        try:
            stamp = json.loads((self.path / name / _STAMP).read_text(encoding="utf-8"))
            if stamp != _stamp():
                return False
            self.commits(name)
            open_index(self.path / name).searcher()
        except (OSError, ValueError, KeyError):
            return False
        return True

    def open(self, name: str) -> tantivy.Index:
        """Open an index.

        Raises:
            ValueError: it is not there, or broken.
        """
        return open_index(self.path / name)

    def begin(self) -> tuple[str, tantivy.Index]:
        """Make a new and empty index that nobody asks yet; what others were begun and not ended goes."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.tidy()
        numbers = (one.name.partition("-")[2] for one in self.path.glob("index-*"))
        number = max([int(one) for one in numbers if one.isdigit()], default=0) + 1
        name = f"index-{number}"
        (self.path / name).mkdir()
        index = make_index(self.path / name)
        (self.path / name / _STAMP).write_text(json.dumps(_stamp()), encoding="utf-8")
        return name, index

    def show(self, name: str) -> None:
        """Let an index be asked, in one step, and remove the one before."""
        link = self.path / f".{CURRENT}"
        link.unlink(missing_ok=True)
        link.symlink_to(name)
        link.replace(self.path / CURRENT)
        self.tidy()

    def tidy(self) -> None:
        """Remove all indexes but the one that is asked; whoever has one open keeps its files until they close it."""
        current = self.name()
        for path in self.path.glob("index-*"):
            if path.name != current:
                shutil.rmtree(path, ignore_errors=True)


def _stamp() -> dict[str, Any]:
    # Plates that name no language are read in the site's.
    return {
        "schema": SCHEMA_VERSION,
        "library": version("tantivy"),
        "language": base_of(press_conf().language),
    }
