"""System checks: settings that a public site must not run with, and how to put each right."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from .options import OPTIONS, TOML_NAME, Options, load_options

__all__ = ["TAG", "find_problems", "register_checks"]

TAG = "masthead"
_SHORTEST_KEY = 32
_NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "fuse.sshfs"}
)
_FEWEST_MEGAPIXELS, _MOST_MEGAPIXELS = 1, 1000


def register_checks() -> None:
    """Register the checks with Django."""
    register(_check_options, TAG)


def _check_options(**_: Any) -> list[CheckMessage]:
    return find_problems(load_options())


def find_problems(options: Options) -> list[CheckMessage]:
    """Return what is wrong with a site's settings; more is asked of a site in production."""
    found: list[CheckMessage] = []
    for check in (_ALWAYS + _IN_PRODUCTION) if options.production else _ALWAYS:
        found.extend(check(options))
    return found


def _site_address(options: Options) -> Iterator[CheckMessage]:
    parts = urlsplit(options.site_url)
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or parts.path
        or parts.query
        or parts.fragment
    ):
        yield Error(
            f"site_url is {options.site_url!r}, which is no address of a site.",
            hint="Write it as https://example.org, without a path.",
            id="masthead.E001",
        )


def _https(options: Options) -> Iterator[CheckMessage]:
    if urlsplit(options.site_url).scheme != "https":
        yield Error(
            f"The site is in production and site_url is {options.site_url}: passwords would travel unencrypted.",
            hint="Set site_url to the https:// address that readers use, and let a web server or CDN answer it.",
            id="masthead.E002",
        )


def _key_strength(options: Options) -> Iterator[CheckMessage]:
    key = str(settings.SECRET_KEY)
    if len(key) < _SHORTEST_KEY or len(set(key)) < 5 or key.startswith("django-insecure"):
        yield Error(
            "The site is in production with a secret key that can be guessed.",
            hint="Leave secret_key empty, and a good one is made and kept in the data folder.",
            id="masthead.E003",
        )


def _debug(_: Options) -> Iterator[CheckMessage]:
    if settings.DEBUG:
        yield Error(
            "The site is in production and DEBUG is on: error pages would show settings to anyone.",
            hint="Use masthead.config.settings as they are.",
            id="masthead.E004",
        )


def _hosts(options: Options) -> Iterator[CheckMessage]:
    if any(host == "*" for host in options.allowed_hosts):
        yield Error(
            "The site is in production and allowed_hosts holds '*': links in letters could be made to lead elsewhere.",
            hint="Name the hosts that the newsroom answers to, or leave allowed_hosts empty.",
            id="masthead.E005",
        )


def _readable_secrets(options: Options) -> Iterator[CheckMessage]:
    written = options.folder / TOML_NAME
    holds_secret = options.secret_key or "@" in options.database_url or "@" in options.email_url
    holds_secret = holds_secret or "://" in options.mail_url or "@" in options.bounce_mailbox
    places = [options.data_path / name for name in ("secret_key", "mail_secret")]
    # The present one, and those that were rotated.
    places += sorted(options.data_path.glob("push_private_key*.pem"))
    places.append(options.media_path / "newsroom")
    places += [] if options.database_url else [options.database_path]
    places += [written] if holds_secret else []
    for path in places:
        if _others_may_read(path):
            yield Error(
                f"Other users of this machine may read {path}, which is not for them.",
                hint=f"Run: chmod go= {path}",
                id="masthead.E006",
            )


def _others_may_read(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))
    except OSError:
        return False


def _network_database(options: Options) -> Iterator[CheckMessage]:
    if not options.database_url and _file_system_of(options.data_path) in _NETWORK_FILE_SYSTEMS:
        yield Error(
            f"The database is SQLite and {options.data_path} is on a network: locks do not hold there and data is lost.",
            hint="Move data_dir to a local disk, or set database_url to a PostgreSQL server.",
            id="masthead.E007",
        )


def _file_system_of(path: Path) -> str:
    """Return the type of the file system that holds a path, as the system names it; empty where it does not say."""
    best, kind = "", ""
    try:
        lines = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    for line in lines:
        _, mounted, type_name, *_rest = line.split(" ")
        point = mounted.replace("\\040", " ")
        if path.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, type_name
    return kind


def _data_folder(options: Options) -> Iterator[CheckMessage]:
    folders = (options.data_path, options.edition_path, options.media_path, options.run_path)
    for folder in dict.fromkeys(folders):
        nearest = next(place for place in (folder, *folder.parents) if place.exists())
        if not os.access(nearest, os.W_OK | os.X_OK):
            yield Error(
                f"This user may not write in {nearest}.",
                hint="Give the folder to the user that runs Masthead, or set data_dir, edition_url or media_url to another.",
                id="masthead.E008",
            )


def _theme(options: Options) -> Iterator[CheckMessage]:
    # The default's folder is there only where a site has a theme of its own.
    is_named = options.theme_dir != next(one.default for one in OPTIONS if one.name == "theme_dir")
    if is_named and not (options.folder / options.theme_dir).is_dir():
        yield Error(
            f"theme_dir names {options.folder / options.theme_dir}, which is no folder.",
            hint="Name the folder of a theme's files, relative to the site's folder, or leave theme_dir out.",
            id="masthead.E009",
        )


def _unsupported_addresses(options: Options) -> Iterator[CheckMessage]:
    for name in ("edition_url", "media_url"):
        if "://" in str(getattr(options, name)):
            yield Error(
                f"{name} names a store that this version cannot write to.",
                hint="Name a folder, or leave it empty; copy the edition to the store with its own tools.",
                id="masthead.E010",
            )


def _data_inside_edition(options: Options) -> Iterator[CheckMessage]:
    if options.data_path.is_relative_to(options.edition_path):
        yield Error(
            f"The data folder {options.data_path} lies inside the edition {options.edition_path}, which anyone may read.",
            hint="Keep the edition in a folder that holds nothing else.",
            id="masthead.E011",
        )


def _mail(options: Options) -> Iterator[CheckMessage]:
    if not options.email_url:
        yield Warning(
            "The site is in production and sends no mail: nobody can ask for a new password.",
            hint="Set email_url to a mail server.",
            id="masthead.W001",
        )


def _open_listening(options: Options) -> Iterator[CheckMessage]:
    if options.host not in {"127.0.0.1", "localhost", "::1"}:
        yield Warning(
            f"The site is in production and the built-in server listens on {options.host} without encryption.",
            hint="Let it listen on 127.0.0.1 and put a web server with a certificate before it.",
            id="masthead.W002",
        )


def _image_limit(options: Options) -> Iterator[CheckMessage]:
    if not _FEWEST_MEGAPIXELS <= options.max_image_megapixels <= _MOST_MEGAPIXELS:
        yield Warning(
            f"max_image_megapixels is {options.max_image_megapixels}: one image could use up the machine's memory.",
            hint=f"Keep it at {OPTIONS_BY_NAME['max_image_megapixels'].default}, which is enough for print.",
            id="masthead.W003",
        )


OPTIONS_BY_NAME = {option.name: option for option in OPTIONS}
_Check = Callable[[Options], Iterator[CheckMessage]]
_ALWAYS: tuple[_Check, ...] = (
    _site_address,
    _network_database,
    _data_folder,
    _theme,
    _unsupported_addresses,
    _data_inside_edition,
    _image_limit,
)
_IN_PRODUCTION: tuple[_Check, ...] = (
    _https,
    _key_strength,
    _debug,
    _hosts,
    _readable_secrets,
    _mail,
    _open_listening,
)
