"""What the serving processes do: readers over ASGI, the newsroom over WSGI on a Unix socket."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from masthead.config.options import Options, load_options

from .children import end_with_parent

__all__ = ["serve_newsroom", "serve_readers"]


def serve_readers() -> int:
    """Answer readers on the site's port until a signal to stop."""
    from granian.constants import Interfaces

    options = load_options()
    _serve(
        _readers,
        interface=Interfaces.ASGI,
        address=options.host,
        port=options.port,
        workers=options.reader_workers,
        backlog=2048,
    )
    return 0


def serve_newsroom() -> int:
    """Answer the newsroom and the doors on the site's Unix socket, and do the background work, until a signal."""
    from granian.constants import Interfaces

    options = load_options()
    socket = make_socket_folder(options)
    socket.unlink(missing_ok=True)
    _serve(
        _newsroom,
        interface=Interfaces.WSGI,
        uds=socket,
        uds_permissions=0o600,
        workers=1,
        blocking_threads=options.newsroom_threads,
    )
    return 0


def make_socket_folder(options: Options) -> Path:
    """Make the folder of the newsroom's socket, for this user alone; return the socket's path.

    Raises:
        PermissionError: the folder is another user's, who could listen in.
    """
    socket: Path = options.newsroom_socket
    socket.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if socket.parent != options.run_path and socket.parent.stat().st_uid != os.getuid():
        raise PermissionError(
            1, "The folder of the newsroom's socket belongs to another user", str(socket.parent)
        )
    return socket


def _serve(load: Callable[..., Any], **settings: Any) -> None:
    from granian.log import LogLevels
    from granian.server import Server

    server = Server(
        "masthead",
        websockets=False,
        log_level=LogLevels.error,
        workers_kill_timeout=_kill_timeout_s(),
        **settings,
    )
    server.serve(target_loader=_Loader(load, os.getpid()), wrap_loader=False)


def _kill_timeout_s() -> int:
    # The supervisor waits a little longer than that.
    return max(1, int(load_options().stop_timeout_s) - 2)


class _Loader:
    """Load an application in the process that serves it, which ends with the process that started it."""

    def __init__(self, load: Callable[[], Any], parent: int) -> None:
        self.load = load
        self.parent = parent

    def __call__(self) -> Any:
        end_with_parent(self.parent)
        return self.load()


def _readers() -> Any:
    from masthead.press.plain import built_in_theme, plain_words
    from masthead.reader.edition import make_app

    options = load_options()
    return make_app(
        edition=options.edition_path,
        media=options.media_path / "printed",
        newsroom_socket=options.newsroom_socket,
        counts=options.counts_path,
        time_zone=options.time_zone,
        cache_bytes=options.reader_cache_mb * 1024 * 1024,
        site_url=options.site_url,
        production=options.production,
        words=plain_words(options.language, (built_in_theme(), options.folder / options.theme_dir)),
    )


def _newsroom() -> Any:
    from masthead.config.wsgi import application
    from masthead.delivery.push.keys import site_key

    from .background import start_background_work

    site_key()
    start_background_work()
    # What is loaded stays. Looking through it for what is not needed any more would hold a reader's question for a tenth
    # of a second whenever the press has used much memory.
    gc.collect()
    gc.freeze()
    return application
