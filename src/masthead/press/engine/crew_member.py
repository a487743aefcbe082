"""How a process of the crew begins: before Django is ready, so nothing here may need it to be imported."""

from __future__ import annotations

import gc
import os
import threading
import time
from pkgutil import resolve_name

from .writer import Edition

__all__ = ["begin"]

_LOOK_EVERY_S = 0.2


def begin(settle: str, make_works: str, edition: Edition, parent: int) -> None:
    """Make a fresh or forked process ready to print.

    Args:
        settle: the full name of the function that takes works and edition in, as ``package.module:name``.
        make_works: the full name of the function that gives the works, likewise.
        edition: where to print.
        parent: the process that started this one; it may be gone by now.
    """
    threading.Thread(target=_end_with_parent, args=(parent,), name="end with parent", daemon=True).start()
    from django.apps import apps

    if not apps.ready:
        import django

        django.setup()
    resolve_name(settle)(resolve_name(make_works)(), edition)
    # None of what is here by now is ever garbage, and looking for it would copy what forked processes share.
    gc.freeze()


def _end_with_parent(parent: int) -> None:
    # A parent that was killed cannot say so, and its children would wait for work for ever.
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY_S)
    os._exit(1)
