"""Requests that write are one transaction."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

__all__ = ["AtomicWritesMiddleware"]

# The doors of the rooms toward the reader know themselves what belongs together.
_NEWSROOM = "/newsroom/"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class AtomicWritesMiddleware:
    """Run each request of the newsroom that may write in a transaction: a change and its event row stand or fall together.

    Requests that only read take no transaction: with SQLite it would be the writers' lock.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; a server error undoes all it wrote."""
        if request.method in _SAFE or not request.path_info.startswith(_NEWSROOM):
            return self.get_response(request)
        with transaction.atomic():
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response
