"""Sites of their own, for tests that start processes."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from masthead.config.founding import make_folder
from sites import SiteFolder, free_port


@pytest.fixture
def empty_site(tmp_path: Path) -> SiteFolder:
    """Return a site's folder with settings and nothing else."""
    folder = tmp_path / "site"
    make_folder(folder)
    return SiteFolder(folder, free_port())


@pytest.fixture
def migrated_site(empty_site: SiteFolder, db: None) -> SiteFolder:
    """Return a site whose SQLite database has all tables, copied from the database of the tests."""
    if connection.vendor != "sqlite":
        pytest.skip("The database of the tests is copied as a file.")
    empty_site.data.mkdir(exist_ok=True)
    source = sqlite3.connect(settings.DATABASES["default"]["TEST"]["NAME"])
    target = sqlite3.connect(empty_site.data / "masthead.sqlite3")
    with source, target:
        source.backup(target)
    source.close()
    target.close()
    return empty_site


@pytest.fixture
def started(migrated_site: SiteFolder) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Return a function that starts commands on a migrated site and ends them after the test."""
    processes = []

    def start(*arguments: str, **variables: str) -> subprocess.Popen[str]:
        process = migrated_site.start(*arguments, **variables)
        processes.append(process)
        return process

    yield start
    for process in processes:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
        process.communicate()
