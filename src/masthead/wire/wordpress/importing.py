"""One import from its first byte to its report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from django.db import transaction

from masthead.newsroom.models import HomePage
from masthead.wire.errors import ExportNotReadableError, NoHomePageError
from masthead.wire.media.sources import FileSource
from masthead.wire.models import ImportRecord
from masthead.wire.records import Records
from masthead.wire.report import ImportReport, Kind, Loss
from masthead.wire.tasks import index_articles_later

from .addresses import OldSite
from .articles import ArticleImporter
from .bodies import BodyReader
from .catalogue import Catalogue
from .content import ContentReader
from .exported import Item
from .links import LinkResolver, close_links
from .menus import import_leads, import_menus
from .people import import_authors
from .redirecting import Moving, write_redirects
from .run import BATCH, Run
from .sections import import_categories, import_tags
from .shelf import Shelf
from .standing import StandingImporter
from .survey import survey_export
from .wxr import Export

__all__ = ["run_import"]

Progress = Callable[[str, int, int | None], None]
_LEFT_OUT = {"trash": "it is in the trash", "auto-draft": "it is an empty draft that WordPress made itself"}
_TAKEN = {"post", "page", "attachment", "nav_menu_item"}
_USED_ELSEWHERE = {"wp_block", "guest-author"}
_KIND_OF_RECORD = {
    "author": Kind.AUTHOR, "section": Kind.SECTION, "topic": Kind.TOPIC, "media": Kind.MEDIA, "page": Kind.PAGE,
    "article": Kind.ARTICLE, "comment": Kind.COMMENT, "menu": Kind.MENU,
}  # fmt: skip


def run_import(
    export: Export,
    catalogue: Catalogue,
    report: ImportReport,
    sources: Sequence[FileSource],
    progress: Progress,
    report_path: Path | None,
) -> ExportNotReadableError | None:
    """Import everything that stands before the end of the file, or before its first fault.

    Returns:
        The fault, where the file could not be read to its end.

    Raises:
        ExportNotReadableError: there is nothing before the fault.
        NoHomePageError: there is no home page to import under.
    """
    home = HomePage.objects.order_by("path").first()
    if home is None:
        raise NoHomePageError("This site has no home page yet. Make the site with: masthead new DIR")
    survey = survey_export(export, catalogue, lambda position: progress("reading", position, export.size))
    if survey.fault is not None and not survey.items:
        raise survey.fault
    catalogue.close_notes()
    report.source = survey.site.source.removeprefix("wordpress:")
    run = Run(
        survey,
        catalogue,
        report,
        Records(survey.site.source),
        OldSite(survey.site),
        home,
        progress,
        report.is_dry_run,
    )
    run.recall()
    _Import(run, export, Shelf(run, sources)).all()
    report.missing_media = _missing_media(run)
    report.take_losses(_all_losses(run), report_path)
    return survey.fault


class _Import:
    """The stages, in the order in which things need each other."""

    def __init__(self, run: Run, export: Export, shelf: Shelf) -> None:
        self._run = run
        self._export = export
        self._shelf = shelf
        self._links = LinkResolver(run)
        bodies = BodyReader(run.catalogue, shelf, run.old_site.base)
        self._reader = ContentReader(bodies, run.records.source)

    def all(self) -> None:
        """Do everything."""
        run = self._run
        people = import_authors(run)
        desks = import_categories(run)
        import_tags(run, desks)
        self._shelf.import_attachments()
        pages = StandingImporter(run, self._shelf, self._reader, self._links)
        pages.plant()
        articles = ArticleImporter(run, desks, people, self._shelf, self._reader, self._links)
        sticky = self._items(articles.take, pages.take)
        close_links(run, self._links)
        import_leads(run, sticky)
        if run.survey.fault is None:
            # Half a menu would stay half: its other entries may stand behind the fault.
            import_menus(run, desks)
        self._site_addresses()
        self._shelf.close_pages()

    def _items(
        self, take_posts: Callable[[list[Item]], None], take_pages: Callable[[list[Item]], None]
    ) -> list[str]:
        """Read the export again and hand posts and pages on in batches; return the sticky ones."""
        sticky: list[str] = []
        posts: list[Item] = []
        pages: list[Item] = []
        done = 0
        for item in self._whole_items():
            if item.is_sticky:
                sticky.append(item.id)
            batch, take = (posts, take_posts) if item.type == "post" else (pages, take_pages)
            batch.append(item)
            if len(batch) >= BATCH or sum(len(one.content) for one in batch) > 2_000_000:
                take(batch)
                done += len(batch)
                batch.clear()
                self._index()
            self._run.progress("posts and pages", self._export.position, self._export.size)
        take_posts(posts)
        take_pages(pages)
        self._index()
        return sticky

    def _whole_items(self) -> Iterator[Item]:
        """Return the posts and pages to import; what is left out is counted."""
        try:
            for part in self._export.parts():
                if not isinstance(part, Item):
                    continue
                if self._is_wanted(part):
                    yield part
        except ExportNotReadableError:
            # The first pass kept it: it is raised when all before it is here.
            return

    def _is_wanted(self, item: Item) -> bool:
        report = self._run.report
        if item.type not in _TAKEN:
            report.tallies[Kind.OTHER].found += 1
            if item.type in _USED_ELSEWHERE:
                # They are part of the pieces that show or name them.
                report.tallies[Kind.OTHER].skipped += 1
            else:
                self._run.skip(
                    Kind.OTHER,
                    item.id,
                    item.title,
                    item.link,
                    f"items of the type “{item.type}” are not taken",
                )
            return False
        if item.type not in {"post", "page"}:
            return False
        kind = Kind.ARTICLE if item.type == "post" else Kind.PAGE
        report.tallies[kind].found += 1
        if item.status in _LEFT_OUT:
            self._run.skip(kind, item.id, item.title, item.link, _LEFT_OUT[item.status])
            return False
        if not item.id or not self._run.catalogue.take(item.type, item.id):
            self._run.fail(
                kind, item.id, item.title, item.link, "another item of the export has the same number"
            )
            return False
        return True

    def _index(self) -> None:
        """Leave the indexes to the task runner."""
        if self._run.imported_ids and not self._run.is_dry:
            index_articles_later.enqueue(self._run.imported_ids)
        self._run.imported_ids = []

    def _site_addresses(self) -> None:
        """Redirect the addresses of the old site as a whole: feeds, sitemaps and archives by date."""
        own = self._run.old_site
        ends = {
            "/feed": "/feed.xml", "/feed/rss2": "/feed.xml", "/feed/atom": "/atom.xml", "/?feed=rss2": "/feed.xml",
            "/?feed=atom": "/atom.xml", "/comments/feed": "/feed.xml", "/rss": "/feed.xml", "/wp-sitemap.xml": "/sitemap.xml",
            "/sitemap_index.xml": "/sitemap.xml",
        }  # fmt: skip
        for month in _months(self._run):
            year, _, number = month.partition("-")
            ends |= {f"/{year}": "/archive/", f"/{year}/{number}": f"/archive/{year}/{number}/"}
        with transaction.atomic():
            write_redirects(
                self._run, [Moving(own.root_key(old), new, link=new) for old, new in ends.items()]
            )


def _months(run: Run) -> list[str]:
    """Return the months, as 2012-03, in which the export has published posts."""
    rows = run.catalogue.rows("SELECT DISTINCT month FROM months ORDER BY month")
    return [row[0] for row in rows]


def _all_losses(run: Run) -> Iterator[Loss]:
    """Return what was lost in this run, and what every imported thing has lost, in this run or an earlier one."""
    for loss in run.catalogue.losses():
        yield Loss(*loss)
    lossy = ImportRecord.objects.filter(source=run.records.source).lossy().order_by("kind", "pk")
    for record in lossy.iterator(chunk_size=500):
        kind = _KIND_OF_RECORD.get(record.kind, Kind.OTHER)
        lost = "; ".join(str(loss) for loss in record.losses)
        yield Loss(kind.value, record.foreign_id, record.title, record.address, lost)


def _missing_media(run: Run) -> list[str]:
    missing = dict.fromkeys(run.report.missing_media)
    for record in (
        ImportRecord.objects.filter(source=run.records.source).exclude(missing=[]).iterator(chunk_size=500)
    ):
        missing |= dict.fromkeys(record.missing)
    return list(missing)
