"""What a provider tells of letters by its webhook: checked by ``django-anymail``, believed only with the site's own secret."""

from __future__ import annotations

import logging
from typing import Any

from anymail.exceptions import AnymailConfigurationError, AnymailWebhookValidationFailure
from anymail.signals import EventType, RejectReason
from anymail.urls import urlpatterns as anymail_patterns
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from masthead.delivery.conf import mail_conf
from masthead.delivery.errors import RefusedError
from masthead.delivery.models import Letter, Reader, State
from masthead.delivery.refusals import count_refusal
from masthead.kit.bodies import LARGEST_FROM_A_PROVIDER

from .addresses import normal_address
from .asking import limit_looks
from .bounces import note_bounce, note_complaint, note_returned, note_wish_to_leave
from .verdicts import Verdict, read_refusal, status_of

__all__ = ["hook", "hook_address", "on_provider_event"]

_log = logging.getLogger(__name__)

# What reading a body can raise that is none of the provider's: anymail looks into it without asking twice.
_NONSENSE = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)


@csrf_exempt
def hook(request: HttpRequest, provider: str) -> HttpResponse:
    """Take what the provider that sends the letters tells of them."""
    if provider != mail_conf().provider:
        return _refuse(request, "provider", 404)
    if int(request.headers.get("Content-Length") or 0) > LARGEST_FROM_A_PROVIDER:
        return _refuse(request, "size", 413)
    try:
        answer: HttpResponse = _view(provider)(request)
    except AnymailWebhookValidationFailure:
        return _refuse(request, "signature", 403)
    except (AnymailConfigurationError, ImproperlyConfigured) as error:
        _log.error("The provider's webhook cannot be used: %s", error)
        return _refuse(request, "settings", 503)
    except _NONSENSE:
        return _refuse(request, "nonsense", 400)
    return answer


def _view(provider: str) -> Any:
    names = {f"{provider}_tracking_webhook", f"{provider}_webhook"}
    return next(one.callback for one in anymail_patterns if one.name in names)


def _refuse(request: HttpRequest, reason: str, status: int) -> HttpResponse:
    try:
        limit_looks(request)
    except RefusedError as error:
        # Whoever floods this door gets no row written for each try.
        return HttpResponse(str(error), status=429, content_type="text/plain", headers={"Retry-After": "60"})
    count_refusal("mail hook", reason)
    return HttpResponse(f"Refused: {reason}.", status=status, content_type="text/plain")


def on_provider_event(*, event: Any, **_: Any) -> None:
    """Do what an event of a provider asks for; one about an address that is not known here changes nothing."""
    try:
        address = normal_address(str(event.recipient or ""))
    except RefusedError:
        return
    if not Reader.objects.filter(address=address).exists():
        return
    reason = event.reject_reason
    if event.event_type == EventType.COMPLAINED or reason == RejectReason.SPAM:
        note_complaint(address)
    elif event.event_type == EventType.UNSUBSCRIBED or reason == RejectReason.UNSUBSCRIBED:
        note_wish_to_leave(address)
    elif event.event_type in {EventType.BOUNCED, EventType.REJECTED}:
        _came_back(address, _verdict(event), _words(event))


def _words(event: Any) -> str:
    return f"{event.mta_response or ''} {event.description or ''}".strip()


def _verdict(event: Any) -> Verdict:
    words = _words(event)
    if status_of(words):
        return read_refusal(0, words)
    told = event.esp_event
    kind = str(told.get("Type", "") if hasattr(told, "get") else "").lower()
    if "soft" in kind or "soft" in words.lower() or event.reject_reason == RejectReason.TIMED_OUT:
        return Verdict.SOFT
    if event.reject_reason in {RejectReason.INVALID, RejectReason.BOUNCED}:
        return Verdict.HARD
    return Verdict.POLICY


def _came_back(address: str, verdict: Verdict, detail: str) -> None:
    letter = (
        Letter.objects.filter(reader__address=address, state__in=(State.SENT, State.UNCLEAR))
        .select_related("reader")
        .order_by("-pk")
        .first()
    )
    if letter is not None:
        note_returned(letter, verdict, detail=detail)
    elif verdict == Verdict.HARD:
        note_bounce(Reader.objects.get(address=address), verdict, detail=detail)


def hook_address() -> str:
    """Return the address that the provider has to be given, with its secret; empty where letters leave by a mail server."""
    conf = mail_conf()
    if not conf.provider:
        return ""
    scheme, _, rest = conf.site_url.partition("://")
    return f"{scheme}://{settings.ANYMAIL['WEBHOOK_SECRET']}@{rest}/doors/mail/hook/{conf.provider}/"
