"""The doors of letters: subscribing, confirming, leaving, choosing. Forms without scripts; JSON for those that have them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse

from masthead.delivery.errors import RefusedError
from masthead.delivery.models import Reader

from . import subscribing
from .asking import (
    Wish,
    give_permit,
    is_asked_too_often,
    limit_looks,
    limit_signups,
    prefix_of,
    read_wish,
    take_permit,
)
from .links import CHOICES, CONFIRM, LEAVE, link, read_token
from .lists import all_lists, lists_of
from .pages import door, shown_list, subscription_page
from .records import erase
from .wording import wording_languages, wording_of

__all__ = ["choices", "confirm", "leave", "permit", "subscribe"]


@door
def permit(request: HttpRequest) -> HttpResponse:
    """Give a script a permit for one wish."""
    if request.method != "GET":
        raise RefusedError("method", "This door is only asked.", 405)
    limit_looks(request)
    return JsonResponse({"permit": give_permit(request)})


@door
def subscribe(request: HttpRequest) -> HttpResponse:
    """Show the sign-up form, or take one. Whoever the address belongs to, the answer is the same."""
    limit_looks(request)
    if request.method in {"GET", "HEAD"}:
        chosen = tuple(int(one) for one in request.GET.getlist("list") if one.isdigit() and len(one) < 19)
        return _form(request, Wish("", chosen, "", "", "", is_trap_sprung=False, is_json=False), "form")
    if request.method != "POST":
        raise RefusedError("method", "Use a form of this site.", 405)
    wish = read_wish(request)
    try:
        address = wish.normal
        if not lists_of(wish.lists):
            raise RefusedError("lists", "Choose a newsletter.")
        take_permit(request, wish.permit)
    except RefusedError as error:
        if wish.is_json:
            raise
        # What printed pages hold is the same for all: the first press of a form without scripts gets a permit.
        stage = "again" if error.reason in {"permit", "early", "replayed"} else "form"
        problem = "" if stage == "again" else error.reason
        return _form(request, wish, stage, problem=problem, status=200 if stage == "again" else error.status)
    limit_signups(request, address)
    # Who asks learns nothing of what others asked.
    if not wish.is_trap_sprung and not is_asked_too_often(address):
        _ask(request, wish, address)
    if wish.is_json:
        return JsonResponse({"is_sent": True})
    return subscription_page("sent", language=wish.language, address=address)


def _ask(request: HttpRequest, wish: Wish, address: str) -> None:
    subscribing.ask(
        subscribing.Asked(
            address=address, lists=wish.lists, language=wish.language, page=wish.page,
            network=prefix_of(request), wording=wording_of(wish.language),
        )
    )  # fmt: skip


def _form(
    request: HttpRequest, wish: Wish, stage: str, *, problem: str = "", status: int = 200
) -> HttpResponse:
    lists = all_lists()
    chosen = set(wish.lists) or {one.number for one in lists[:1]}
    response = subscription_page(
        stage, language=wish.language, status=status, problem=problem, address=wish.address,
        permit=give_permit(request), action="/doors/mail/subscribe", page_before=wish.page,
        lists=[shown_list(one, is_chosen=one.number in chosen) for one in lists],
    )  # fmt: skip
    # The form that follows is sent with its origin.
    response["Referrer-Policy"] = "same-origin"
    return response


@door
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether an address is right, and take the answer. Looking changes nothing: mail scanners follow links."""
    limit_looks(request)
    held = read_token(CONFIRM, token)
    lists = [shown_list(one, is_chosen=True) for one in lists_of(held.lists)]
    if request.method != "POST":
        return subscription_page("confirm", language=held.reader.language, lists=lists, action=request.path)
    subscribing.confirm(held.reader, [one["id"] for one in lists], network=prefix_of(request))
    choices_link = link(CHOICES, held.reader)
    return subscription_page(
        "confirmed", language=held.reader.language, lists=lists, choices=_path(choices_link)
    )


@door
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Take a reader off a list: by a button, or at once where a mail program posts for the reader (RFC 8058)."""
    limit_looks(request)
    held = read_token(LEAVE, token)
    reader = held.reader
    lists = [shown_list(one, is_chosen=True) for one in lists_of(held.lists)]
    choices_link = _path(link(CHOICES, reader))
    if request.method != "POST":
        return subscription_page(
            "leave", language=reader.language, lists=lists, action=request.path, choices=choices_link
        )
    if request.POST.get("back"):
        subscribing.choose(reader, subscribing.joined_lists(reader) | set(held.lists))
        return subscription_page("confirmed", language=reader.language, lists=lists, choices=choices_link)
    subscribing.leave(reader, held.lists)
    if request.POST.get("List-Unsubscribe") == "One-Click":
        return HttpResponse("Done.", content_type="text/plain")
    return subscription_page(
        "left", language=reader.language, lists=lists, action=request.path, choices=choices_link
    )


@door
def choices(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a reader gets, and take what they choose: lists, language, nothing, or to be forgotten."""
    limit_looks(request)
    reader = read_token(CHOICES, token).reader
    if request.method != "POST":
        return _choices(request, reader)
    what = request.POST.get("do", "save")
    if what == "erase":
        if request.POST.get("sure") != "yes":
            return subscription_page(
                "erase", language=reader.language, action=request.path, address=reader.address
            )
        erase(reader.address)
        return subscription_page("erased", language=reader.language)
    if what == "none":
        subscribing.leave_all(reader)
    else:
        wanted = [int(one) for one in request.POST.getlist("list") if one.isdigit() and len(one) < 19]
        language = request.POST.get("language", reader.language)
        known = {one["tag"] for one in wording_languages()}
        subscribing.choose(reader, wanted, language=language if language in known else reader.language)
    return _choices(request, Reader.objects.get(pk=reader.pk), problem="saved")


def _choices(request: HttpRequest, reader: Reader, *, problem: str = "") -> HttpResponse:
    on = subscribing.joined_lists(reader) if reader.state == Reader.State.CONFIRMED else set()
    return subscription_page(
        "choices", language=reader.language, problem=problem, address=reader.address, action=request.path,
        lists=[shown_list(one, is_chosen=one.number in on) for one in all_lists()],
        languages=[one | {"is_chosen": one["tag"] == reader.language} for one in wording_languages()],
    )  # fmt: skip


def _path(address: str) -> str:
    return "/" + address.split("/", 3)[3]
