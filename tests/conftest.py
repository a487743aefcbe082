"""The ground all tests stand on: a site of their own, real databases, and folders that go away.

The site's folder is chosen here, before Django reads its settings: one for each test process.
The database is SQLite in that folder, or the server that ``MASTHEAD_DATABASE_URL`` names.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

SITE = Path(tempfile.mkdtemp(prefix="masthead-tests-")).resolve()
atexit.register(shutil.rmtree, SITE, ignore_errors=True)
# How long some tests go on is a choice of whoever runs them; all else is the site's and made here.
_CHOICES = {"MASTHEAD_DATABASE_URL", "MASTHEAD_CRASH_ROUNDS", "MASTHEAD_PROPERTY_EXAMPLES"}
for _name in [name for name in os.environ if name.startswith("MASTHEAD_") and name not in _CHOICES]:
    del os.environ[_name]
os.environ["MASTHEAD_SITE"] = str(SITE)
os.environ["DJANGO_SETTINGS_MODULE"] = "masthead.config.settings"
# Playwright's synchronous interface keeps a loop running in the thread of the tests.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

import django  # noqa: E402 - only now is it known where the site is
from django.conf import settings as django_settings  # noqa: E402

if Path(django_settings.MASTHEAD["DATA_PATH"]).parent != SITE:
    pytest.exit(
        "Django's settings were read before the tests chose their site: unset DJANGO_SETTINGS_MODULE.", 2
    )
django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Two runs at the same time, on one server, must not meet in one database.
if "postgresql" in django_settings.DATABASES["default"]["ENGINE"]:
    django_settings.DATABASES["default"]["TEST"] = {"NAME": f"masthead_test_{os.getpid()}"}
else:
    django_settings.DATABASES["default"]["TEST"] = {"NAME": str(SITE / "test.sqlite3")}
django.setup()

if TYPE_CHECKING:
    from masthead.newsroom.models import HomePage, SectionPage


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the choice of tests whose outcome can differ from one database to another."""
    parser.addoption(
        "--only-database", action="store_true", help="run the tests that use the database, and no others"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs no second run on a second database."""
    if config.getoption("--only-database"):
        chosen = [item for item in items if _uses_database(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = chosen


def _uses_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("browser"):
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    is_marked = any(item.get_closest_marker(name) for name in ("django_db", "database"))
    return is_marked or not fixtures.isdisjoint({"db", "transactional_db", "live_server"})


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Let test processes choose their own site: with the variable set, Django would read settings too early."""
    del os.environ["DJANGO_SETTINGS_MODULE"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Leave the names of test databases as they are: they differ by process already."""


@pytest.fixture
def site_path() -> Path:
    """Return the folder of the test process's own site; several tests share it."""
    return SITE


@pytest.fixture
def data_path(tmp_path: Path, settings: Any) -> Path:
    """Move edition, media and run files into a folder of this test alone; return that folder."""
    path = tmp_path / "data"
    path.mkdir()
    settings.MASTHEAD = {
        **settings.MASTHEAD,
        "DATA_PATH": path,
        "EDITION_PATH": path / "edition",
        "RUN_PATH": path / "run",
        "SEARCH_PATH": path / "search",
    }
    settings.MEDIA_ROOT = path / "media" / "newsroom"
    printed = settings.STORAGES["printed"]
    settings.STORAGES = {
        **settings.STORAGES,
        "printed": {**printed, "OPTIONS": {**printed["OPTIONS"], "location": path / "media" / "printed"}},
    }
    return path


@pytest.fixture
def edition_path(data_path: Path) -> Path:
    """Return the folder of the edition of this test alone."""
    return data_path / "edition"


@pytest.fixture
def home(data_path: Path, db: None) -> HomePage:
    """Return the home page of a new and empty publication."""
    from masthead.newsroom.actions import open_publication

    _plant_roots()
    return open_publication(name="The Test Courier")


def _plant_roots() -> None:
    """Put back what Wagtail's migrations make: tests with real transactions end with empty tables."""
    from wagtail.models import Collection, Locale, Page

    if not Locale.objects.exists():
        Locale.objects.create(language_code="en")
    if not Page.objects.exists():
        Page.add_root(title="Root", slug="root")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")


@pytest.fixture
def news(home: HomePage) -> SectionPage:
    """Return a live section, ``/news/``."""
    from masthead.newsroom.models import SectionPage

    section: SectionPage = home.add_child(instance=SectionPage(title="News", slug="news"))
    section.save_revision().publish()
    return section


@pytest.fixture(autouse=True)
def _no_listeners_stay() -> Iterator[None]:
    """Forget whoever a test made listen to events."""
    from masthead.newsroom import events

    before = list(events._listeners)
    yield
    events._listeners[:] = before
