"""Every setting of Masthead as one table, and how a site's values are found.

A value comes from the environment (``MASTHEAD_NAME``), else from ``masthead.toml`` in the site's
folder (``name = ...``), else from the table's default.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

__all__ = [
    "OPTIONS",
    "TOML_NAME",
    "Option",
    "OptionError",
    "Options",
    "load_options",
    "read_options",
    "site_folder",
]

TOML_NAME = "masthead.toml"
_LONGEST_SOCKET_PATH = 100


class OptionError(ValueError):
    """A setting has a value that cannot be used; the message says which, where and what to do."""


def _text(value: object) -> str:
    return str(value)


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    lowered = str(value).strip().lower()
    if lowered in {"1", "true", "yes", "on"}:
        return True
    if lowered in {"0", "false", "no", "off", ""}:
        return False
    raise ValueError("it takes true or false")


def _number(value: object) -> int:
    try:
        number = int(str(value))
    except ValueError:
        raise ValueError("it takes a whole number") from None
    if number < 1:
        raise ValueError("it takes a number from 1 up")
    return number


def _count(value: object) -> int:
    return 0 if str(value).strip() == "0" else _number(value)


def _port(value: object) -> int:
    number = _number(value)
    if number > 65535:
        raise ValueError("a port is a number from 1 to 65535")
    return number


def _time_zone(value: object) -> str:
    try:
        return ZoneInfo(str(value)).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("it takes an IANA name such as Europe/Lisbon") from None


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, (list, tuple)):
        return tuple(str(item) for item in value)
    return tuple(part.strip() for part in str(value).split(",") if part.strip())


def _web_addresses(value: object) -> tuple[str, ...]:
    found = _names(value)
    for one in found:
        parts = urlsplit(one)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(f"{one!r} is no http or https address")
    return found


def _folder(value: object) -> str:
    text = str(value)
    if "://" in text:
        raise ValueError("it takes a folder, relative to the site's folder; a server cannot hold the index")
    return text


def _hours(value: object) -> tuple[int, int] | None:
    """Read two hours of a day, such as 22-7; nothing for none."""
    if not str(value).strip():
        return None
    begin, _, end = str(value).partition("-")
    hours = tuple(int(one) if one.strip().isdecimal() else 24 for one in (begin, end))
    if max(hours) > 23:
        raise ValueError("it takes two hours from 0 to 23, such as 22-7")
    return hours[0], hours[1]


@dataclass(frozen=True)
class Option:
    """One setting: its name in lower case, its default, how it is read and what it does."""

    name: str
    default: Any
    read: Callable[[object], Any]
    help: str

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return f"MASTHEAD_{self.name.upper()}"


OPTIONS: tuple[Option, ...] = (
    Option("data_dir", "data", _text, "Folder for the database, media, edition and run files; relative to the site's folder."),
    Option("site_url", "", _text, "Where readers find the site, without a trailing slash. Used in feeds, sitemaps and canonical links; empty for the address that the built-in server listens on."),
    Option("production", False, _flag, "True on a public site: refuses unsafe settings and requires HTTPS for the newsroom's cookies."),
    Option("host", "127.0.0.1", _text, "Address that the built-in server listens on."),
    Option("port", 8000, _port, "Port that the built-in server listens on."),
    Option("allowed_hosts", (), _names, "Host names the newsroom answers to, besides the one of the site's address."),
    Option("database_url", "", _text, "Database; empty for SQLite in the data folder, or postgres://user:password@host/name."),
    Option("database_timeout_s", 20, _number, "Seconds to wait for a database that is locked or does not answer."),
    Option("edition_url", "", _text, "Folder where sheets are printed; empty for the folder `edition` in the data folder."),
    Option("media_url", "", _text, "Folder where images and files are kept; empty for the folder `media` in the data folder."),
    Option("search_url", "", _folder, "Folder of the search index; empty for the folder `search` in the data folder."),
    Option("secret_key", "", _text, "Key that signs sessions; empty for one that is made on the first run and kept in the data folder."),
    Option("language", "en", _text, "Language of the newsroom's interface and of pages that name none, as a BCP 47 tag."),
    Option("time_zone", "UTC", _time_zone, "Time zone in which the site shows dates, as an IANA name."),
    Option("feed_full_text", True, _flag, "Whether feeds carry whole articles or their standfirst alone."),
    Option("theme_dir", "theme", _text, "Folder of files that stand in for those of the built-in theme; relative to the site's folder."),
    Option("press_workers", 2, _number, "Processes that print when much is to be printed."),
    Option("newsroom_threads", 8, _number, "Requests that the newsroom answers at the same time."),
    Option("reader_workers", 1, _number, "Processes of the built-in server that answer readers."),
    Option("reader_cache_mb", 32, _number, "Memory for printed files in each process that answers readers, in megabytes."),
    Option("shares_shown_from", 10, _number, "How often a piece must have been shared before its page says so."),
    Option("push_test_hosts", (), _names, "Hosts, with their port if it is another than 443, that count as push services although they are not on the public network. For tests alone."),
    Option("push_most_per_day", 12, _count, "Notices that a device gets within 24 hours at most; 0 for no limit."),
    Option("push_quiet_hours", "", _hours, "Hours of the day, such as 22-7, in which devices that chose none get no notices, by their own clock; empty for no such hours."),
    Option("tell_after_s", 60, _count, "Seconds between a piece standing in print and readers being told of it, in which an editor can stop that; breaking news is told at once."),
    Option("websub_hubs", (), _web_addresses, "Hubs of WebSub that are told when a feed changed, and that feeds name to their readers."),
    Option("indexnow_urls", (), _web_addresses, "Services of IndexNow that are told when a piece appears, changes or goes."),
    Option("private_hosts", (), _names, "Hosts of one's own network that channels may post to, such as a Mattermost of the office."),
    Option("schedule_interval_s", 30, _number, "Seconds between two looks for what is due to be published or withdrawn."),
    Option("max_image_megapixels", 100, _number, "Images with more megapixels than this are refused."),
    Option("max_upload_mb", 50, _number, "Uploads larger than this are refused, in megabytes."),
    Option("migrate_on_start", True, _flag, "Whether `masthead up` brings the database's tables up to date when it starts."),
    Option("stop_timeout_s", 30, _number, "Seconds that processes get to finish what they do when `masthead up` stops."),
    Option("email_url", "", _text, "Mail server for the newsroom's letters, as smtp://user:password@host:port (smtps:// for TLS from the start, ?tls=true for STARTTLS), or a provider as for mail_url; empty writes them to the log."),
    Option("email_from", "", _text, "Address that the newsroom's letters come from; empty for newsroom@ and the site's host name."),
    Option("mail_url", "", _text, "Mail server or provider for letters to readers, in the form of email_url or as mailgun://KEY@DOMAIN, postmark://TOKEN, ses://KEY:SECRET@REGION and the like; empty for email_url."),
    Option("mail_from", "", _text, "Address that letters to readers come from, such as letters@example.org; empty for letters@ and the site's host name."),
    Option("mail_connections", 4, _number, "Connections to the mail server that are used at the same time."),
    Option("mail_per_minute", 0, _count, "At most so many letters to readers in a minute; 0 for as many as the server takes."),
    Option("mail_warm_up", 0, _count, "At most so many letters to readers on the first day from a new domain, and twice as many each day after; 0 for no such limit."),
    Option("bounce_address", "", _text, "Address to which letters come back that could not be delivered, such as bounces@example.org; each letter adds a mark of its own: bounces+MARK@example.org. Empty where a provider tells of them."),
    Option("bounce_mailbox", "", _text, "Mailbox in which they arrive: imaps://user:password@host/INBOX, or the path of a Maildir or mbox."),
    Option("soft_bounces", 4, _number, "Letters in a row that may come back for a passing reason, such as a full mailbox, before an address gets no more."),
    Option("confirm_within_days", 7, _number, "Days after which an address that nobody confirmed is forgotten."),
    Option("count_clicks", False, _flag, "Whether links in letters lead over a counter of this site. It counts how often each is pressed, and never by whom."),
    Option("dkim_key", "", _text, "File with the private key (PEM) that signs letters, relative to the site's folder; empty where the mail server signs them."),
    Option("dkim_selector", "masthead", _text, "Name under which the public half of that key stands in the domain's DNS."),
)  # fmt: skip


class Options:
    """The values of one site, as attributes named like the settings."""

    def __init__(self, folder: Path, values: Mapping[str, Any]) -> None:
        self.folder = folder
        self._values = dict(values)

    def __getattr__(self, name: str) -> Any:
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def site_url(self) -> str:
        """Where readers find the site, without a trailing slash."""
        given = str(self._values["site_url"]).rstrip("/")
        if given:
            return given
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "[::]": "[::1]"}.get(self.host, self.host)  # noqa: S104
        return f"http://{host}:{self.port}"

    @property
    def data_path(self) -> Path:
        """The data folder as an absolute path."""
        return (self.folder / self.data_dir).resolve()

    @property
    def database_path(self) -> Path:
        """The file of the database, where it is SQLite."""
        return self.data_path / "masthead.sqlite3"

    @property
    def edition_path(self) -> Path:
        """The folder of the edition; its printed form stands behind the link ``current`` in it."""
        return (self.folder / self.edition_url).resolve() if self.edition_url else self.data_path / "edition"

    @property
    def media_path(self) -> Path:
        """The folder of media: ``newsroom`` holds what editors upload, ``printed`` what readers may fetch."""
        return (self.folder / self.media_url).resolve() if self.media_url else self.data_path / "media"

    @property
    def search_path(self) -> Path:
        """The folder of the search index."""
        return (self.folder / self.search_url).resolve() if self.search_url else self.data_path / "search"

    @property
    def run_path(self) -> Path:
        """The folder of locks, sockets and other files that live as long as a process."""
        return self.data_path / "run"

    @property
    def counts_path(self) -> Path:
        """The folder in which counts of readings and shares wait for the database."""
        return self.data_path / "counts"

    @property
    def newsroom_socket(self) -> Path:
        """The Unix socket through which the built-in server reaches the newsroom."""
        path = self.run_path / "newsroom.sock"
        if len(os.fsencode(path)) <= _LONGEST_SOCKET_PATH:
            return path
        # The system takes no longer name; the digest keeps two sites apart.
        digest = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"masthead-{os.getuid()}-{digest}" / "newsroom.sock"


def site_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the site's folder: ``MASTHEAD_SITE``, else the folder the command was started in."""
    return Path(environ.get("MASTHEAD_SITE") or ".").resolve()


