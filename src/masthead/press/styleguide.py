"""The style guide: one page with all that a theme is made of, in both schemes, rendered by the theme itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from masthead.kit.colours import contrast, is_colour

from .look import schemes
from .theme import Theme

__all__ = ["write_styleguide"]

_TEXT = ("--ink", "--soft", "--accent", "--good", "--bad")
_PAIRS = (
    *((ink, ground) for ink in _TEXT for ground in ("--paper", "--wash")),
    ("--paper", "--ink"), ("--paper", "--accent"), ("--on-mark", "--mark"), ("--focus", "--paper"),
)  # fmt: skip
_SHORT = "The price of bread"
_LONG = (
    "What eleven winters on the night desk of a small harbour newspaper taught three generations of one family about "
    "tides, debts, other people’s letters and the long patience of ropes"
)
_STANDFIRST = "It rose again on Monday. The bakers say it is the flour, the millers say it is the gas."
_SAMPLE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="800"><rect width="1200" height="800" fill="#7d93a6"/>'
    '<circle cx="820" cy="300" r="150" fill="#f3dfc1"/><path d="M0 560 Q300 430 620 560 T1200 500 V800 H0Z" fill="#41566b"/>'
    '<path d="M0 670 Q420 560 760 680 T1200 640 V800 H0Z" fill="#26323f"/></svg>'
)


def write_styleguide(theme: Theme, site: Mapping[str, Any], folder: Path) -> Path:
    """Write the style guide of a theme into a folder, with all files it needs; returns the page.

    Args:
        theme: the theme, looking as an editor chose.
        site: what stands around every page: the card of the frame.
        folder: made if it is not there; files of an earlier guide are written over.

    Raises:
        OSError: the folder cannot be written.
        minijinja.TemplateError: the theme's templates are wrong.
    """
    for name, data in theme.files.items():
        place = folder / theme.assets[name].lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data.replace(b'url("/_theme/', b'url("') if name.endswith(".css") else data)
    (folder / "sample.svg").write_text(_SAMPLE, encoding="utf-8")
    light, dark = schemes(theme.files["style.css"].decode())
    context = {
        "site": site,
        "theme": {"css": theme.assets["style.css"].lstrip("/")},
        "schemes": [_scheme("light", light), _scheme("dark", dark)],
        "steps": [name for name in light if re.fullmatch(r"--(step-.*|small)", name)],
        "spaces": [name for name in light if name.startswith("--space-")],
        "cards": _cards(str(site["language"])),
    }
    page = folder / "index.html"
    page.write_text(theme.render("styleguide.html", context), encoding="utf-8")
    return page


def _scheme(name: str, tokens: Mapping[str, str]) -> dict[str, Any]:
    colours = {token: value for token, value in tokens.items() if is_colour(value)}
    return {
        "name": name,
        "tokens": "".join(f"{token}: {value}; " for token, value in tokens.items()),
        "colours": [{"name": token, "value": value} for token, value in colours.items()],
        "pairs": list(_pairs(colours)),
    }


def _pairs(colours: Mapping[str, str]) -> Iterator[dict[str, str]]:
    for ink, ground in _PAIRS:
        if ink in colours and ground in colours:
            measured = f"{contrast(colours[ink], colours[ground]):.1f}"
            yield {"ink": ink, "ground": ground, "contrast": measured}


def _cards(language: str) -> list[dict[str, Any]]:
    size = {"src": "sample.svg", "width": 1200, "height": 800, "srcset": ""}
    picture = size | {"thumb": size, "alt": "", "caption": "", "credit": ""}
    return [
        {
            "id": number, "address": "#", "title": title, "standfirst": _STANDFIRST, "language": language,
            "direction": "ltr", "published_at": "2026-11-20T08:00:00+00:00", "updated_at": None, "picture": shown,
            "section": {"title": "Opinion", "address": "#"}, "reading_minutes": 4,
            "byline": [{"name": "Ada Writer", "address": "#", "role": "author"}],
        }
        for number, (title, shown) in enumerate(
            ((_SHORT, picture), (_LONG, picture), (_SHORT, None), (_LONG, None)), start=1
        )
    ]  # fmt: skip
