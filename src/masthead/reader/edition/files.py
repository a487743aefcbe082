"""The sheets of the edition: found by address, read safely, kept in memory while their files stay the same."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections import OrderedDict
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

from masthead.kit.addresses import is_safe_address, sheet_file
from masthead.reader.edition.answers import cache_control, content_type, http_date, start_message
from masthead.reader.edition.asgi import Headers, Message
from masthead.reader.edition.beneath import open_beneath, read_chunks, read_whole
from masthead.reader.edition.streams import inflated, inflated_chunks

__all__ = [
    "DamagedSheetError",
    "Form",
    "LongSheet",
    "Sheet",
    "Sheets",
    "is_open_address",
    "is_served_address",
]

# Sheets longer than this as gzip, or than eight times this when plain, are sent piece by piece and not kept.
_LONG_BYTES = 1024 * 1024
_LONG_PLAIN_BYTES = 8 * _LONG_BYTES
# What a kept sheet takes beside its bodies: messages, headers, names.
_OVERHEAD_BYTES = 3000
_HIDDEN = (".", "_moved")
# The file behind a page's address, and the pages for errors, stand at no address of their own.
_INNER = ("/404.html", "/410.html", "/503.html")


class DamagedSheetError(OSError):
    """A sheet's file is no whole gzip file."""


def is_open_address(address: str) -> bool:
    """Tell whether an address may be one of a file for readers: nothing upward, hidden, unfinished or kept inside."""
    try:
        address.encode()
    except UnicodeEncodeError:
        return False
    if "//" in address or not is_safe_address(address):
        return False
    parts = address.split("/")[1:]
    if parts[0] == ".well-known":
        parts = parts[1:]
    return not any(part.startswith(_HIDDEN) for part in parts)


def is_served_address(address: str) -> bool:
    """Tell whether an address may be one of a sheet."""
    return is_open_address(address) and address not in _INNER and not address.endswith("/index.html")


@dataclass(slots=True)
class Form:
    """A sheet as gzip or plain, with the two messages that send it; no request builds them again."""

    etag: bytes
    headers: Headers
    body: bytes
    start: Message
    content: Message


@dataclass(slots=True)
class Sheet:
    """A sheet in memory, and the state of the file that it was read from."""

    address: str
    file: str
    size: int
    modified_ns: int
    inode: int
    packed: Form
    plain: Form | None
    cost: int

    @property
    def modified_s(self) -> int:
        """When its file was written, in whole seconds since 1970."""
        return self.modified_ns // 1_000_000_000


class LongSheet:
    """A sheet too long for the memory: an open file, to be closed by :meth:`close`."""

    def __init__(self, address: str, descriptor: int, state: os.stat_result) -> None:
        self.address = address
        self.size = state.st_size
        self.modified_s = int(state.st_mtime)
        self._tag = f"{state.st_mtime_ns:x}-{state.st_size:x}"
        self._descriptor = descriptor

    def etag(self, *, is_packed: bool) -> bytes:
        """Return the tag of one of its forms."""
        return f'"{self._tag}"'.encode() if is_packed else f'"{self._tag}-plain"'.encode()

    def headers(self, *, is_packed: bool) -> Headers:
        """Return the headers of one of its forms; nobody knows how long the plain one will be."""
        size = self.size if is_packed else None
        return _form_headers(
            self.address, self.etag(is_packed=is_packed), self.modified_s, size, is_packed=is_packed
        )

    async def chunks(self, *, is_packed: bool) -> AsyncGenerator[bytes, None]:
        """Yield one of its forms in pieces."""
        async with aclosing(read_chunks(self._descriptor, 0, self.size)) as packed:
            async for chunk in packed if is_packed else inflated_chunks(packed):
                yield chunk

    def close(self) -> None:
        """Close its file."""
        os.close(self._descriptor)


def _form_headers(
    address: str, etag: bytes, modified_s: int, size: int | None, *, is_packed: bool
) -> Headers:
    headers = [(b"content-type", content_type(address))]
    if size is not None:
        headers.append((b"content-length", b"%d" % size))
    if is_packed:
        headers.append((b"content-encoding", b"gzip"))
    headers += [
        (b"vary", b"Accept-Encoding"),
        (b"etag", etag),
        (b"last-modified", http_date(modified_s)),
        (b"cache-control", cache_control(address)),
    ]
    return headers


