"""The command line ``masthead``: one file per command, each loaded only when it is called."""

from __future__ import annotations

from .entry import main

__all__ = ["main"]
