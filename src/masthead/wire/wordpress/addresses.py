"""Addresses of the old site: what they were, and in which form two of them are the same."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from wagtail.contrib.redirects.models import Redirect

from masthead.kit.addresses import moved_key

from .exported import Item, Site, Term

__all__ = ["MAX_KEY", "OldSite"]

MAX_KEY = 255
_SLASHES = re.compile(r"/{2,}")
_UPLOADS = ("/wp-content/uploads/", "/wp-content/blogs.dir/", "/files/")
_SIZE = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w{2,5}$)")
_EDITED = re.compile(r"(?:-scaled|-rotated|-e\d{10,}|@2x)(?=\.\w{2,5}$)")
_PICTURE_PROXY = re.compile(r"^i\d\.wp\.com$")
_IDENTIFYING = (
    "p",
    "page_id",
    "attachment_id",
    "cat",
    "tag",
    "author",
    "author_name",
    "feed",
    "m",
    "post_type",
)
# The best claim to an address first: its own, the number, a former slug, and where it once was.
OWN, NUMBER, FORMER, GUID = range(4)


class OldSite:
    """The addresses of one old site."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.base = site.url or "http://old.invalid"
        self._hosts = {site.host, f"www.{site.host}"}

    def is_own(self, url: str) -> bool:
        """Tell whether an address is on the old site or on the host of its files."""
        host = (urlsplit(url).hostname or "").lower()
        return host in self._hosts or host == self._files_host or bool(self.upload_path(url))

    @property
    def _files_host(self) -> str:
        name, _, rest = self._site.host.partition(".")
        return f"{name}.files.{rest}" if rest == "wordpress.com" else ""

    def key(self, url: str) -> str:
        """Return the form in which a former address is stored, or "" for one of another site."""
        try:
            parts = urlsplit(url.strip())
        except ValueError:
            return ""
        if parts.netloc and (parts.hostname or "").lower() not in self._hosts:
            return ""
        query = "&".join(
            f"{name}={value}"
            for name, value in sorted(parse_qsl(parts.query))
            if name in _IDENTIFYING and value
        )
        path = _SLASHES.sub("/", parts.path or "/")
        return Redirect.normalise_path(moved_key(path if path.startswith("/") else f"/{path}", query))

    def root_key(self, path: str) -> str:
        """Return the stored form of a path below the old site's own folder."""
        return self.key(f"{self._site.path}{path}")

    def keys_of(self, item: Item) -> list[tuple[str, int]]:
        """Return all former addresses of an item, each with the strength of its claim."""
        keys: list[tuple[str, int]] = []
        if item.link:
            keys.append((self.key(item.link), OWN))
        if item.id.isdigit():
            names = {"page": ("page_id", "p"), "attachment": ("attachment_id", "p")}.get(item.type, ("p",))
            keys += [(self.root_key(f"/?{name}={item.id}"), NUMBER) for name in names]
        former = item.meta.get("_wp_old_slug", "")
        before, slash, last = item.link.rstrip("/").rpartition("/")
        if former and slash and last == item.slug:
            keys.append((self.key(f"{before}/{former}/"), FORMER))
        if item.guid.startswith("http") and item.type != "attachment":
            keys.append((self.key(item.guid), GUID))
        home = self.root_key("/")
        return [(key, rank) for key, rank in keys if key and key != home and key != "/"]

    def page_keys(self, item: Item, pages: int) -> list[str]:
        """Return the addresses of the second and later pages of an item that was broken into pages."""
        link = self.key(item.link) if item.link and "?" not in item.link else ""
        return [f"{link}/{number}" for number in range(2, pages + 1)] if link else []

    def keys_of_term(self, term: Term, ancestors: list[Term]) -> list[str]:
        """Return all former addresses of a category or tag."""
        slug = unquote(term.slug)
        if term.taxonomy == "post_tag":
            keys = [f"/tag/{slug}", f"/?tag={slug}", f"/tag/{slug}/feed"]
        else:
            whole = "/".join(unquote(one.slug) for one in [*ancestors, term])
            keys = [f"/category/{slug}", f"/category/{whole}", f"/?cat={term.id}", f"/category/{whole}/feed"]
            keys += [f"/category/{slug}/feed"]
            if not term.id:
                keys.remove("/?cat=")
        return list(dict.fromkeys(self.root_key(key) for key in keys))

    def keys_of_author(self, nicename: str, number: str) -> list[str]:
        """Return all former addresses of an author."""
        keys = [f"/author/{nicename}", f"/?author_name={nicename}", f"/author/{nicename}/feed"]
        return [self.root_key(key) for key in [*keys, *([f"/?author={number}"] if number else [])]]

    def upload_path(self, url: str) -> str:
        """Return the path of a file in the uploads folder, or "" for what did not lie there."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return ""
        host, path = (parts.hostname or "").lower(), unquote(parts.path)
        if _PICTURE_PROXY.match(host):
            host, _, path = path.lstrip("/").partition("/")
            path = f"/{path}"
        if host and host == self._files_host:
            return path.lstrip("/")
        for mark in _UPLOADS:
            _, found, after = path.partition(mark)
            if found and (mark != "/files/" or host in self._hosts):
                return after.partition("/files/")[2] if "blogs.dir" in mark else after
        return ""

    @staticmethod
    def without_size(path: str) -> list[str]:
        """Return the names under which the original of a resized or edited picture may be known."""
        plain = _SIZE.sub("", path)
        whole = _EDITED.sub("", plain)
        stem, dot, suffix = whole.rpartition(".")
        return [name for name in dict.fromkeys([path, plain, whole, f"{stem}-scaled{dot}{suffix}"]) if name]