class Sheets:
    """The sheets of one edition, with the ones asked for last kept in memory."""

    def __init__(self, edition: Path, *, cache_bytes: int, security: Headers) -> None:
        """Look for sheets behind the link ``current`` in ``edition``.

        Args:
            edition: The folder that the press prints into.
            cache_bytes: How much memory kept sheets may take.
            security: Headers that every answer carries.
        """
        self.folder = os.path.abspath(edition / "current")
        self._security = security
        self._cache_bytes = cache_bytes
        self._kept_bytes = 0
        self._kept: OrderedDict[str, Sheet] = OrderedDict()

    def kept(self, address: str) -> Sheet | None:
        """Return a sheet from memory if its file is still the one it was read from."""
        sheet = self._kept.get(address)
        if sheet is None:
            return None
        try:
            state = os.stat(sheet.file)
        except OSError:
            self._drop(sheet)
            return None
        if (
            state.st_mtime_ns != sheet.modified_ns
            or state.st_ino != sheet.inode
            or state.st_size != sheet.size
        ):
            self._drop(sheet)
            return None
        self._kept.move_to_end(address)
        return sheet

    def find(self, address: str) -> Sheet | LongSheet | None:
        """Return the sheet at an address from memory or from disk, or None if there is none.

        Raises:
            OSError: it is there and cannot be read.
        """
        sheet = self.kept(address)
        if sheet is not None or not is_served_address(address):
            return sheet
        return self._read(address, sheet_file(address))

    def error_page(self, status: int) -> Sheet | None:
        """Return the page that is printed for a status, or None if there is none.

        Raises:
            OSError: it is there and cannot be read.
        """
        # No path is like this key: the page must not be found as if it stood at an address.
        key = f"status {status}/"
        sheet = self.kept(key) or self._read(key, f"{status}.html.gz")
        if isinstance(sheet, LongSheet):
            sheet.close()
            return None
        return sheet

    def _read(self, key: str, name: str) -> Sheet | LongSheet | None:
        opened = open_beneath(self.folder, name)
        if opened is None:
            return None
        descriptor, state = opened
        if state.st_size > _LONG_BYTES:
            return LongSheet(key, descriptor, state)
        try:
            packed = read_whole(descriptor, state.st_size)
        finally:
            os.close(descriptor)
        sheet = self._compose(key, f"{self.folder}/{name}", state, packed)
        self._keep(sheet)
        return sheet

    def _compose(self, address: str, file: str, state: os.stat_result, packed: bytes) -> Sheet:
        return Sheet(
            address=address,
            file=file,
            size=state.st_size,
            modified_ns=state.st_mtime_ns,
            inode=state.st_ino,
            packed=self._form(address, int(state.st_mtime), packed, _tag(packed), is_packed=True),
            plain=None,
            cost=len(packed) + 4 * len(address) + _OVERHEAD_BYTES,
        )

    def _form(self, address: str, modified_s: int, body: bytes, tag: str, *, is_packed: bool) -> Form:
        etag = f'"{tag}"'.encode()
        headers = _form_headers(address, etag, modified_s, len(body), is_packed=is_packed) + self._security
        return Form(
            etag=etag,
            headers=headers,
            body=body,
            start=start_message(200, headers),
            content={"type": "http.response.body", "body": body},
        )

    def plain_form(self, sheet: Sheet) -> Form | None:
        """Return the plain form of a sheet, for clients without gzip; None if it is too long for the memory.

        Raises:
            DamagedSheetError: the sheet's file is no whole gzip file.
        """
        if sheet.plain is None:
            try:
                body = inflated(sheet.packed.body, _LONG_PLAIN_BYTES)
            except zlib.error as error:
                raise DamagedSheetError(
                    f"{sheet.file} is damaged ({error}). Print it again with `masthead print --all`."
                ) from error
            if body is None:
                return None
            tag = f"{_tag(sheet.packed.body)}-plain"
            form = self._form(sheet.address, sheet.modified_s, body, tag, is_packed=False)
            if len(body) * 8 > self._cache_bytes:
                return form
            self._drop(sheet)
            sheet.plain = form
            sheet.cost += len(body)
            self._keep(sheet)
        return sheet.plain

    def open_long(self, address: str) -> LongSheet | None:
        """Return a sheet as an open file, whatever its length.

        Raises:
            OSError: it is there and cannot be opened.
        """
        opened = open_beneath(self.folder, sheet_file(address))
        return LongSheet(address, *opened) if opened else None

    def _keep(self, sheet: Sheet) -> None:
        if sheet.cost * 8 > self._cache_bytes:
            return
        self._kept[sheet.address] = sheet
        self._kept_bytes += sheet.cost
        while self._kept_bytes > self._cache_bytes:
            _, oldest = self._kept.popitem(last=False)
            self._kept_bytes -= oldest.cost

    def _drop(self, sheet: Sheet) -> None:
        if self._kept.get(sheet.address) is sheet:
            del self._kept[sheet.address]
            self._kept_bytes -= sheet.cost


def _tag(packed: bytes) -> str:
    return hashlib.blake2b(packed, digest_size=9).hexdigest()
