"""Writing the edition's files: whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import threading
from contextlib import suppress
from pathlib import Path

import deflate

from masthead.kit.addresses import sheet_file

from .errors import EditionFullError

__all__ = ["LEVEL", "Edition", "digest_of", "full_error", "packed"]

# How hard libdeflate packs, from 1 to 12: beyond 6 it takes much longer and saves next to nothing.
LEVEL = 6

_FRESH = ".fresh-"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM}


def digest_of(content: bytes) -> str:
    """Return the 128-bit BLAKE2b hash of a sheet's bytes before compression."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def packed(content: bytes, level: int = LEVEL) -> bytes:
    """Return ``content`` as gzip, the same for the same bytes and level: RFC 1952 with no time and no name."""
    # libdeflate: a third of zlib's time for the same size, and the most expensive step of printing.
    return bytes(deflate.gzip_compress(content, level))


class Edition:
    """A folder with one folder per generation; the link ``current`` names the one that readers see."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.current = path / "current"

    def generation(self) -> int:
        """Return the number of the generation that readers see; 0 when nothing was printed yet."""
        try:
            return int(os.readlink(self.current))
        except (FileNotFoundError, ValueError):
            return 0

    def folder(self, generation: int) -> Path:
        """Return the folder of a generation."""
        return self.path / str(generation)

    def begin(self, generation: int) -> None:
        """Make an empty folder for a generation.

        Raises:
            EditionFullError: the folder cannot be made.
        """
        try:
            if self.folder(generation).exists():
                shutil.rmtree(self.folder(generation))
            self.folder(generation).mkdir(parents=True)
        except OSError as error:
            raise full_error(error, self.path) from error

    def tidy(self) -> None:
        """Remove what processes that were killed had begun to write; only for whoever holds the press."""
        for path in self.path.glob(f"{_FRESH}*"):
            path.unlink(missing_ok=True)

    def swap(self, generation: int) -> None:
        """Show readers a generation, in one step, and drop those before it."""
        fresh = self.path / "current.tmp"
        with suppress(FileNotFoundError):
            fresh.unlink()
        fresh.symlink_to(str(generation))
        fresh.replace(self.current)
        for folder in self.path.iterdir():
            if folder.name.isdigit() and int(folder.name) != generation:
                shutil.rmtree(folder, ignore_errors=True)

    def write(self, generation: int, address: str, content: bytes, level: int = LEVEL) -> None:
        """Write a sheet beside its generation and rename it into its place.

        Raises:
            EditionFullError: there is no room, or the folder may not be written to.
        """
        target = f"{self.path}/{generation}/{sheet_file(address)}"
        # One file for each thread that writes, beside all generations: whatever kills it leaves no more than that.
        fresh = f"{self.path}/{_FRESH}{os.getpid()}-{threading.get_native_id()}"
        try:
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
            try:
                data = packed(content, level)
                _reserve(descriptor, len(data))
                _write_all(descriptor, data)
            finally:
                os.close(descriptor)
            try:
                os.replace(fresh, target)
            except FileNotFoundError:
                os.makedirs(target.rsplit("/", 1)[0], exist_ok=True)
                os.replace(fresh, target)
        except OSError as error:
            with suppress(OSError):
                os.unlink(fresh)
            raise full_error(error, self.path) from error

    def link(self, generation: int, address: str, other: int) -> bool:
        """Take over a sheet of another generation that has the same bytes; False when it has none there."""
        name = sheet_file(address)
        target = self.folder(generation) / name
        source = self.folder(other) / name
        try:
            try:
                os.link(source, target)
            except FileNotFoundError:
                target.parent.mkdir(parents=True, exist_ok=True)
                os.link(source, target)
        except FileExistsError:
            return True
        except OSError:
            return False
        return True

    def has(self, generation: int, address: str) -> bool:
        """Tell whether a sheet's file stands."""
        return os.path.exists(f"{self.path}/{generation}/{sheet_file(address)}")

    def remove(self, generation: int, address: str) -> bool:
        """Remove a sheet and the folders it leaves empty; False when it was not there."""
        root = self.folder(generation)
        path = root / sheet_file(address)
        try:
            path.unlink()
        except (FileNotFoundError, NotADirectoryError):
            return False
        for folder in path.parents:
            if folder == root:
                break
            try:
                folder.rmdir()
            except OSError:
                break
        return True


def _reserve(descriptor: int, size: int) -> None:
    """Take a file's room at once.

    A file that gets its blocks only when it replaces another makes ext4 wait for the disk then, on every rename.
    """
    try:
        os.posix_fallocate(descriptor, 0, size)
    except AttributeError:
        return
    except OSError as error:
        # A file system that cannot reserve takes what is written as it comes.
        if error.errno in _FULL:
            raise


def _write_all(descriptor: int, data: bytes) -> None:
    # A disk that fills up takes a part of the bytes without an error.
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def full_error(error: OSError, path: object) -> OSError | EditionFullError:
    """Return the error to raise for one of the system: the same, unless it means that nothing can be written."""
    if error.errno not in _FULL:
        return error
    return EditionFullError(
        f"Nothing more can be printed to {path}: {error.strerror}. "
        "Make room there, or allow writing; printing then goes on by itself."
    )
