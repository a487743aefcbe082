"""Places where the files of an old site can lie: its uploads folder, a zip of that, or the old site itself."""

from __future__ import annotations

import tempfile
import zipfile
from collections import Counter
from pathlib import Path, PurePosixPath
from typing import IO, Protocol
from urllib.parse import quote, urlsplit, urlunsplit

from masthead.kit.fetching import FetchRefusedError, HostSilentError, fetch_file
from masthead.wire.errors import MediaNotReadableError

from .files import FileRefusedError

__all__ = ["FileSource", "FolderSource", "NetworkSource", "ZipSource", "open_source"]

_PIECE = 256 * 1024
# No picture, sound or document shrinks more than that; a file made of nothing does.
_MAX_RATIO = 200
_SMALL = 10 * 1024 * 1024
# A host that is gone would cost half a minute for each of thousands of files.
_PATIENCE = 5
_MAX_NAMES = 2_000_000


class FileSource(Protocol):
    """Finds files by their path in the uploads folder, and by their old address."""

    def open(self, path: str, address: str, max_bytes: int) -> IO[bytes] | None:
        """Return the file, or None where it does not lie here.

        Raises:
            FileRefusedError: it lies here and must not be taken.
        """

    def close(self) -> None:
        """Let go of what is open."""


def open_source(media: Path) -> FileSource:
    """Return the source behind what a user named.

    Raises:
        MediaNotReadableError: it is neither a folder nor a zip.
    """
    if media.is_dir():
        return FolderSource(media)
    if not media.is_file():
        raise MediaNotReadableError(
            f"{media} does not exist. Name the old site's wp-content/uploads folder, or a zip of it."
        )
    try:
        return ZipSource(media)
    except (zipfile.BadZipFile, OSError, EOFError) as error:
        raise MediaNotReadableError(
            f"{media} is neither a folder nor a zip that can be read ({error}). "
            "Name the old site's wp-content/uploads folder, or a zip of it."
        ) from error


def _is_inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return (
        bool(path)
        and not path.startswith("/")
        and "\\" not in path
        and "\x00" not in path
        and ".." not in parts
    )


class FolderSource:
    """An uploads folder, or one that holds it."""

    def __init__(self, folder: Path) -> None:
        inner = [folder / "wp-content" / "uploads", folder / "uploads", folder]
        self._folder = next(one for one in inner if one.is_dir()).resolve()

    def open(self, path: str, address: str, max_bytes: int) -> IO[bytes] | None:
        """Return the file at ``path``; links that lead out of the folder lead nowhere."""
        if not _is_inside(path):
            return None
        file = (self._folder / path).resolve()
        if not file.is_relative_to(self._folder) or not file.is_file():
            return None
        if file.stat().st_size > max_bytes:
            raise FileRefusedError(f"the file is larger than {max_bytes // 1_048_576} MB")
        return file.open("rb")

    def close(self) -> None:
        """Nothing stays open."""


class ZipSource:
    """A zip of the uploads folder; files are unpacked one by one, never more than is allowed."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path)
        names = self._zip.namelist()
        if len(names) > _MAX_NAMES:
            raise zipfile.BadZipFile(f"it holds {len(names)} files")
        self._names: dict[str, str] = {}
        for name in names:
            path_inside = name.partition("uploads/")[2] if "uploads/" in name else name
            for key in (path_inside, name.partition("/")[2]):
                if _is_inside(key):
                    self._names.setdefault(key, name)

    def open(self, path: str, address: str, max_bytes: int) -> IO[bytes] | None:
        """Return the file that was packed as ``path``."""
        name = self._names.get(path)
        if name is None:
            return None
        facts = self._zip.getinfo(name)
        if facts.is_dir():
            return None
        if facts.flag_bits & 1:
            raise FileRefusedError("the file is encrypted in the zip")
        if facts.file_size > max_bytes:
            raise FileRefusedError(f"the file is larger than {max_bytes // 1_048_576} MB")
        if facts.file_size > _SMALL and facts.file_size > _MAX_RATIO * max(facts.compress_size, 1):
            raise FileRefusedError("the file unpacks to more than a real one could (a zip bomb)")
        return self._unpacked(facts, max_bytes)

    def _unpacked(self, facts: zipfile.ZipInfo, max_bytes: int) -> IO[bytes]:
        file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=1024 * 1024)  # noqa: SIM115 - the caller closes it
        try:
            with self._zip.open(facts) as packed:
                size = 0
                while piece := packed.read(_PIECE):
                    size += len(piece)
                    # The sizes in a zip are claims.
                    if size > max_bytes or size > facts.file_size:
                        raise FileRefusedError("the file unpacks to more than the zip says (a zip bomb)")
                    file.write(piece)
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
            file.close()
            raise FileRefusedError(f"the file is damaged in the zip ({error})") from error
        except FileRefusedError:
            file.close()
            raise
        file.seek(0)
        return file

    def close(self) -> None:
        """Close the zip."""
        self._zip.close()


class NetworkSource:
    """The old site, as long as it answers."""

    def __init__(self, *, allow_private: bool = False, timeout_s: float = 30.0) -> None:
        self._allow_private = allow_private
        self._timeout_s = timeout_s
        self._silent: Counter[str] = Counter()

    def open(self, path: str, address: str, max_bytes: int) -> IO[bytes] | None:
        """Return the file at ``address``."""
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"}:
            return None
        if self._silent[parts.netloc] >= _PATIENCE:
            raise FileRefusedError(f"not fetched: {parts.netloc} has not answered {_PATIENCE} times")
        url = urlunsplit(
            (parts.scheme, parts.netloc, quote(parts.path, safe="/%~:@!$&'()*+,;="), parts.query, "")
        )
        try:
            fetched = fetch_file(
                url, max_bytes=max_bytes, timeout_s=self._timeout_s, allow_private=self._allow_private
            )
        except FetchRefusedError as error:
            self._silent[parts.netloc] += isinstance(error, HostSilentError)
            raise FileRefusedError(f"not fetched: {error}") from error
        self._silent[parts.netloc] = 0
        return fetched.file

    def close(self) -> None:
        """Nothing stays open."""
