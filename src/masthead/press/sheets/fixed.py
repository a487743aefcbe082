"""Sheets that every edition has: robots.txt, error pages, the theme's files, former addresses."""

from __future__ import annotations

import json
from functools import partial

from masthead.kit.addresses import moved_file
from masthead.press.engine.sheet import Phase, Printed, Sheet
from masthead.press.plain import ERROR_STATUSES
from masthead.press.plates.moved import moved_entries, shard_key

from .desk import Desk
from .pages import page_context
from .places import address_behind

__all__ = ["AssetSheet", "ErrorSheet", "MovedSheet", "RobotsSheet"]


class RobotsSheet(Sheet):
    """What robots may read and where the sitemaps are."""

    kind = "robots"
    phase = Phase.INDEX

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print robots.txt."""
        lines = [
            "User-agent: *",
            "Disallow: /newsroom/",
            "Disallow: /doors/",
            "Disallow: /search/",
            "Disallow: /_parts/",
            "",
        ]
        lines += [f"Sitemap: {desk.conf.site_url}/{name}" for name in ("sitemap.xml", "sitemaps/news.xml")]
        return Printed("/robots.txt", ("\n".join(lines) + "\n").encode())


class ErrorSheet(Sheet):
    """The page behind an error; its argument is the status."""

    kind = "error"
    phase = Phase.INDEX

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print the page; servers send it with its status."""
        address = f"/{args}.html"
        title = desk.words()[ERROR_STATUSES[int(args)]]
        page = page_context(desk, "error", address, title, is_indexed=False, feeds=[])
        page["canonical"] = ""
        return Printed(address, desk.render("error.html", page, status=int(args)))


class AssetSheet(Sheet):
    """A file of the theme; its argument is its address, so that another content is another sheet."""

    kind = "asset"
    phase = Phase.LEAF
    is_named = True

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print the file under a name that carries its content's hash."""
        theme = desk.dressed()
        name = next((name for name, address in theme.assets.items() if address == args), None)
        return Printed(args, theme.files[name]) if name is not None else None


class MovedSheet(Sheet):
    """A shard of the former addresses; its argument is the shard."""

    kind = "moved"
    phase = Phase.FORMER

    def print(self, desk: Desk, args: str) -> Printed | None:
        """Print where each former address leads, or that what was there is gone."""
        desk.record(shard_key(args))
        entries = moved_entries(args, partial(address_behind, desk))
        if not entries:
            return None
        text = json.dumps(entries, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return Printed("/" + moved_file(args).removesuffix(".gz"), text.encode())
