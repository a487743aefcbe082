"""The files of the built-in theme and of a site's own: which there are, and taking one over to change it."""

from __future__ import annotations

import difflib
import shutil
from dataclasses import dataclass
from pathlib import Path

from .conf import built_in_theme
from .engine.errors import ThemeError

__all__ = ["ThemeFile", "copy_theme_file", "theme_files"]


@dataclass(frozen=True)
class ThemeFile:
    """A file of the theme as a site has it.

    Attributes:
        name: its name in the theme, such as ``templates/article.html``.
        origin: ``built-in``, ``changed`` where the site has its own in its place, or ``own``.
        path: where it is kept.
    """

    name: str
    origin: str
    path: Path


def _named(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        return {}
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file for file in files}


def theme_files(own: Path) -> list[ThemeFile]:
    """Return all files of the theme, by name.

    Args:
        own: the site's own folder; it need not be there.
    """
    built_in, laid = _named(built_in_theme()), _named(own)
    files = []
    for name in sorted({*built_in, *laid}):
        origin = "built-in" if name not in laid else "changed" if name in built_in else "own"
        files.append(ThemeFile(name, origin, laid.get(name) or built_in[name]))
    return files


def copy_theme_file(name: str, own: Path) -> Path:
    """Copy a file of the built-in theme into a site's own folder, to be changed there; return where it is.

    Args:
        name: in the theme; for a template its own name is enough: ``article.html``.
        own: the site's own folder, made where it is missing.

    Raises:
        ThemeError: there is no such file, or the site has its own already.
    """
    built_in = _named(built_in_theme())
    found = next((one for one in (name, f"templates/{name}") if one in built_in), None)
    if found is None:
        near = difflib.get_close_matches(name, [*built_in, *(Path(one).name for one in built_in)], 3, 0.5)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise ThemeError(f"The built-in theme has no file {name}.{hint} See all with: masthead theme list")
    target = own / found
    if target.exists():
        raise ThemeError(
            f"{target} is there already and was left as it is. Change it, or move it away first."
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(built_in[found], target)
    return target
