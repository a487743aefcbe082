"""Why a site cannot be started."""

from __future__ import annotations

from pathlib import Path

from masthead.config.failures import ExitCode

__all__ = ["AlreadyRunningError", "PortTakenError", "ServerError"]


class ServerError(Exception):
    """A site cannot be started; the message says why and what to do."""

    exit_code = ExitCode.BUSY


class AlreadyRunningError(ServerError):
    """The site's data folder is in use by another ``masthead up``."""

    def __init__(self, data_path: Path, owner: str) -> None:
        super().__init__(
            f"The site with the data folder {data_path} is running already{owner}. "
            "Stop that one first, or give this site another data_dir."
        )


class PortTakenError(ServerError):
    """The port cannot be listened on."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(
            f"Port {port} on {host} cannot be used: {reason}. "
            "Stop what listens there, or choose another with --port, MASTHEAD_PORT or port in masthead.toml."
        )
