"""Web push as a way of telling: one notice for each device that hears of a piece."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from masthead.delivery.conf import delivery_conf
from masthead.delivery.errors import RefusedError
from masthead.delivery.models import Choice, PushNotice, PushTally, State, Subscription, Telling
from masthead.delivery.outbox import count_by_state, count_troubles
from masthead.delivery.pieces import Piece, piece_of
from masthead.delivery.ways import Marks

from .audience import Listener, choices_for, listeners
from .endpoints import service_of
from .kin import in_language, languages_of
from .quiet import quiet_end
from .rotating import forget_unused_keys

__all__ = ["PushWay"]

_BATCH = 1000
# So long it is kept which device was told of what; afterwards only how many were.
_NAMED_FOR = timedelta(days=14)


class PushWay:
    """Tells by web push."""

    name = "push"
    label = _("devices")

    def receivers(self) -> int:
        """Count the devices."""
        return Subscription.objects.count()

    def reach(self, marks: Marks, *, is_breaking: bool) -> int:
        """Count the devices that chose something of which a piece with these marks is."""
        chosen = Choice.objects.filter(choices_for(marks, is_breaking=is_breaking))
        return chosen.aggregate(count=Count("subscription_id", distinct=True))["count"]

    def counts(self, telling_ids: Sequence[int]) -> dict[int, dict[str, int]]:
        """Count the notices of tellings, those that are only counted any more too."""
        counted = count_by_state(PushNotice, telling_ids)
        tallies = PushTally.objects.filter(telling_id__in=telling_ids)
        for telling_id, state, count in tallies.values_list("telling_id", "state", "count"):
            states = counted.setdefault(telling_id, {})
            states[state] = states.get(state, 0) + count
        return counted

    def troubles(self, since: datetime) -> dict[str, int]:
        """Count the notices that failed or are unclear."""
        return count_troubles(PushNotice, since)

    def plan(self, telling: Telling) -> int:
        """Write a notice for each device that hears of the piece and has not heard of a translation of it."""
        piece = piece_of(telling.article_id)
        if piece is None:
            return 0
        languages = languages_of(piece)
        found = listeners(
            Marks(piece.sections, piece.contributors, piece.topics),
            is_breaking=telling.is_breaking, but=_told_already(telling, languages),
        )  # fmt: skip
        notices = _notices(telling, piece, languages, found)
        count = 0
        while batch := list(islice(notices, _BATCH)):
            # A device that is there twice, for two processes plan at once, keeps its first notice.
            PushNotice.objects.bulk_create(batch, ignore_conflicts=True)
            count += len(batch)
        return count

    def drop(self, telling: Telling, reason: str) -> int:
        """Skip what waits."""
        due = PushNotice.objects.filter(telling=telling, state=State.DUE)
        return int(due.update(state=State.SKIPPED, reason=reason, settled_at=timezone.now()))

    def forget(self, before: datetime) -> int:
        """Count what was settled some time ago and delete it: then nobody knows who was told of what."""
        count = 0
        old = Q(settled_at__lt=max(before, timezone.now() - _NAMED_FOR))
        while numbers := list(PushNotice.objects.filter(old).values_list("pk", flat=True)[:_BATCH]):
            with transaction.atomic():
                _tally(numbers)
                count += PushNotice.objects.filter(pk__in=numbers).delete()[0]
        forget_unused_keys()
        return count


def _told_already(telling: Telling, languages: dict[str, int]) -> Q | None:
    """Return the devices that heard of a translation; none where an editor wants it told again."""
    others = set(languages.values()) - {telling.article_id}
    if telling.number > 1 or not others:
        return None
    heard = PushNotice.objects.filter(telling__article_id__in=others, subscription__isnull=False)
    return Q(subscription_id__in=heard.exclude(state=State.SKIPPED).values("subscription_id"))


def _notices(
    telling: Telling, piece: Piece, languages: dict[str, int], found: Iterator[Listener]
) -> Iterator[PushNotice]:
    conf, now = delivery_conf(), timezone.now()
    services: dict[str, str] = {}
    for one in found:
        own = in_language(languages, one.language)
        if own is None and one.is_language_only:
            continue
        yield PushNotice(
            telling_id=telling.pk, subscription_id=one.subscription_id, article_id=own or piece.id,
            service=_service(one.endpoint, services), because_kind=one.kind, because_id=one.thing_id,
            due_at=quiet_end(one, now, conf, is_breaking=telling.is_breaking) or now,
        )  # fmt: skip


def _service(endpoint: str, known: dict[str, str]) -> str:
    """Return the service of an endpoint; nothing for one that is no longer taken, which sending will say."""
    begin = endpoint[: endpoint.find("/", 8)]
    if begin not in known:
        try:
            known[begin] = service_of(endpoint)
        except RefusedError:
            known[begin] = ""
    return known[begin]


def _tally(numbers: list[int]) -> None:
    """Add notices to the counts that stay."""
    groups = PushNotice.objects.filter(pk__in=numbers).values_list("telling_id", "state", "reason")
    for telling_id, state, reason, count in groups.order_by().annotate(count=Count("pk")):
        tally, _ = PushTally.objects.get_or_create(telling_id=telling_id, state=state, reason=reason)
        PushTally.objects.filter(pk=tally.pk).update(count=F("count") + count)
