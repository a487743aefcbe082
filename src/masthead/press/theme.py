"""The theme: templates that see plain data and nothing else, and the files they name."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from minijinja import Environment, TemplateError

from masthead.kit.plain_text import wrapped

from .engine.errors import ThemeError
from .theme_faults import fault_of
from .words import Words, own_name, show_count, show_date, show_digits, show_month, show_number

__all__ = ["FILTERS", "Theme", "load_theme", "recent_theme", "theme_state"]

# The longest archive takes a hundredth of it; a loop that never ends stops here, after half a second.
_FUEL = 20_000_000
# What templates may call on a value; docs/reference/theme.md lists them.
FILTERS: dict[str, Callable[..., str]] = {
    "count": show_count,
    "date": show_date,
    "digits": show_digits,
    "language_name": own_name,
    "month": show_month,
    "number": show_number,
    "wrap": wrapped,
}
_RECENT_S = 1.0
_ASSETS = {".css", ".js", ".svg", ".png", ".webp", ".woff2", ".ico"}
_URL = re.compile(rb"""url\(["']?([\w./-]+)["']?\)""")


class Theme:
    """A theme, read once: the built-in one and whatever a site lays over it.

    Args:
        paths: folders of files; a file of a later one stands in for the one of the same name before it.
            Words are laid over each other one by one, so that a site need not repeat those it keeps.

    Attributes:
        digest: changes when any file of the theme does.
        files: the files that readers fetch, by name. ``style.css`` and ``script.js`` are joined from the
            folders ``styles`` and ``scripts`` in the order of their names, unless the theme has its own.
        assets: name of each file → its address, which carries its content's hash.
        words: what the theme says, by language.
        places: name of each file → where it is kept.
    """

    def __init__(self, *paths: Path) -> None:
        self.places = {file.relative_to(path).as_posix(): file for path in paths for file in _files_in(path)}
        contents = {name: self.places[name].read_bytes() for name in sorted(self.places)}
        self.digest = _digest_of_all(paths)
        self.files = {
            name: data
            for name, data in contents.items()
            if Path(name).suffix in _ASSETS and not name.startswith(("styles/", "scripts/"))
        }
        texts = {name: _text(self.places[name], data) for name, data in contents.items() if _is_text(name)}
        for whole, parts in _joined(texts).items():
            self.files.setdefault(whole, parts.encode())
        self.assets = {name: _asset_address(name, data) for name, data in self.files.items()}
        for name in [name for name in self.files if name.endswith(".css")]:
            self.files[name] = self._with_addresses(self.files[name])
            self.assets[name] = _asset_address(name, self.files[name])
        self.words = Words(*(_words_in(path) for path in paths))
        self._environment = Environment(
            templates={
                name.removeprefix("templates/"): text
                for name, text in texts.items()
                if name.startswith("templates/")
            },
            fuel=_FUEL,
            undefined_behavior="strict",
            trim_blocks=True,
            lstrip_blocks=True,
            filters=FILTERS,
            globals={"words": self.words},
        )

    def _with_addresses(self, style: bytes) -> bytes:
        """Return a style sheet that names the theme's other files by their addresses."""
        return _URL.sub(
            lambda found: f'url("{self.assets.get(found[1].decode(), found[1].decode())}")'.encode(), style
        )

    def render(self, template: str, context: dict[str, Any]) -> str:
        """Render a template.

        Raises:
            TemplateFaultError: the template is wrong, names something that is not there, or never ends.
        """
        try:
            text = self._environment.render_template(template, **context)
        except TemplateError as error:
            raise fault_of(error, template, self.places) from error
        # MiniJinja escapes slashes too, which HTML does not ask for: addresses stay readable, pages smaller.
        return text.replace("&#x2f;", "/")


def _names_in(folder: Path) -> Iterator[str]:
    """Yield the files of a folder, without those that editors and systems leave beside them."""
    # Asked before every print: walking takes a fifth of what listing with pathlib does.
    for place, folders, names in os.walk(folder):
        folders[:] = [one for one in folders if not one.startswith(".")]
        yield from (
            f"{place}/{name}" for name in names if not name.startswith(".") and not name.endswith("~")
        )


def _files_in(folder: Path) -> list[Path]:
    return sorted(Path(name) for name in _names_in(folder))


def _text(path: Path, data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise ThemeError(f"The theme's file {path} is no text in UTF-8. Save it as UTF-8.") from error


def _words_in(path: Path) -> dict[str, str]:
    files = sorted((path / "words").glob("*.toml"))
    return {file.stem: _text(file, file.read_bytes()) for file in files}


def _is_text(name: str) -> bool:
    return name.startswith(("templates/", "styles/", "scripts/"))


def _joined(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the style sheet and the script that the theme's parts make together."""
    parts: dict[str, list[str]] = {"style.css": [], "script.js": []}
    for name in sorted(texts):
        if name.startswith("styles/"):
            parts["style.css"].append(texts[name])
        elif name.startswith("scripts/"):
            # A block each: what one file names, another does not see.
            parts["script.js"].append(f"{{\n{texts[name]}}}\n")
    return {whole: "".join(some) for whole, some in parts.items() if some}


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def _digest_of_all(paths: Iterable[Path]) -> str:
    """Return a digest of all files, also of those that another stands in for: words of both count."""
    named = ((path, file) for path in paths for file in _files_in(path))
    return _digest(
        b"".join(
            file.relative_to(path).as_posix().encode() + b"\0" + file.read_bytes() for path, file in named
        )
    )


def _asset_address(name: str, data: bytes) -> str:
    stem, _, suffix = name.rpartition(".")
    return f"/_theme/{stem}.{_digest(data)}.{suffix}"


@lru_cache(maxsize=4)
def _load(paths: tuple[Path, ...], _state: tuple[tuple[str, int], ...]) -> Theme:
    return Theme(*paths)


def theme_state(paths: tuple[Path, ...]) -> tuple[tuple[str, int], ...]:
    """Return what changes when a file of the theme does: names and times."""
    found = []
    for name in (name for path in paths for name in _names_in(path)):
        # An editor may replace a file while the folder is read.
        with suppress(FileNotFoundError):
            found.append((name, os.stat(name).st_mtime_ns))
    return tuple(sorted(found))


def load_theme(paths: tuple[Path, ...]) -> Theme:
    """Return the theme in these folders, read anew when a file of it changed."""
    return _load(paths, theme_state(paths))


def recent_theme(paths: tuple[Path, ...]) -> Theme:
    """Return the theme as it was a second ago at most: for doors that are asked more often than anybody edits."""
    return _recent(paths, int(time.monotonic() / _RECENT_S))


@lru_cache(maxsize=2)
def _recent(paths: tuple[Path, ...], _moment: int) -> Theme:
    return load_theme(paths)
