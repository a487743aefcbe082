"""What was mailed, list by list: for the page about delivery."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from masthead.delivery.mail.mailings import stop_mailing
from masthead.delivery.models import Letter, Mailing, State
from masthead.delivery.reach import titles_of

from .rights import MAY_MANAGE, asking

__all__ = ["MailingRow", "mailing_rows", "stop_letter"]

_OPEN = (State.DUE, State.HELD)


@dataclass(frozen=True)
class MailingRow:
    """A mailing with what became of its copies.

    Attributes:
        newsletter: the list's name; empty where it is withdrawn.
        sent: copies that the mail server or provider took.
        rest: the other copies, by what became of them.
        is_open: whether there is something left to stop.
    """

    mailing: Mailing
    newsletter: str
    sent: int
    rest: dict[str, int]
    is_open: bool


def mailing_rows(mailings: Sequence[Mailing]) -> list[MailingRow]:
    """Return mailings with the counts of their copies."""
    counted: dict[int, dict[str, int]] = {}
    copies = Letter.objects.filter(mailing__in=[one.pk for one in mailings]).order_by()
    for number, state, count in copies.values_list("mailing", "state").annotate(count=Count("pk")):
        counted.setdefault(number, {})[state] = count
    names = titles_of(("newsletter", one.newsletter_id) for one in mailings)
    return [
        _row(one, names.get(("newsletter", one.newsletter_id), ""), counted.get(one.pk, {}))
        for one in mailings
    ]


def _row(mailing: Mailing, name: str, counts: dict[str, int]) -> MailingRow:
    rest = {str(State(state).label): count for state, count in counts.items() if state != State.SENT}
    is_open = mailing.state == Mailing.State.DUE or any(counts.get(state) for state in _OPEN)
    return MailingRow(mailing, name, counts.get(State.SENT, 0), rest, is_open)


@require_POST
@asking(MAY_MANAGE)
def stop_letter(request: HttpRequest, mailing_id: int) -> HttpResponse:
    """Send no copy of a letter that is not on its way yet."""
    mailing = get_object_or_404(Mailing, pk=mailing_id)
    count = stop_mailing(mailing, reason=_("Stopped by %(name)s.") % {"name": request.user.get_username()})
    messages.success(
        request,
        _("“%(title)s” goes to nobody else; %(count)d copies were not sent.")
        % {"title": mailing.title, "count": count},
    )
    return HttpResponseRedirect(reverse("masthead_telling"))
