"""Lists of subscribers as other systems export them: which system a file is from, and what each row says."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from masthead.delivery.errors import RefusedError

__all__ = ["FORMULA_STARTS", "Foreign", "JunkError", "count_rows", "read_foreign"]

_LARGEST_FIELD = 100_000
# What exports and spreadsheets write besides ISO 8601. Of two readings of 3/4/2024 the American one counts: these systems are.
_DATE_FORMS = (
    "%m/%d/%Y", "%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S", "%d.%m.%Y", "%d.%m.%Y %H:%M", "%b %d, %Y", "%B %d, %Y",
    "%Y/%m/%d", "%a %b %d %Y",
)  # fmt: skip
_TRUE = {"true", "1", "yes"}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class JunkError(ValueError):
    """A row that cannot be used; the message says why."""


@dataclass(frozen=True)
class Foreign:
    """A subscriber as another system knows them.

    Attributes:
        line: in the file, from 1.
        consented_at: when they agreed; None where the file does not tell.
        gone: ``left`` or ``bounced`` where no letters may go there any more; empty otherwise.
    """

    line: int
    address: str
    name: str = ""
    language: str = ""
    consented_at: datetime | None = None
    gone: str = ""


Row = Mapping[str, str]


@dataclass(frozen=True)
class _System:
    """How the exports of one system are read.

    Attributes:
        needed: the columns by which they are recognised.
        read: makes of a row what is kept of it.
    """

    name: str
    needed: frozenset[str]
    read: Callable[[int, Row], Foreign]


def _mailchimp(line: int, row: Row) -> Foreign:
    gone = "bounced" if row.get("clean_time") else "left" if row.get("unsub_time") else ""
    name = f"{row.get('first name', '')} {row.get('last name', '')}".strip()
    moment = _moment(row.get("confirm_time") or row.get("optin_time") or "")
    return Foreign(line, row["email address"], name, row.get("language", ""), moment, gone)


def _ghost(line: int, row: Row) -> Foreign:
    wants = row.get("subscribed_to_emails", "true").lower() in _TRUE and not row.get("deleted_at")
    return Foreign(
        line, row["email"], row.get("name", ""), "", _moment(row["created_at"]), "" if wants else "left"
    )


def _substack(line: int, row: Row) -> Foreign:
    is_off = row.get("email_disabled", "").lower() in _TRUE
    moment = _moment(row.get("created_at") or row.get("start date") or "")
    return Foreign(line, row["email"], row.get("name", ""), "", moment, "left" if is_off else "")


def _masthead(line: int, row: Row) -> Foreign:
    gone = "left" if row["left_at"] or row["state"] == "suppressed" else ""
    if not gone and not row["joined_at"]:
        raise JunkError("they never confirmed that they want this list")
    address, name = (_unmarked(row[one]) for one in ("address", "name"))
    return Foreign(line, address, name, row["language"], _moment(row["joined_at"]), gone)


def _unmarked(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


_ADDRESS_COLUMNS = ("email", "e-mail", "email address", "e-mail address", "address", "mail")
_MOMENT_COLUMNS = ("consented_at", "consented_on", "subscribed_at", "created_at", "date", "optin_time")


def _other(line: int, row: Row) -> Foreign:
    address = next(row[one] for one in _ADDRESS_COLUMNS if one in row)
    moment = next((row[one] for one in _MOMENT_COLUMNS if row.get(one)), "")
    return Foreign(line, address, row.get("name", ""), row.get("language", ""), _moment(moment))


_SYSTEMS = (
    _System("Masthead", frozenset({"address", "joined_at", "left_at", "state", "confirmed_at"}), _masthead),
    _System("Mailchimp", frozenset({"email address", "optin_time"}), _mailchimp),
    _System("Ghost", frozenset({"email", "created_at", "subscribed_to_emails"}), _ghost),
    _System("Substack", frozenset({"email", "active_subscription"}), _substack),
    _System("Substack", frozenset({"email", "start date"}), _substack),
)


def _moment(text: str) -> datetime | None:
    if not text.strip():
        return None
    found = _read_moment(text.strip())
    if found is None:
        raise JunkError(f"“{text[:40]}” is no date")
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    if found > datetime.now(UTC):
        raise JunkError(f"“{text[:40]}” is in the future")
    return found


def _read_moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    for form in _DATE_FORMS:
        try:
            # Where a table names no time zone, its moments count as UTC.
            return datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


def count_rows(path: Path) -> int:
    """Return about how many rows a file has: its lines."""
    with path.open("rb") as file:
        return max(0, sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b"")) - 1)


def read_foreign(path: Path) -> tuple[str, Iterator[Foreign | tuple[int, str, str]]]:
    """Return which system exported a file, and its rows as they are read: a subscriber, or line, reason and text of junk.

    Raises:
        RefusedError: the file is no table with addresses.
    """
    text = _open(path)
    rows = _lines(text)
    header = next((fields for _, fields, _ in rows if fields and any(fields)), None)
    columns = [name.strip().strip("\ufeff").lower() for name in header or []]
    system = next((one for one in _SYSTEMS if one.needed <= set(columns)), None)
    if system is None and set(columns) & set(_ADDRESS_COLUMNS):
        system = _System("a table", frozenset(), _other)
    if system is None:
        found = ", ".join(columns[:8])[:120] or "nothing"
        raise RefusedError(
            "file",
            f"{path} holds no column with addresses (found: {found}). Export the subscribers as CSV, with a first line "
            "that names the columns, one of them “email”.",
        )
    return system.name, _rows(columns, rows, system)


def _open(path: Path) -> io.TextIOBase:
    with path.open("rb") as file:
        start = file.read(1 << 16)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        try:
            # The last letters may be cut in two.
            start[:-4].decode("utf-8") if len(start) == 1 << 16 else start.decode("utf-8")
            encoding = "utf-8-sig"
        except UnicodeDecodeError:
            encoding = "cp1252"
    return path.open(encoding=encoding, errors="replace", newline="")


def _lines(text: io.TextIOBase) -> Iterator[tuple[int, list[str], str]]:
    """Yield number, fields and text of each line of a table; a field that is too long ends its line."""
    csv.field_size_limit(_LARGEST_FIELD)
    with text:
        first = text.readline()
        text.seek(0)
        delimiter = max(",;\t", key=first.count)
        reader = csv.reader((line.replace("\0", "\ufffd") for line in text), delimiter=delimiter)
        while True:
            try:
                fields = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield reader.line_num, [], str(error)
                continue
            yield reader.line_num, fields, delimiter.join(fields)


def _rows(
    columns: list[str], lines: Iterator[tuple[int, list[str], str]], system: _System
) -> Iterator[Foreign | tuple[int, str, str]]:
    for number, fields, text in lines:
        if not any(field.strip() for field in fields):
            if text and not fields:
                yield number, f"this line cannot be read: {text}", ""
            continue
        if len(fields) > len(columns):
            yield number, f"{len(fields)} columns where there are {len(columns)}", text[:300]
            continue
        row = dict.fromkeys(columns, "") | dict(zip(columns, (one.strip() for one in fields), strict=False))
        try:
            yield system.read(number, row)
        except JunkError as error:
            yield number, str(error), text[:300]
