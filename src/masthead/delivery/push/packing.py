"""Packing: who of those that are due is told now, and what each device gets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils import timezone

from masthead.delivery.conf import delivery_conf
from masthead.delivery.models import PushNotice, State, Subscription, Telling
from masthead.delivery.outbox import Settled
from masthead.delivery.pieces import Piece, piece_of

from .keys import name_of, public_key
from .kin import tag_of
from .messages import Message, compose_message
from .quiet import quiet_end
from .sealing import Parcel, Sealer, SealingError

__all__ = ["Consignment", "Packed", "Packer"]

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Consignment:
    """A parcel, and what it was made from."""

    parcel: Parcel
    notice: PushNotice
    device: Subscription
    telling: Telling


@dataclass
class Packed:
    """What became of a batch: what is to be sent, and what is settled without."""

    consignments: list[Consignment] = field(default_factory=list)
    settled: list[Settled] = field(default_factory=list)


@dataclass
class _Batch:
    """What all notices of a batch need to know."""

    now: datetime
    devices: dict[int, Subscription]
    tellings: dict[int, Telling]
    pieces: dict[int, Piece]
    told: Counter[int]
    key_name: str
    messages: dict[tuple[int, bool, str, int], Message] = field(default_factory=dict)


class Packer:
    """Makes parcels of notices."""

    def __init__(self) -> None:
        self.sealer = Sealer()

    def pack(self, notices: list[PushNotice], *, held: Iterable[Consignment] = ()) -> Packed:
        """Decide about each notice and make a parcel of those that are sent now.

        Args:
            notices: that were taken.
            held: what is on its way already and counts among what a device gets in a day.
        """
        batch = _read(notices, held)
        packed = Packed()
        for notice in notices:
            outcome = self._pack_one(notice, batch)
            if isinstance(outcome, Consignment):
                packed.consignments.append(outcome)
            else:
                packed.settled.append(outcome)
        return packed

    def _pack_one(self, notice: PushNotice, batch: _Batch) -> Consignment | Settled:
        device = batch.devices.get(notice.subscription_id or 0)
        piece = batch.pieces.get(notice.article_id)
        if device is None:
            return Settled(notice.pk, State.GONE, "The device takes no more notices.")
        if piece is None:
            return Settled(notice.pk, State.SKIPPED, "The piece was withdrawn.")
        telling, conf = batch.tellings[notice.telling_id], delivery_conf()
        quiet_until = quiet_end(device, batch.now, conf, is_breaking=telling.is_breaking)
        if quiet_until is not None:
            return Settled(notice.pk, State.DUE, "The device is in its quiet hours.", quiet_until)
        most = conf.push_most_per_day
        if most and batch.told[device.pk] >= most:
            reason = f"The device was told of {most} pieces within a day, which is the most that one gets."
            return Settled(notice.pk, State.SKIPPED, reason)
        try:
            parcel = self._parcel(notice, device, telling, piece, batch)
        except SealingError as error:
            return Settled(notice.pk, State.FAILED, str(error))
        batch.told[device.pk] += 1
        return Consignment(parcel, notice, device, telling)

    def _parcel(
        self, notice: PushNotice, device: Subscription, telling: Telling, piece: Piece, batch: _Batch
    ) -> Parcel:
        if not notice.service:
            raise SealingError("The device's push service has an address that is not taken any more.")
        about = (piece.id, telling.is_breaking, notice.because_kind, notice.because_id)
        if about not in batch.messages:
            batch.messages[about] = compose_message(
                piece,
                is_breaking=telling.is_breaking,
                because=(notice.because_kind, notice.because_id),
            )
        is_renewal_wanted = device.site_key not in {"", batch.key_name}
        return self.sealer.seal(
            notice.pk, device, notice.service,
            batch.messages[about].as_json(is_renewal_wanted=is_renewal_wanted),
            topic=tag_of(piece), is_breaking=telling.is_breaking,
        )  # fmt: skip


def _read(notices: list[PushNotice], held: Iterable[Consignment]) -> _Batch:
    now = timezone.now()
    devices = Subscription.objects.in_bulk([one.subscription_id for one in notices if one.subscription_id])
    counted = PushNotice.objects.filter(
        subscription_id__in=list(devices), state=State.SENT, settled_at__gt=now - _DAY
    )
    told = Counter(
        dict(counted.order_by().values_list("subscription_id").annotate(count=Count("pk")))
        if delivery_conf().push_most_per_day
        else {}
    )
    told.update(one.device.pk for one in held)
    return _Batch(
        now=now,
        devices=devices,
        tellings=Telling.objects.in_bulk({one.telling_id for one in notices}),
        pieces={
            one: piece for one in sorted({one.article_id for one in notices}) if (piece := piece_of(one))
        },
        told=told,
        key_name=name_of(public_key()),
    )
