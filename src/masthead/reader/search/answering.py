"""How the search answers: with the headers of every printed page, and a clear word where it cannot."""

from __future__ import annotations

import gzip
import logging
from collections.abc import Callable
from functools import wraps
from threading import Lock

from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse

from masthead.kit.rates import Rates, network_of
from masthead.press.conf import press_conf
from masthead.press.engine.errors import PressError
from masthead.press.plain import plain_words
from masthead.press.search.finding import IndexClosedError
from masthead.reader.conf import reader_conf
from masthead.reader.edition.answers import plain_page, security_headers

__all__ = ["RETRY_AFTER_S", "SHEET_ERRORS", "Limit", "View", "closed_page", "dressed", "open_or"]

logger = logging.getLogger(__name__)

View = Callable[[HttpRequest], HttpResponse]

RETRY_AFTER_S = 30
# What a theme or a plate can do wrong.
SHEET_ERRORS = (PressError, RuntimeError, LookupError, TypeError, ValueError, AttributeError)


class Limit:
    """How often each reader may ask; shared by the threads of a process."""

    def __init__(self, *, limit: int, per_s: float) -> None:
        self._rates = Rates(limit=limit, per_s=per_s)
        self._lock = Lock()
        self.retry_after_s = max(1, round(per_s / limit))

    def allows(self, request: HttpRequest) -> bool:
        """Count a request and tell whether its reader may ask."""
        # The edition server wrote it: whatever a client claims does not get so far.
        claimed = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
        with self._lock:
            return self._rates.allow(network_of(claimed or str(request.META.get("REMOTE_ADDR", ""))))


def dressed(answer: HttpResponse) -> HttpResponse:
    """Give an answer the headers that every page for readers has."""
    for name, value in security_headers(is_https=reader_conf().is_https):
        answer[name.decode()] = value.decode()
    answer.setdefault("Cache-Control", "private, no-cache")
    answer["X-Robots-Tag"] = "noindex"
    return answer


def closed_page() -> HttpResponse:
    """Return the printed page for a door that is closed, or a small one where none is printed."""
    try:
        packed = (reader_conf().edition_path / "current" / "503.html.gz").read_bytes()
        page = gzip.decompress(packed)
    except OSError:
        conf = press_conf()
        page = plain_page(503, plain_words(conf.language, conf.theme_paths))
    answer = HttpResponse(page, status=503)
    answer["Retry-After"] = str(RETRY_AFTER_S)
    answer["Cache-Control"] = "no-store"
    return answer


def open_or(closed: Callable[[], HttpResponse]) -> Callable[[View], View]:
    """Let a view answer, or say that the door is closed where database, index or theme do not do their part."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest) -> HttpResponse:
            try:
                return dressed(view(request))
            except (DatabaseError, IndexClosedError) as error:
                logger.warning("The search is closed: %s", type(error).__name__)
            except SHEET_ERRORS as error:
                logger.error("The search could not answer: %s", error, exc_info=error)
            return dressed(closed())

        return answer

    return decorate
