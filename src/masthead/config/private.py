"""Places that nobody but the site's own user may look into: the database and what editors uploaded."""

from __future__ import annotations

import os

from .options import Options

__all__ = ["make_private_places"]


def make_private_places(options: Options) -> None:
    """Make the data folder, and in it the database's file and the folder of uploads, where they are not there yet.

    The data folder itself stays open: a web server finds the edition and the printed media in it.
    """
    options.data_path.mkdir(parents=True, exist_ok=True)
    uploads = options.media_path / "newsroom"
    if not uploads.is_dir():
        uploads.parent.mkdir(parents=True, exist_ok=True)
        uploads.mkdir(mode=0o700, exist_ok=True)
    if not options.database_url and not options.database_path.exists():
        # SQLite gives its journals the permissions of the database.
        os.close(os.open(options.database_path, os.O_RDWR | os.O_CREAT, 0o600))
