"""nginx in front of a site, with the configuration that ships: for tests that ask it what readers ask."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

__all__ = ["front_command", "write_front"]

_SHIPPED = Path(__file__).parent.parent / "deploy/nginx/masthead.conf"


def front_command(folder: Path) -> list[str]:
    """Return what runs nginx with the configuration in a folder."""
    nginx = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if nginx is None:
        pytest.fail(
            "nginx is not installed: the shipped configuration is tested with the real one (apt install nginx-light)."
        )
    return [nginx, "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]


def write_front(folder: Path, *, data: Path, built_in_port: int, listen: str) -> None:
    """Write the configuration that ships, for one site, and what nginx needs around it.

    Args:
        folder: where nginx keeps its files; made here.
        data: the site's data folder.
        built_in_port: where its built-in server listens.
        listen: what takes the place of ``listen 80;``, as the documentation tells for HTTPS.
    """
    folder.mkdir()
    shipped = _SHIPPED.read_text()
    for written, wanted in {
        "/srv/masthead/data": str(data),
        "127.0.0.1:8000": f"127.0.0.1:{built_in_port}",
        "listen 80;": listen,
    }.items():
        assert written in shipped
        shipped = shipped.replace(written, wanted)
    (folder / "masthead.conf").write_text(shipped)
    places = "".join(
        f"{kind}_temp_path {folder}/{kind}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root; " if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"daemon off; {user}worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{ }}\nhttp {{ {places}include {folder}/masthead.conf; }}\n"
    )
