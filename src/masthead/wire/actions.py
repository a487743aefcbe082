"""The verbs of the wire."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.db import OperationalError, connection, transaction

from .errors import StoppedError
from .media.sources import FileSource, NetworkSource, open_source
from .report import ImportReport
from .wordpress.catalogue import Catalogue
from .wordpress.importing import run_import
from .wordpress.wxr import Export

__all__ = ["Progress", "import_wordpress"]

# Called with the name of a stage, how much of it is done, and how much there is (None: not known).
Progress = Callable[[str, int, int | None], None]


def import_wordpress(
    *,
    file: Path,
    media: Path | None = None,
    fetch_media: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    report_path: Path | None = None,
    allow_private_hosts: bool = False,
) -> ImportReport:
    """Bring in a WordPress export, and the media that can be found.

    Running again imports nothing twice, takes what changed in the export unless an editor changed it
    here, and goes on where a run was stopped.

    Args:
        file: the export (WXR 1.0 to 1.2), plain or compressed with gzip.
        media: the old site's uploads folder, or a zip of it.
        fetch_media: get files that ``media`` does not hold from the old site.
        dry_run: do everything in one transaction and keep nothing.
        progress: called often with stage, done and total.
        report_path: where to write the CSV of losses.
        allow_private_hosts: fetch media from hosts of the own network as well.

    Raises:
        WireError: the export or the media cannot be read, or there is no home page. What came before
            the fault in a truncated export is kept, and its report is on the error as ``report``.
    """
    report = ImportReport(is_dry_run=dry_run)
    with ExitStack() as stack:
        sources: list[FileSource] = []
        if media is not None:
            sources.append(open_source(media))
        if fetch_media:
            sources.append(NetworkSource(allow_private=allow_private_hosts))
        for source in sources:
            stack.callback(source.close)
        export = Export(file)
        catalogue = stack.enter_context(Catalogue())
        stack.enter_context(_told_plainly())
        stack.enter_context(_little_memory())
        stack.enter_context(_kept_unless(dry_run))
        fault = run_import(export, catalogue, report, sources, progress or _silent, report_path)
    if fault is not None:
        fault.report = report
        raise fault
    return report


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Say in a sentence that the database or the disk gave out."""
    try:
        yield
    except (OperationalError, sqlite3.Error, OSError) as error:
        raise StoppedError(
            f"The import stopped, since something it writes to gave out: {error}. What was imported is kept. "
            "Make room, or wait until the database answers, and run the import again: it goes on where it stopped."
        ) from error


@contextmanager
def _little_memory() -> Iterator[None]:
    """Keep SQLite from mapping its file into memory: an import writes all of it and reads little again."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA mmap_size").fetchone()
        cursor.execute("PRAGMA mmap_size=0")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA mmap_size={int(before[0]) if before else 0}")


@contextmanager
def _kept_unless(is_dry: bool) -> Iterator[None]:
    """Undo everything at the end of a dry run."""
    if not is_dry:
        yield
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _silent(stage: str, done: int, total: int | None) -> None:
    """Tell nobody."""
