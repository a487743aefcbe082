"""The theme: templates that see plain data and nothing else, and the files they name."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils import formats, translation
from minijinja import Environment

from .engine.errors import ThemeError

__all__ = ["Theme", "load_theme"]

# The longest archive takes a hundredth of it; a loop that never ends stops here, after half a second.
_FUEL = 20_000_000
_ASSETS = {".css", ".js", ".svg", ".png", ".webp", ".woff2", ".ico"}


class Theme:
    """One theme, read once.

    Attributes:
        digest: changes when any file of the theme does.
        assets: name of each file → its address, which carries its content's hash.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        files = sorted(file for file in path.rglob("*") if file.is_file())
        contents = {file.relative_to(path).as_posix(): file.read_bytes() for file in files}
        self.digest = _digest(b"".join(name.encode() + b"\0" + data for name, data in contents.items()))
        self.files = {name: data for name, data in contents.items() if Path(name).suffix in _ASSETS}
        self.assets = {name: _asset_address(name, data) for name, data in self.files.items()}
        templates = {
            name.removeprefix("templates/"): _text(path / name, data)
            for name, data in contents.items()
            if name.startswith("templates/")
        }
        self._environment = Environment(
            templates=templates,
            fuel=_FUEL,
            undefined_behavior="strict",
            trim_blocks=True,
            lstrip_blocks=True,
            filters={"date": show_date},
        )

    def render(self, template: str, context: dict[str, Any]) -> str:
        """Render a template.

        Raises:
            minijinja.TemplateError: the template is wrong, names something that is not there, or never ends.
        """
        text = self._environment.render_template(template, **context)
        # MiniJinja escapes slashes too, which HTML does not ask for: addresses stay readable, pages smaller.
        return text.replace("&#x2f;", "/")


def _text(path: Path, data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise ThemeError(f"The theme's file {path} is no text in UTF-8. Save it as UTF-8.") from error


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def _asset_address(name: str, data: bytes) -> str:
    stem, _, suffix = name.rpartition(".")
    return f"/_theme/{stem}.{_digest(data)}.{suffix}"


@lru_cache(maxsize=20_000)
def show_date(moment: str, language: str = "en") -> str:
    """Write an ISO date as readers of a language write it: ``20 November 2026``."""
    with translation.override(_known(language)):
        return formats.date_format(
            datetime.fromisoformat(moment), "j F Y" if language == "en" else "DATE_FORMAT"
        )


@lru_cache(maxsize=200)
def _known(language: str) -> str:
    try:
        return translation.get_supported_language_variant(language)
    except LookupError:
        return "en"


@lru_cache(maxsize=4)
def _load(path: Path, _state: tuple[tuple[str, int], ...]) -> Theme:
    return Theme(path)


def load_theme(path: Path) -> Theme:
    """Return the theme in a folder, read anew when a file of it changed."""
    return _load(path, tuple((str(file), file.stat().st_mtime_ns) for file in sorted(path.rglob("*"))))
