"""The look that an editor chose: an accent and fonts, as rules that end the theme's style sheet."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from masthead.kit.colours import readable

from .theme import Theme

__all__ = ["dress", "look_rules", "schemes"]

_TOKEN = re.compile(r"(--[\w-]+)\s*:\s*([^;}]+)")
_ROOT = re.compile(r":root\s*{([^}]*)}")
_DARK = re.compile(r"@media \(prefers-color-scheme: dark\)\s*{\s*:root\s*{([^}]*)}")
# Rules that hold in some circumstances only, such as on paper.
_CONDITIONAL = re.compile(r"@[\w-]+[^{};]*{(?:[^{}]*{[^{}]*})*[^{}]*}")
_STYLE = "style.css"
_ROLES = {"text": ("--serif", ""), "headlines": ("--display", "-display")}


def schemes(style: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the tokens of a style sheet in the light scheme and in the dark one."""
    light, dark = _tokens(_ROOT, _CONDITIONAL.sub("", style)), _tokens(_DARK, style)
    return light, light | dark


def _tokens(rule: re.Pattern[str], style: str) -> dict[str, str]:
    # What an editor chose comes in rules after the theme's own.
    return {name: value.strip() for one in rule.finditer(style) for name, value in _TOKEN.findall(one[1])}


def look_rules(look: Mapping[str, Any], style: str) -> str:
    """Return the rules that make a style sheet look as an editor chose; nothing where all is as the theme has it.

    The accent becomes a shade of itself in each scheme that can be read on the scheme's grounds.
    """
    light, dark = schemes(style)
    rules = []
    if look.get("accent"):
        shades = [
            readable(look["accent"], [scheme[name] for name in ("--paper", "--wash") if name in scheme])
            for scheme in (light, dark)
        ]
        rules.append(f":root {{ --accent: {shades[0]}; }}")
        rules.append(f"@media (prefers-color-scheme: dark) {{ :root {{ --accent: {shades[1]}; }} }}")
    for role, (token, ending) in _ROLES.items():
        font = (look.get("fonts") or {}).get(role)
        chosen = next((name for name in (f"--font-{font}{ending}", f"--font-{font}") if name in light), "")
        if font and chosen and light.get(token) != f"var({chosen})":
            rules.append(f":root {{ {token}: var({chosen}); }}")
    return "".join(rule + "\n" for rule in rules)


def dress(theme: Theme, look: Mapping[str, Any]) -> Theme:
    """Return the theme with its style sheet as an editor chose; the theme itself where nothing was chosen."""
    return _dressed(theme, json.dumps(look, sort_keys=True)) if look and _STYLE in theme.files else theme


@lru_cache(maxsize=4)
def _dressed(theme: Theme, look: str) -> Theme:
    style = theme.files[_STYLE].decode()
    rules = look_rules(json.loads(look), style)
    if not rules:
        return theme
    dressed = copy.copy(theme)
    data = (style + rules).encode()
    digest = hashlib.blake2b(data, digest_size=8).hexdigest()
    dressed.files = theme.files | {_STYLE: data}
    dressed.assets = theme.assets | {_STYLE: f"/_theme/style.{digest}.css"}
    return dressed
