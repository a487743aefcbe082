"""What makes the site at home on a reader's device: manifest, icons, and the worker that shows notices."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from masthead.press.engine.sheet import Phase, Printed, Sheet
from masthead.press.icons import IconStyle, draw_ico, draw_icon, draw_svg, readable_on
from masthead.press.plates.pictures import printed_storage

from .desk import Desk

__all__ = ["ICONS", "IconSheet", "ManifestSheet", "WorkerSheet"]

# Name → width in pixels and whether systems may lay a mask over it.
_PNGS = {
    "/icons/icon-192.png": (192, False),
    "/icons/icon-512.png": (512, False),
    "/icons/maskable-192.png": (192, True),
    "/icons/maskable-512.png": (512, True),
    "/apple-touch-icon.png": (180, True),
}
ICONS = (*_PNGS, "/favicon.svg", "/favicon.ico")
_SHORT_NAME = 12


class IconSheet(Sheet):
    """An icon; its argument is its address."""

    kind = "icon"
    phase = Phase.LEAF

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Draw the icon."""
        style = _style(desk.site().site)
        if args == "/favicon.svg":
            return Printed(args, draw_svg(style))
        if args == "/favicon.ico":
            return Printed(args, draw_ico(style))
        size, is_maskable = _PNGS[args]
        return Printed(args, draw_icon(style, size, is_maskable=is_maskable))


def _style(site: dict[str, Any]) -> IconStyle:
    accent = site["look"]["accent"]
    style = IconStyle(site["name"], _logo(site["logo"]))
    return replace(style, ground=accent, ink=readable_on(accent)) if accent else style


def _logo(logo: dict[str, Any] | None) -> bytes:
    """Return the printed logo's bytes; its name carries its content's hash, so the frame says when it changes."""
    storage = printed_storage()
    base = str(storage.base_url)
    if not logo or not logo["src"].startswith(base):
        return b""
    try:
        with storage.open(logo["src"].removeprefix(base)) as file:
            return bytes(file.read())
    except OSError:
        return b""


class ManifestSheet(Sheet):
    """What a device needs to know to install the site."""

    kind = "manifest"
    phase = Phase.INDEX

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print the web app manifest."""
        site = desk.site().site
        icons = [
            {
                "src": address,
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": "maskable" if is_maskable else "any",
            }
            for address, (size, is_maskable) in _PNGS.items()
            if address.startswith("/icons/")
        ]
        manifest = {
            "id": "/",
            "name": site["name"],
            "short_name": site["name"] if len(site["name"]) <= _SHORT_NAME else _short(site["name"]),
            "description": site["tagline"] or site["about"],
            "start_url": "/",
            "scope": "/",
            "display": "minimal-ui",
            "lang": site["language"],
            "dir": site["direction"],
            "theme_color": "#ffffff",
            "background_color": "#ffffff",
            "icons": icons,
        }
        text = json.dumps(
            {name: value for name, value in manifest.items() if value}, ensure_ascii=False, indent=1
        )
        return Printed("/manifest.webmanifest", (text + "\n").encode())


def _short(name: str) -> str:
    """Return as many words of a name as fit below an icon; at least one."""
    words = name.split()
    if len(words) > 1 and words[0].lower() in {"the", "a", "an"}:
        words = words[1:]
    short = words[0] if words else name
    for word in words[1:]:
        if len(f"{short} {word}") > _SHORT_NAME:
            break
        short = f"{short} {word}"
    return short


class WorkerSheet(Sheet):
    """The script that shows notices when no page is open."""

    kind = "worker"
    phase = Phase.LEAF

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print the service worker."""
        return Printed("/sw.js", desk.render("sw.js", {}))
