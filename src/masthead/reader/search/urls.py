"""The addresses of the search."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

__all__ = ["urlpatterns"]


# The library of the index is only loaded by a process that is asked.
def _search_page(request: HttpRequest) -> HttpResponse:
    from .views import search_page

    return search_page(request)


def _suggest(request: HttpRequest) -> HttpResponse:
    from .views import suggest

    return suggest(request)


urlpatterns: list[Any] = [
    path("search/", _search_page, name="search"),
    path("doors/suggest", _suggest, name="suggest"),
]
