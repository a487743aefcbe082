"""The seam through which a page's preview is printed.

The newsroom may not import the press, so the press leaves its renderer here when it starts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

__all__ = ["has_renderer", "preview", "set_renderer"]

Renderer = Callable[[Any, HttpRequest, str], HttpResponse]
_renderers: list[Renderer] = []


def set_renderer(renderer: Renderer) -> None:
    """Make ``renderer`` answer all previews from now on."""
    _renderers[:] = [renderer]


def has_renderer() -> bool:
    """Say whether a press is there to render previews."""
    return bool(_renderers)


def preview(page: Any, request: HttpRequest, mode_name: str = "") -> HttpResponse:
    """Return the page as readers would see it.

    Args:
        mode_name: one of the page's preview modes.

    Raises:
        RuntimeError: no press is installed that could render it.
    """
    if not _renderers:
        raise RuntimeError("No press renders previews: add masthead.press to INSTALLED_APPS.")
    return _renderers[0](page, request, mode_name)
