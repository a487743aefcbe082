"""A site's folder, and the command line on it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

__all__ = ["SiteFolder", "free_port"]


class SiteFolder:
    """A site's folder, and the command line on it."""

    def __init__(self, path: Path, port: int) -> None:
        self.path = path
        self.port = port
        self.environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("MASTHEAD_", "DJANGO_"))
            },
            "MASTHEAD_SITE": str(path),
            "MASTHEAD_PORT": str(port),
        }

    @property
    def data(self) -> Path:
        return self.path / "data"

    def run(
        self, *arguments: str, timeout_s: float = 120, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "masthead.config.cli", *arguments],
            env={**self.environment, **variables},
            cwd=self.path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )

    def start(self, *arguments: str, **variables: str) -> subprocess.Popen[str]:
        """Start a command that goes on until it is stopped."""
        return subprocess.Popen(
            [sys.executable, "-m", "masthead.config.cli", *arguments],
            env={**self.environment, **variables},
            cwd=self.path,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
