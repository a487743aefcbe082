"""Links inside rich text: to pages as readers reach them, to files as they are printed."""

from __future__ import annotations

from typing import Any

from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text.rewriters import EmbedRewriter, LinkRewriter

from masthead.kit.addresses import quoted
from masthead.kit.markup import clean_html

from .pictures import Shelf
from .site import SiteTree

__all__ = ["RichTextPrinter"]


class RichTextPrinter:
    """Turns the editor's rich text into final HTML and notes what it links to."""

    def __init__(self, tree: SiteTree, shelf: Shelf) -> None:
        self._tree = tree
        self._shelf = shelf
        self.pages: set[int] = set()
        self._rewrite = LinkRewriter(bulk_rules={"page": self._to_pages, "document": self._to_files})
        self._drop_embeds = EmbedRewriter()

    def __call__(self, source: str) -> str:
        """Return sanitised HTML; a link to what readers may not see becomes plain text."""
        return clean_html(self._drop_embeds(self._rewrite(source)))

    def _to_pages(self, links: list[dict[str, Any]]) -> list[str]:
        ids = {int(link["id"]) for link in links if str(link.get("id", "")).isdigit()}
        self.pages |= ids
        pages = {page.pk: page for page in Page.objects.filter(pk__in=ids)}
        opened = []
        for link in links:
            page = pages.get(int(link["id"])) if str(link.get("id", "")).isdigit() else None
            if page is None or not self._tree.is_public(page):
                opened.append("<a>")
            else:
                fragment = f"#{link['fragment']}" if link.get("fragment") else ""
                opened.append(f'<a href="{escape(quoted(self._tree.address(page)) + fragment)}">')
        return opened

    def _to_files(self, links: list[dict[str, Any]]) -> list[str]:
        opened = []
        for link in links:
            file = self._shelf.file_by_id(int(link["id"])) if str(link.get("id", "")).isdigit() else None
            opened.append(f'<a href="{escape(file["src"])}">' if file else "<a>")
        return opened
