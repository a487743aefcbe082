"""Bringing in subscribers from another system, with the moment of their consent; nobody twice and nobody who left."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from masthead.delivery.errors import RefusedError
from masthead.delivery.models import Membership, Reader, Suppression

from .addresses import clean_text, digest_of, normal_address
from .foreign import FORMULA_STARTS, Foreign, count_rows, read_foreign
from .lists import MailList, all_lists

__all__ = ["ImportReport", "find_list", "import_readers"]

_BATCH = 500
_NO_DATE = "it does not say when they agreed; give that day with --consented-on"
Progress = Callable[[int, int], None]


@dataclass
class ImportReport:
    """What became of the rows of a file.

    Attributes:
        system: which exported it.
        imported: on the list from now on; known: who were on it before.
        suppressed: who get no letters, left the list, or were erased: they stay away.
        gone: who had left or could not be reached there; they are kept away here too.
        repeated: who stand in the file twice; junk: rows that cannot be used.
    """

    file: str
    system: str
    list: str
    is_dry_run: bool
    found: int = 0
    imported: int = 0
    known: int = 0
    suppressed: int = 0
    gone: int = 0
    repeated: int = 0
    junk: int = 0
    junk_path: str = ""
    _seen: set[bytes] = field(default_factory=set, repr=False)

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {name: value for name, value in asdict(self).items() if not name.startswith("_")}


def find_list(name: str) -> MailList:
    """Return the list of a name, a number or the last part of its address.

    Raises:
        RefusedError: there is none, or there are several.
    """
    lists = all_lists()
    wanted = name.strip().casefold()
    found = [
        one
        for one in lists
        if wanted
        in {one.title.casefold(), str(one.number), one.address.strip("/").rpartition("/")[2].casefold()}
    ]
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"“{one.title}” ({one.number})" for one in lists)
    said = f"Use one of these, or its number: {names}." if lists else "Publish a newsletter first."
    raise RefusedError("list", f"There is {'more than one' if found else 'no'} list “{name}”. {said}", 404)


def import_readers(
    *,
    path: Path,
    to: MailList,
    consented_at: datetime | None = None,
    is_dry_run: bool = False,
    junk_path: Path | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Put the subscribers of a file on a list; running it again imports nobody twice.

    Args:
        path: the file, as CSV.
        to: the list.
        consented_at: when they agreed, for rows that do not tell.
        is_dry_run: whether nothing is kept.
        junk_path: where rows that cannot be used are listed, with line and reason.
        progress: is told how many of how many rows are done.

    Raises:
        RefusedError: the file is no table with addresses.
    """
    system, rows = read_foreign(path)
    report = ImportReport(str(path), system, to.title, is_dry_run)
    total = count_rows(path)
    junk: list[tuple[int, str, str]] = []
    for batch in _batches(rows):
        report.found += len(batch)
        good = _sift(batch, consented_at, report, junk)
        with transaction.atomic():
            _take(good, to.number, report)
        if progress:
            progress(report.found, max(total, report.found))
    report.junk = len(junk)
    if junk and junk_path:
        _write_junk(junk_path, junk)
        report.junk_path = str(junk_path)
    return report


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _sift(
    batch: list[Any], consented_at: datetime | None, report: ImportReport, junk: list[tuple[int, str, str]]
) -> list[tuple[Foreign, str, datetime]]:
    """Return the rows that can be used, each with its address in the one form and the moment of consent."""
    good = []
    for row in batch:
        if not isinstance(row, Foreign):
            junk.append(row)
            continue
        try:
            address = normal_address(row.address)
        except RefusedError:
            junk.append((row.line, "it holds no e-mail address", row.address[:300]))
            continue
        moment = row.consented_at or consented_at
        if moment is None and not row.gone:
            junk.append((row.line, _NO_DATE, row.address))
            continue
        digest = bytes.fromhex(digest_of(address)[:24])
        if digest in report._seen:
            report.repeated += 1
            continue
        report._seen.add(digest)
        good.append((row, address, moment or timezone.now()))
    return good


def _take(good: list[tuple[Foreign, str, datetime]], number: int, report: ImportReport) -> None:
    digests = {address: digest_of(address) for _, address, _ in good}
    kept_away = set(Suppression.objects.filter(digest__in=digests.values()).values_list("digest", flat=True))
    known = {one.address: one for one in Reader.objects.filter(address__in=digests)}
    on = {
        one.reader_id: one
        for one in Membership.objects.filter(reader__in=known.values(), newsletter_id=number)
    }
    fresh: list[tuple[Reader, datetime]] = []
    for row, address, moment in good:
        reader = known.get(address)
        mine = on.get(reader.pk) if reader else None
        if digests[address] in kept_away or (mine is not None and mine.left_at):
            report.suppressed += 1
        elif row.gone:
            report.gone += 1
            _keep_away(row, address, digests[address], is_known=reader is not None, report=report)
        elif mine is not None and mine.joined_at:
            report.known += 1
        else:
            report.imported += 1
            fresh.append((reader or _new(row, address, moment), moment))
    if not report.is_dry_run:
        _write(fresh, number)


def _keep_away(row: Foreign, address: str, digest: str, *, is_known: bool, report: ImportReport) -> None:
    # Who asked for letters here is not concerned by what they left elsewhere.
    if report.is_dry_run or is_known:
        return
    reason = Suppression.Reason.BOUNCE if row.gone == "bounced" else Suppression.Reason.UNSUBSCRIBED
    Suppression.objects.get_or_create(digest=digest, defaults={"reason": reason, "detail": "import"})


def _new(row: Foreign, address: str, moment: datetime) -> Reader:
    return Reader(
        address=address, name=clean_text(row.name, 120), language=clean_text(row.language, 20).lower(),
        state=Reader.State.CONFIRMED, asked_at=moment, asked_from="import", confirmed_at=moment,
    )  # fmt: skip


def _write(fresh: list[tuple[Reader, datetime]], number: int) -> None:
    Reader.objects.bulk_create([reader for reader, _ in fresh if reader.pk is None])
    pending = [
        reader.pk for reader, _ in fresh if reader.pk is not None and reader.state == Reader.State.PENDING
    ]
    Reader.objects.filter(pk__in=pending).update(state=Reader.State.CONFIRMED, confirmed_at=timezone.now())
    Membership.objects.filter(
        newsletter_id=number, reader__in=[one for one, _ in fresh], joined_at=None
    ).delete()
    Membership.objects.bulk_create(
        [
            Membership(
                reader=reader, newsletter_id=number, source=Membership.Source.IMPORT,
                asked_at=moment, joined_at=moment,
            )
            for reader, moment in fresh
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def _write_junk(path: Path, junk: list[tuple[int, str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("line", "reason", "row"))
        # A text that begins so is a formula to a spreadsheet.
        writer.writerows(
            (line, reason, f"'{row}" if row.startswith(FORMULA_STARTS) else row) for line, reason, row in junk
        )
