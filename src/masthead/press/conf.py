"""The press's settings, typed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from masthead import __version__

from .plain import built_in_theme

__all__ = ["PressConf", "built_in_theme", "composing_code", "press_conf"]


def composing_code(room: Path) -> str:
    """Return a digest of the code that composes plates: one written by other code may lack what templates need.

    The sources speak for themselves, so that nobody has to remember to raise a number; where only compiled
    code is installed, the version does.

    Args:
        room: the folder of the press.
    """
    digest = hashlib.blake2b(__version__.encode(), digest_size=8)
    sources = [*room.glob("plates/*.py"), room.parent / "kit" / "markup.py"]
    for path in sorted(sources, key=lambda one: one.name):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


# Read once and early: the code that runs is that of the start, whatever is installed meanwhile.
_COMPOSING_CODE = composing_code(Path(__file__).parent)


@dataclass(frozen=True)
class PressConf:
    """What the press needs to know of its site."""

    site_url: str
    edition_path: Path
    run_path: Path
    search_path: Path
    language: str
    time_zone: str
    feed_full_text: bool
    websub_hubs: tuple[str, ...]
    indexnow_urls: tuple[str, ...]
    data_path: Path
    theme_paths: tuple[Path, ...]
    workers: int
    is_production: bool

    @property
    def composed_by(self) -> str:
        """Name the code and the settings by which plates are composed: with others, all are composed anew."""
        return f"{self.language} {self.time_zone} {_COMPOSING_CODE}"

    @property
    def printed_by(self) -> str:
        """Name the settings that sheets read: the frame carries it, so that with others all are printed anew."""
        values = (
            self.site_url, self.language, self.time_zone, self.feed_full_text, self.websub_hubs,
            bool(self.indexnow_urls),
        )  # fmt: skip
        return hashlib.blake2b(repr(values).encode(), digest_size=8).hexdigest()


@lru_cache(maxsize=4)
def _conf(values: tuple[tuple[str, object], ...]) -> PressConf:
    site = dict(values)
    return PressConf(
        site_url=str(site["SITE_URL"]),
        edition_path=Path(str(site["EDITION_PATH"])),
        run_path=Path(str(site["RUN_PATH"])),
        search_path=Path(str(site["SEARCH_PATH"])),
        language=str(site["LANGUAGE"]),
        time_zone=str(site["TIME_ZONE"]),
        feed_full_text=bool(site["FEED_FULL_TEXT"]),
        websub_hubs=tuple(site["WEBSUB_HUBS"]),  # type: ignore[arg-type]
        indexnow_urls=tuple(site["INDEXNOW_URLS"]),  # type: ignore[arg-type]
        data_path=Path(str(site["DATA_PATH"])),
        theme_paths=(built_in_theme(), Path(str(site["THEME_DIR"]))),
        workers=int(str(site["PRESS_WORKERS"])),
        is_production=bool(site["PRODUCTION"]),
    )


def press_conf() -> PressConf:
    """Return the press's settings as Django has them now."""
    return _conf(tuple(sorted(settings.MASTHEAD.items())))
