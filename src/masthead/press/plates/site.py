"""What of the page tree is public, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from masthead.newsroom.models import HomePage, SectionPage

__all__ = ["SectionNode", "SiteTree"]


@dataclass(frozen=True)
class SectionNode:
    """A public section: its id, its place in the tree and its parent's id."""

    id: int
    path: str
    title: str
    address: str
    parent_id: int | None


class SiteTree:
    """The home page, the public sections and the restrictions, read once for a batch of composing."""

    def __init__(self) -> None:
        homes = HomePage.objects.filter(live=True).order_by("path").values_list("pk", "path", "url_path")
        home: tuple[int | None, str, str] = homes.first() or (None, "", "/")
        self.home_id, self._root_path, self._root_url = home
        ways: dict[int, set[str]] = {}
        for page_id, way in PageViewRestriction.objects.order_by().values_list("page_id", "restriction_type"):
            ways.setdefault(page_id, set()).add(way)
        # The path of each closed page → the ways in.
        self._closed = {path: ways[pk] for pk, path in _pages(ways).values_list("pk", "path")} if ways else {}
        self._closed_collections = _closed_collections()
        self._sections = self._read_sections()

    def _read_sections(self) -> dict[str, SectionNode]:
        nodes: dict[str, SectionNode] = {}
        numbers = SectionPage.objects.order_by().values_list("pk", flat=True)
        pages = _pages(numbers).filter(live=True)
        found = pages.values_list("pk", "path", "title", "url_path", "live", named=True)
        for page in sorted(found, key=lambda one: one.path):
            if self.is_public(page):
                parent = self._nearest(nodes, page.path[: -SectionPage.steplen])
                address = self.address(page)
                nodes[page.path] = SectionNode(
                    page.pk, page.path, page.title, address, parent.id if parent else None
                )
        return nodes

    def _nearest(self, nodes: dict[str, SectionNode], path: str) -> SectionNode | None:
        while path:
            if path in nodes:
                return nodes[path]
            path = path[:-4]
        return None

    def is_public(self, page: Any) -> bool:
        """Tell whether readers may see a page: it is live, below the home page and behind no restriction."""
        return (
            page.live
            and bool(self._root_path)
            and page.path.startswith(self._root_path)
            and not any(page.path.startswith(closed) for closed in self._closed)
        )

    @property
    def has_locks(self) -> bool:
        """Whether any page is behind a password."""
        return any(PageViewRestriction.PASSWORD in ways for ways in self._closed.values())

    def is_locked(self, page: Any) -> bool:
        """Tell whether readers may see a page that is not the front with a password, and need nothing else."""
        ways = {way for path, ways in self._closed.items() if page.path.startswith(path) for way in ways}
        return (
            page.live
            and bool(self._root_path)
            and page.path != self._root_path
            and page.path.startswith(self._root_path)
            and ways == {PageViewRestriction.PASSWORD}
        )

    def is_public_collection(self, collection_id: int) -> bool:
        """Tell whether readers may see what is in a collection of images or documents."""
        return collection_id not in self._closed_collections

    def address(self, page: Any) -> str:
        """Return the address of a page of this site."""
        return "/" + str(page.url_path).removeprefix(self._root_url)

    def sections_of(self, page: Any) -> list[SectionNode]:
        """Return the public sections above a page (or the page itself), the nearest first."""
        node = self._nearest(self._sections, page.path)
        by_id = {one.id: one for one in self._sections.values()}
        chain: list[SectionNode] = []
        while node is not None:
            chain.append(node)
            node = by_id.get(node.parent_id) if node.parent_id else None
        return chain

    def sections(self) -> list[SectionNode]:
        """Return all public sections in the order of the tree."""
        return list(self._sections.values())


def _pages(numbers: Iterable[int]) -> Any:
    """Return pages by their numbers: a join, sorted, would go through all pages of a large site for a dozen."""
    return Page.objects.filter(pk__in=list(numbers)).order_by()


def _closed_collections() -> set[int]:
    closed = [
        str(path) for path in CollectionViewRestriction.objects.values_list("collection__path", flat=True)
    ]
    if not closed:
        return set()
    paths = Collection.objects.values_list("pk", "path")
    return {number for number, path in paths if any(path.startswith(one) for one in closed)}
