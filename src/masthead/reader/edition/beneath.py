"""Opening files for readers: below one folder, through no link, and never anything but a plain file."""

from __future__ import annotations

import asyncio
import errno
import os
import stat
from collections.abc import AsyncGenerator

__all__ = ["CHUNK_BYTES", "is_missing", "open_beneath", "read_chunks", "read_whole"]

CHUNK_BYTES = 256 * 1024
_FOLDER_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
# A named pipe in the folder must not make the open wait for a writer.
_FILE_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_MISSING = {
    errno.ENOENT,
    errno.ENOTDIR,
    errno.ELOOP,
    errno.ENAMETOOLONG,
    errno.EISDIR,
    errno.ENXIO,
    errno.EINVAL,
}


def is_missing(error: OSError) -> bool:
    """Tell whether an error means that no such file is there, rather than that it cannot be read."""
    return error.errno in _MISSING


def open_beneath(folder: str, name: str) -> tuple[int, os.stat_result] | None:
    """Open the plain file ``name`` below ``folder`` without following links inside it.

    Args:
        folder: Path of the folder; it may itself be a link.
        name: Path relative to it, already checked to hold no empty, ``.`` or ``..`` parts.

    Returns:
        The descriptor, which the caller closes, and its state; None if there is no such file.

    Raises:
        OSError: the file is there and cannot be opened.
    """
    *parents, leaf = name.split("/")
    try:
        place = os.open(folder, _FOLDER_FLAGS)
        try:
            for parent in parents:
                deeper = os.open(parent, _FOLDER_FLAGS | os.O_NOFOLLOW, dir_fd=place)
                os.close(place)
                place = deeper
            descriptor = os.open(leaf, _FILE_FLAGS, dir_fd=place)
        finally:
            os.close(place)
    except OSError as error:
        if is_missing(error):
            return None
        raise
    state = os.fstat(descriptor)
    if not stat.S_ISREG(state.st_mode):
        os.close(descriptor)
        return None
    return descriptor, state


def read_whole(descriptor: int, size: int) -> bytes:
    """Read ``size`` bytes from the start of an open file.

    Raises:
        OSError: the file cannot be read or became shorter.
    """
    content = os.pread(descriptor, size, 0)
    while len(content) < size:
        more = os.pread(descriptor, size - len(content), len(content))
        if not more:
            raise OSError(errno.EIO, "the file became shorter while it was read")
        content += more
    return content


async def read_chunks(descriptor: int, start: int, length: int) -> AsyncGenerator[bytes, None]:
    """Yield ``length`` bytes of an open file from ``start`` on, read in threads so that other readers go on.

    Raises:
        OSError: the file cannot be read or became shorter.
    """
    position, end = start, start + length
    while position < end:
        chunk = await asyncio.to_thread(os.pread, descriptor, min(CHUNK_BYTES, end - position), position)
        if not chunk:
            raise OSError(errno.EIO, "the file became shorter while it was read")
        position += len(chunk)
        yield chunk
