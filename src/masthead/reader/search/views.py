"""The two doors of the search: suggestions while a reader types, and the page of results."""

from __future__ import annotations

from typing import Any

from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from masthead.press.conf import press_conf
from masthead.press.search.finding import Question, find
from masthead.press.sheets.desk import Desk
from masthead.press.sheets.pages import page_context
from masthead.press.theme import recent_theme
from masthead.press.words import show_count, show_date, show_number

from .answering import RETRY_AFTER_S, SHEET_ERRORS, Limit, closed_page, open_or
from .asking import Asked, RefusedError, read_asked, read_text
from .results import facets_of, pages_of, places_of, results_of

__all__ = ["SHORTEST", "SUGGESTIONS", "search_page", "suggest"]

SUGGESTIONS = 6
# One letter alone begins too many words to be told from any other.
SHORTEST = 2
# Typing asks often, a page of results is read.
_typing = Limit(limit=60, per_s=20)
_reading = Limit(limit=30, per_s=60)


def _desk() -> Desk:
    return Desk(recent_theme(press_conf().theme_paths))


def _refusal(status: int, sentence: str, **headers: str) -> HttpResponse:
    answer = JsonResponse({"error": sentence}, status=status, headers=headers)
    answer["Cache-Control"] = "no-store"
    return answer


def _reason(desk: Desk, error: RefusedError) -> str:
    """Say why a question was refused, in the site's language."""
    number = show_number(error.number, desk.site().site["language"])
    return str(desk.words()[error.word]).replace("#", number)


def _closed_suggestions() -> HttpResponse:
    try:
        sentence = str(_desk().words()["search_closed"])
    except (DatabaseError, *SHEET_ERRORS):
        # Whoever reads a page is told by its script, in its language.
        sentence = "The search is closed for a moment. Please try again soon."
    return _refusal(503, sentence, **{"Retry-After": str(RETRY_AFTER_S)})


@require_safe
@open_or(_closed_suggestions)
def suggest(request: HttpRequest) -> HttpResponse:
    """Answer what a reader has typed so far, as JSON."""
    if not _typing.allows(request):
        sentence = str(_desk().words()["search_often"])
        return _refusal(429, sentence, **{"Retry-After": str(_typing.retry_after_s)})
    try:
        text = read_text(request.GET)
    except RefusedError as error:
        return _refusal(400, _reason(_desk(), error))
    desk = _desk()
    if len(text) < SHORTEST:
        return JsonResponse(
            {"query": text, "total": 0, "said": "", "all": Asked(text).address(), "results": []}
        )
    # A space at the end tells that the last word is complete.
    is_typing = not request.GET.get("q", "").endswith((" ", '"'))
    findings = find(Question(text, is_typing=is_typing, limit=SUGGESTIONS))
    results = results_of(desk, findings)
    words = desk.words()
    return JsonResponse(
        {
            "query": text,
            "total": findings.total,
            "said": show_count(words["search_found"], findings.total) if results else words["search_none"],
            "all": Asked(text).address(),
            "results": [_suggestion(one) for one in results],
        }
    )


def _suggestion(result: dict[str, Any]) -> dict[str, Any]:
    picture, at = result["picture"], result["published_at"]
    thumb = picture["thumb"] if picture else None
    return {
        "address": result["address"],
        "title": result["marked_title"],
        "excerpt": result["excerpt"],
        "section": result["section"]["title"] if result["section"] else "",
        "date": show_date(at, result["language"]) if at else "",
        "published_at": at,
        "image": {name: thumb[name] for name in ("src", "width", "height")} if thumb else None,
        "language": result["language"],
        "direction": result["direction"],
    }


@require_safe
@open_or(closed_page)
def search_page(request: HttpRequest) -> HttpResponse:
    """Answer a question with a page of results in the site's theme."""
    desk = _desk()
    if not _reading.allows(request):
        answer = _page(desk, Asked(), status=429, problem="often")
        answer["Retry-After"] = str(_reading.retry_after_s)
        return answer
    try:
        asked = read_asked(request.GET)
    except RefusedError as error:
        return _page(desk, Asked(), status=400, problem="refused", reason=_reason(desk, error))
    if asked.is_empty:
        return _page(desk, asked)
    findings = find(asked.question())
    results = results_of(desk, findings)
    if not results and asked.page > 1:
        return _page(desk, asked, status=404, problem="beyond")
    return _page(
        desk,
        asked,
        is_asked=True,
        results=results,
        total=findings.total,
        how=str(findings.how),
        places=places_of(desk, findings.places),
        facets=facets_of(desk, asked, findings),
        pages=pages_of(asked, findings.total),
    )


_NOTHING: dict[str, Any] = {
    "is_asked": False, "results": [], "total": 0, "how": "all", "places": [], "facets": [], "pages": [],
    "problem": "", "reason": "",
}  # fmt: skip


def _page(desk: Desk, asked: Asked, *, status: int = 200, **shown: Any) -> HttpResponse:
    words = desk.words()
    title = words["search_for"].replace("#", asked.text) if asked.text else words["search"]
    page = page_context(desk, "search", "/search/", title, is_indexed=False, feeds=[])
    page["canonical"] = ""
    sorts = [
        {"name": "relevance", "address": asked.address(sort=None), "is_current": not asked.is_by_date},
        {"name": "date", "address": asked.address(sort="date"), "is_current": asked.is_by_date},
    ]
    chosen = [{"name": name, "value": value} for name, value in asked.narrowing.chosen().items()]
    content = desk.render(
        "search.html", page, text=asked.text, chosen=chosen, sorts=sorts, clear=asked.address(**dict.fromkeys(asked.narrowing.chosen())),
        **(_NOTHING | shown),
    )  # fmt: skip
    return HttpResponse(content, status=status)
