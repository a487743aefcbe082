"""What is wrong in a theme, said so that whoever wrote it finds the place: file, line, and the lines around."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from minijinja import TemplateError

from .engine.errors import TemplateFaultError

__all__ = ["fault_of"]

# MiniJinja tells of a template and of the one that included it; the last is where the mistake stands.
_PLACE = re.compile(r"^(?:caused by: )?(.*?)(?: \(in ([^():]+):(\d+)\))$", re.MULTILINE)
_AROUND = 3


def fault_of(error: TemplateError, template: str, places: Mapping[str, Path]) -> TemplateFaultError:
    """Return what MiniJinja found as an error that names the file, the line and the lines around.

    Args:
        error: what MiniJinja raised.
        template: the template that was to be rendered.
        places: name of each file of the theme → where it is kept.
    """
    found = _PLACE.findall(str(error))
    said, name, line = found[-1] if found else (str(error).splitlines()[0], template, "0")
    path = places.get(f"templates/{name}")
    number = int(line)
    return TemplateFaultError(str(path or name), number, said, _excerpt(path, number))


def _excerpt(path: Path | None, number: int) -> str:
    if path is None or number < 1:
        return ""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    first = max(1, number - _AROUND)
    shown = enumerate(lines[first - 1 : number + _AROUND], start=first)
    return "\n".join(f"{'>' if one == number else ' '} {one:>4} | {text[:160]}" for one, text in shown)
