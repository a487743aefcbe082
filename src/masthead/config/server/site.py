"""Running one site: the lock, the services, and what is said when they answer."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence

from masthead.config.options import Options

from .lock import SiteLock
from .preparing import prepare_newsroom
from .probe import answer_of, refuse_taken_port
from .serving import serve_newsroom, serve_readers
from .supervisor import Service, Supervisor

__all__ = ["run_site"]

_UNAVAILABLE = frozenset({0, 502, 503, 504})


def run_site(options: Options, *, notes: Sequence[str] = (), is_prepared: bool = False) -> int:
    """Run a site until a signal to stop; return the exit code.

    Args:
        options: the site's settings.
        notes: lines to print below the addresses.
        is_prepared: the settings were checked and the database is up to date.

    Raises:
        AlreadyRunningError: the site runs already.
        PortTakenError: its port cannot be listened on.
    """
    lock = SiteLock(options.run_path)
    lock.take()
    try:
        refuse_taken_port(options.host, options.port)
        # What is there now never changes: children share it instead of copying it.
        gc.freeze()
        supervisor = Supervisor(
            services=[
                Service("readers", serve_readers),
                Service("newsroom", serve_newsroom, prepare=None if is_prepared else prepare_newsroom),
            ],
            run_path=options.run_path,
            stop_timeout_s=options.stop_timeout_s,
        )
        return supervisor.run(_announcer(options, notes))
    finally:
        options.newsroom_socket.unlink(missing_ok=True)
        lock.release()


def _announcer(options: Options, notes: Sequence[str]) -> Callable[[], None]:
    """Return a function that prints the addresses once all answer, and then has nothing left to do."""

    def announce() -> None:
        if answer_of(options.newsroom_socket, "/newsroom/login/") == 0:
            return
        if answer_of((options.host, options.port), "/newsroom/login/") in _UNAVAILABLE:
            return
        lines = [f"Site      {options.site_url}/", f"Newsroom  {options.site_url}/newsroom/", *notes]
        sys.stdout.write("\n".join(["", *lines, "Press Ctrl-C to stop.", ""]))
        sys.stdout.flush()
        raise StopIteration

    return announce
