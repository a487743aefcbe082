"""The verbs of a subscription: ask, confirm, leave, choose, erase."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from masthead.delivery.conf import mail_conf
from masthead.delivery.models import Letter, Membership, Note, Reader, State, Suppression

from .addresses import digest_of
from .lists import all_lists

__all__ = [
    "Asked",
    "ask",
    "choose",
    "confirm",
    "forget_unconfirmed",
    "joined_lists",
    "leave",
    "leave_all",
    "lift",
    "stop_unsent",
    "suppress",
    "write_note",
]

# One address gets no more questions than this, whoever gives it how often.
_ASK_EVERY = timedelta(minutes=15)
_ASK_A_DAY = 4
# A mailbox that did not exist may exist later; a complaint stands until an editor lifts it.
_BOUNCES_REST = timedelta(days=30)
_LEFT = "The reader left the list."


@dataclass(frozen=True)
class Asked:
    """A wish to get letters, as a form brought it.

    Attributes:
        address: in its one form.
        lists: the ids of the lists; only those that are public count.
        page: the address of the page with the form; network: who sent it, shortened.
        wording: the words beside the form, which are agreed to.
    """

    address: str
    lists: tuple[int, ...]
    language: str = ""
    page: str = ""
    network: str = ""
    wording: str = ""


def ask(asked: Asked) -> None:
    """Note a wish and send a mail to the address: the question whether it is right, or that it is on the list already.

    Nothing tells whoever asks which of these it was, or whether a mail goes there at all.
    """
    wanted = [one.number for one in all_lists() if one.number in asked.lists]
    if not wanted:
        return
    with transaction.atomic():
        if _may_not_be_asked(asked.address):
            return
        now = timezone.now()
        reader, is_new = Reader.objects.get_or_create(
            address=asked.address, defaults={"language": asked.language, "asked_at": now}
        )
        if not is_new and not _may_be_asked_again(reader):
            return
        # When and where a confirmed reader agreed stays as it was: anybody can give their address again.
        Reader.objects.filter(pk=reader.pk).exclude(state=Reader.State.CONFIRMED).update(
            asked_at=now, asked_from=asked.page[:300], asked_network=asked.network, wording=_hash(asked.wording)
        )  # fmt: skip
        joined = joined_lists(reader) if reader.state == Reader.State.CONFIRMED else set()
        missing = [number for number in wanted if number not in joined]
        for number in missing:
            Membership.objects.get_or_create(
                reader=reader, newsletter_id=number, defaults={"asked_at": now, "source": Membership.Source.FORM}
            )  # fmt: skip
        write_note(reader, "confirm" if missing else "already", missing or wanted)


def write_note(reader: Reader, name: str, lists: Sequence[int]) -> None:
    """Have a mail about the subscription sent."""
    Note.objects.create(reader=reader, name=name, lists=list(lists), due_at=timezone.now())


def _may_not_be_asked(address: str) -> bool:
    kept = Suppression.objects.filter(digest=digest_of(address)).first()
    if kept is None or kept.reason in {Suppression.Reason.UNSUBSCRIBED, Suppression.Reason.ERASED}:
        return False
    is_old = kept.created_at < timezone.now() - _BOUNCES_REST
    return not (kept.reason == Suppression.Reason.BOUNCE and is_old)


def _may_be_asked_again(reader: Reader) -> bool:
    now = timezone.now()
    notes = Note.objects.filter(reader=reader, created_at__gt=now - timedelta(days=1))
    if notes.filter(created_at__gt=now - _ASK_EVERY).exists():
        return False
    return bool(notes.count() < _ASK_A_DAY)


def joined_lists(reader: Reader) -> set[int]:
    """Return the ids of the lists that a reader is on."""
    on = Membership.objects.filter(reader=reader, joined_at__isnull=False, left_at=None)
    return set(on.values_list("newsletter_id", flat=True))


def _hash(wording: str) -> str:
    return hashlib.blake2b(wording.encode(), digest_size=8).hexdigest() if wording else ""


def confirm(reader: Reader, lists: Iterable[int], *, network: str = "") -> list[int]:
    """Put a reader who pressed the button in the letter of confirmation on the lists; return which are new.

    Pressing it again changes nothing.
    """
    now = timezone.now()
    with transaction.atomic():
        kept = Reader.objects.select_for_update().filter(pk=reader.pk).first()
        fresh: list[int] = []
        if kept is None:
            return fresh
        for number in lists:
            # The row of somebody who left and asked again is the same.
            mine, _ = Membership.objects.get_or_create(
                reader=kept, newsletter_id=number, defaults={"asked_at": now}
            )
            if mine.joined_at is None or mine.left_at is not None:
                mine.joined_at, mine.left_at = now, None
                mine.save(update_fields=["joined_at", "left_at"])
                fresh.append(number)
        if kept.state != Reader.State.CONFIRMED:
            Suppression.objects.filter(digest=digest_of(kept.address)).delete()
            kept.state, kept.confirmed_at, kept.confirmed_network = Reader.State.CONFIRMED, now, network
            kept.soft_bounces = 0
            kept.save(update_fields=["state", "confirmed_at", "confirmed_network", "soft_bounces"])
        if fresh:
            write_note(kept, "welcome", fresh)
    return fresh


def leave(reader: Reader, lists: Iterable[int]) -> list[int]:
    """Take a reader off lists; letters that are not sent yet are not sent. Return which lists were left."""
    with transaction.atomic():
        on = Membership.objects.filter(reader=reader, newsletter_id__in=list(lists), left_at=None)
        left = list(on.values_list("newsletter_id", flat=True))
        on.update(left_at=timezone.now())
        if left:
            stop_unsent(reader, left)
    return left


def leave_all(reader: Reader) -> None:
    """Take a reader off all lists, for good until somebody with that address confirms anew."""
    with transaction.atomic():
        Membership.objects.filter(reader=reader, left_at=None).update(left_at=timezone.now())
        suppress(reader.address, Suppression.Reason.UNSUBSCRIBED)


def suppress(address: str, reason: Suppression.Reason, *, detail: str = "") -> None:
    """Let no letter go to an address; what is known for a graver reason keeps it."""
    with transaction.atomic():
        kept, is_new = Suppression.objects.get_or_create(
            digest=digest_of(address), defaults={"reason": reason, "detail": detail[:300]}
        )
        if not is_new and _GRAVITY[reason] > _GRAVITY[Suppression.Reason(kept.reason)]:
            kept.reason, kept.detail = reason, detail[:300]
            kept.save(update_fields=["reason", "detail"])
        for reader in Reader.objects.filter(address=address):
            Reader.objects.filter(pk=reader.pk).update(state=Reader.State.SUPPRESSED)
            stop_unsent(reader, None, reason=str(reason.label))


_GRAVITY = {
    Suppression.Reason.UNSUBSCRIBED: 0,
    Suppression.Reason.BOUNCE: 1,
    Suppression.Reason.ERASED: 2,
    Suppression.Reason.COMPLAINT: 3,
}


def lift(address: str) -> str:
    """Let letters go to an address again, because its owner asked for that; return why none did, or nothing.

    Who had confirmed the address is on their lists again; nobody else is.
    """
    with transaction.atomic():
        kept = Suppression.objects.filter(digest=digest_of(address)).first()
        if kept is None:
            return ""
        kept.delete()
        mine = Reader.objects.filter(address=address, state=Reader.State.SUPPRESSED)
        mine.filter(confirmed_at__isnull=False).update(state=Reader.State.CONFIRMED, soft_bounces=0)
        mine.update(state=Reader.State.PENDING)
        return str(kept.reason)


def stop_unsent(reader: Reader, lists: Sequence[int] | None, *, reason: str = _LEFT) -> int:
    """Skip the letters to a reader whose text is not on its way yet; return how many."""
    unsent = Letter.objects.filter(reader=reader, state__in=(State.DUE, State.HELD), begun_at__isnull=True)
    if lists is not None:
        unsent = unsent.filter(mailing__newsletter_id__in=lists)
    return int(unsent.update(state=State.SKIPPED, reason=reason, held_until=None, settled_at=timezone.now()))


def choose(reader: Reader, lists: Iterable[int], *, language: str | None = None) -> None:
    """Let a reader with a confirmed address be on exactly these lists, of those that are public."""
    public = {one.number for one in all_lists()}
    wanted = set(lists) & public
    now = timezone.now()
    with transaction.atomic():
        if language is not None:
            Reader.objects.filter(pk=reader.pk).update(language=language)
        before = joined_lists(reader)
        leave(reader, (before & public) - wanted)
        for number in wanted - before:
            Membership.objects.update_or_create(
                reader=reader, newsletter_id=number, defaults={"joined_at": now, "left_at": None},
                create_defaults={"asked_at": now, "joined_at": now},
            )  # fmt: skip
        if wanted and reader.state == Reader.State.SUPPRESSED:
            lifted = Suppression.objects.filter(
                digest=digest_of(reader.address), reason=Suppression.Reason.UNSUBSCRIBED
            )
            if lifted.delete()[0]:
                Reader.objects.filter(pk=reader.pk).update(state=Reader.State.CONFIRMED)


def forget_unconfirmed() -> int:
    """Delete the addresses that nobody confirmed in time; return how many."""
    before = timezone.now() - timedelta(days=mail_conf().confirm_within_days)
    Membership.objects.filter(joined_at=None, asked_at__lt=before).delete()
    return int(
        Reader.objects.filter(state=Reader.State.PENDING, asked_at__lt=before)
        .exclude(memberships__joined_at__isnull=False)
        .delete()[0]
    )
