"""Counting which links of a letter are pressed, where a setting asks for it: how often, and never by whom.

All copies of a letter hold the same links. Which reader pressed one is neither in the address nor written down.
"""

from __future__ import annotations

import re
from html import unescape

from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from masthead.delivery.errors import RefusedError
from masthead.delivery.models import Click

from .asking import limit_looks
from .pages import door

__all__ = ["count_links", "go"]

_HREF = re.compile(r'(<a\b[^>]*?\bhref=")(https?://[^"]+)(")', re.IGNORECASE)


def count_links(html: str, mailing_id: int, site_url: str) -> str:
    """Return a letter whose links lead over this site's counter; those with a reader's own address stay as they are."""
    addresses = list(dict.fromkeys(unescape(found[2]) for found in _HREF.finditer(html)))
    Click.objects.bulk_create(
        [Click(mailing_id=mailing_id, number=number, address=one) for number, one in enumerate(addresses, 1)],
        ignore_conflicts=True,
    )
    known = dict(Click.objects.filter(mailing=mailing_id).values_list("address", "number"))

    def lead(found: re.Match[str]) -> str:
        number = known.get(unescape(found[2]))
        return f"{found[1]}{site_url}/doors/mail/go/{mailing_id}.{number}{found[3]}" if number else found[0]

    return _HREF.sub(lead, html)


@door
def go(request: HttpRequest, mailing_id: int, number: int) -> HttpResponse:
    """Count that a link was pressed, and lead where it leads: only to what stands in a letter of this site."""
    link = Click.objects.filter(mailing=mailing_id, number=number).first()
    if link is None:
        raise RefusedError("link", "There is no such link.", 404)
    if request.method == "GET" and _is_pressed(request):
        Click.objects.filter(pk=link.pk).update(count=F("count") + 1)
    return HttpResponseRedirect(link.address)


def _is_pressed(request: HttpRequest) -> bool:
    """Tell whether somebody presses a link, and no scanner looks where it leads: browsers say that they open a page."""
    if request.headers.get("Sec-Fetch-Mode", "") != "navigate" or request.headers.get("Sec-GPC") == "1":
        return False
    try:
        limit_looks(request)
    except RefusedError:
        return False
    return True
