"""The readers' side's settings, typed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

__all__ = ["ReaderConf", "reader_conf"]


@dataclass(frozen=True)
class ReaderConf:
    """What the readers' side needs to know of its site."""

    edition_path: Path
    is_https: bool
    counts_path: Path
    time_zone: str
    shares_shown_from: int


def reader_conf() -> ReaderConf:
    """Return the settings as Django has them now."""
    site = settings.MASTHEAD
    return ReaderConf(
        edition_path=Path(site["EDITION_PATH"]),
        is_https=bool(site["PRODUCTION"]) and str(site["SITE_URL"]).startswith("https://"),
        counts_path=Path(site["DATA_PATH"]) / "counts",
        time_zone=str(site["TIME_ZONE"]),
        shares_shown_from=int(site["SHARES_SHOWN_FROM"]),
    )
