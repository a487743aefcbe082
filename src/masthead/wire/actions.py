"""The verbs of the wire."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .report import ImportReport

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
) -> ImportReport:
    """Bring in a WordPress export, and the media that can be found.

    Running again imports nothing twice, takes what changed in the export unless an editor changed it
    here, and goes on where a run was stopped.

    Args:
        file: the export (WXR 1.0 to 1.2), plain or compressed with gzip.
        media: the old site's uploads folder, or a zip of it.
        fetch_media: get files that ``media`` does not hold from the old site.
        dry_run: do everything and keep nothing.
        progress: called often with stage, done and total.
        report_path: where to write the CSV of losses.

    Raises:
        WireError: the export or the media cannot be read, or there is no home page. What came before
            the fault in a truncated export is kept, and its report is on the error as ``report``.
    """
    raise NotImplementedError