def read_options(folder: Path, environ: Mapping[str, str]) -> Options:
    """Read the settings of the site in ``folder``.

    Raises:
        OptionError: ``masthead.toml`` is no TOML, names an unknown setting, or a value cannot be used.
    """
    path = folder / TOML_NAME
    written: dict[str, Any] = {}
    if path.is_file():
        try:
            written = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise OptionError(f"{path} is not valid TOML: {error}. Correct the line it names.") from error
    known = {option.name for option in OPTIONS}
    for name in written:
        if name not in known:
            raise OptionError(
                f"{path} sets {name!r}, which is no setting. See the table in docs/reference/settings.md."
            )
    values: dict[str, Any] = {}
    for option in OPTIONS:
        raw: object = environ.get(option.variable)
        where = f"the environment variable {option.variable}"
        if raw is None:
            raw, where = written.get(option.name, option.default), str(path)
        try:
            values[option.name] = option.read(raw)
        except ValueError as error:
            raise OptionError(
                f"{where} sets {option.name} to {raw!r}, which cannot be used: {error}."
            ) from error
    return Options(folder, values)


@lru_cache(maxsize=1)
def load_options() -> Options:
    """Read the settings of the current site once per process.

    Raises:
        OptionError: as :func:`read_options`.
    """
    return read_options(site_folder(), os.environ)
