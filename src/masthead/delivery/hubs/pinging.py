"""Telling hubs of what changed: WebSub (W3C Recommendation, section 7) and IndexNow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from urllib.parse import urlsplit

import httpx
from django.utils import timezone

from masthead.delivery.conf import delivery_conf
from masthead.delivery.models import Announced, HubPing, State
from masthead.delivery.outbox import Settled, mind_left, retry_at, settle, take_due
from masthead.kit.addresses import absolute_url
from masthead.press.conf import press_conf
from masthead.press.feed_addresses import feeds_of
from masthead.press.indexnow import indexnow_key, key_address
from masthead.press.models import Plate, PrintedEvent

__all__ = ["note_printed_pages", "send_pings"]

_TAKEN = 500
_HOLD = timedelta(minutes=5)
# A publish prints several pages within a second: they are told together.
_SETTLE = timedelta(seconds=5)
_MOST_ATTEMPTS = 6
_TIMEOUT_S = 15.0


def note_printed_pages(events: Sequence[PrintedEvent]) -> None:
    """Let hubs be told of the pieces that changed themselves, and of the feeds they stand in."""
    conf = delivery_conf()
    if not conf.websub_hubs and not conf.indexnow_urls:
        return
    pieces = {event.thing_id: event.address for event in events if event.kind == "article"}
    changed = _changed(sorted(pieces))
    if not changed:
        return
    pages = sorted({pieces[one] for one in changed})
    feeds = sorted(feeds_of(changed)) if conf.websub_hubs else []
    kinds = HubPing.Kind
    _let_wait(
        [(kinds.WEBSUB, hub, feed) for hub in conf.websub_hubs for feed in feeds]
        + [(kinds.INDEXNOW, hub, page) for hub in conf.indexnow_urls for page in pages]
    )


def _changed(article_ids: Sequence[int]) -> list[int]:
    """Return which pieces are not what hubs were told of last, withdrawn ones too; note what they are now."""
    before = dict(Announced.objects.filter(article_id__in=article_ids).values_list("article_id", "digest"))
    plates = Plate.objects.filter(kind="article", thing_id__in=article_ids)
    now = {one.thing_id: f"{one.card_hash} {one.body_hash}" for one in plates}
    changed = [one for one in article_ids if now.get(one) != before.get(one)]
    Announced.objects.filter(article_id__in=[one for one in changed if one not in now]).delete()
    Announced.objects.bulk_create(
        [Announced(article_id=one, digest=now[one]) for one in changed if one in now],
        update_conflicts=True,
        unique_fields=["article_id"],
        update_fields=["digest"],
    )
    return changed


def _let_wait(pings: Iterable[tuple[HubPing.Kind, str, str]]) -> None:
    due_at = timezone.now() + _SETTLE
    HubPing.objects.bulk_create(
        [HubPing(kind=kind, hub=hub, page=page, due_at=due_at) for kind, hub, page in pings],
        ignore_conflicts=True,
    )


def send_pings() -> int:
    """Send the pings that are due, those of a hub together; return how many.

    A hub that is told twice looks twice and finds the same, so what was cut off is sent again.
    """
    mind_left(HubPing, is_repeatable=True)
    taken = take_due(HubPing, limit=_TAKEN, hold=_HOLD)
    together: dict[tuple[str, str], list[HubPing]] = defaultdict(list)
    for ping in taken:
        together[ping.kind, ping.hub].append(ping)
    for (kind, hub), pings in together.items():
        send = _tell_websub if kind == HubPing.Kind.WEBSUB else _tell_indexnow
        settle(HubPing, _settled(hub, pings, send(hub, sorted({one.page for one in pings}))))
    return len(taken)


def _settled(hub: str, pings: Sequence[HubPing], problem: str) -> list[Settled]:
    if not problem:
        return [Settled(one.pk, State.SENT) for one in pings]
    problem = f"{urlsplit(hub).hostname} {problem}"
    return [
        Settled(one.pk, State.FAILED, problem)
        if one.attempts >= _MOST_ATTEMPTS or _waits_already(one)
        else Settled(one.pk, State.DUE, problem, retry_at(one.attempts))
        for one in pings
    ]


def _waits_already(ping: HubPing) -> bool:
    """Whether a younger change of the same page waits, which tells this one too."""
    return HubPing.objects.filter(hub=ping.hub, page=ping.page, state=State.DUE).exists()


def _tell_websub(hub: str, pages: Sequence[str]) -> str:
    site_url = press_conf().site_url
    addresses = [absolute_url(site_url, page) for page in pages]
    return _post(hub, data={"hub.mode": "publish", "hub.url": addresses})


def _tell_indexnow(hub: str, pages: Sequence[str]) -> str:
    site_url = press_conf().site_url
    return _post(
        hub,
        json={
            "host": urlsplit(site_url).netloc,
            "key": indexnow_key(),
            "keyLocation": site_url + key_address(),
            "urlList": [absolute_url(site_url, page) for page in pages],
        },
    )


def _post(
    hub: str, *, data: dict[str, str | list[str]] | None = None, json: dict[str, object] | None = None
) -> str:
    """Post to a hub; return what was wrong, or nothing."""
    try:
        with httpx.Client(timeout=_TIMEOUT_S, follow_redirects=False, trust_env=False) as client:
            response = client.post(hub, data=data, json=json, headers={"User-Agent": "Masthead"})
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return f"does not answer ({type(error).__name__})."
    return "" if response.is_success else f"answers {response.status_code}."
