"""How granian runs the edition server; benchmarks/serving.py measures with the same options."""

from __future__ import annotations

from typing import Any

from granian.constants import HTTPModes, Interfaces

__all__ = ["granian_options"]


def granian_options(*, workers: int) -> dict[str, Any]:
    """Return the options of ``granian.Granian`` for the edition server, apart from where it listens.

    Args:
        workers: Processes that answer readers. One per core that readers may use.
    """
    return {
        "interface": Interfaces.ASGI,
        "workers": workers,
        # HTTP/2 to browsers is the business of the server in front that holds the certificates.
        "http": HTTPModes.http1,
        "websockets": False,
        # One thread for the network and one for Python: more of them only take turns.
        "runtime_threads": 1,
        "log_access": False,
        "respawn_failed_workers": True,
        # An upload that never ends must not hold up `masthead up` when it is asked to stop.
        "workers_kill_timeout": 10,
    }
